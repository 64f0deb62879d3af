/// What is wrong with a YAML document, and on which line.
package struct YAMLFailure: Error, Sendable, Hashable {
  package let line: Int
  package let reason: String
}
