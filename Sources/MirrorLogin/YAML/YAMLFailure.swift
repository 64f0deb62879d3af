/// What is wrong with a YAML document, and on which line.
struct YAMLFailure: Error, Sendable, Hashable {
  let line: Int
  let reason: String
}
