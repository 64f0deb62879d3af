internal import FaultInjection
internal import StrictFormats

/// KG-SECRET-1 and, as far as the sandbox shows it, KG-SECRET-2: where the private value must not be.
enum SecretChecks {
  /// Judges a run that made the private value `seed`, 32 bytes.
  static func judge(_ observation: Observation, seed: [UInt8], into judgements: inout Judgements) {
    let search = SecretSearch(seed: seed)
    let result = observation.result
    for (stream, bytes) in [
      ("standard output", result.standardOutput), ("standard error", result.standardError),
    ] {
      let encoding = search.encoding(in: bytes)
      judgements.expect(
        .secret1, encoding == nil, "the private value is on \(stream)",
        expected: "the private value on neither standard output nor standard error",
        observed: "the value of `d` as \(encoding ?? "") in \(bytes.count) bytes of \(stream)")
    }
    judgeFiles(observation, search, into: &judgements)
  }

  /// KG-SECRET-1 of a run that failed: a private set may stand on a stream though no file holds it any more.
  ///
  /// - Parameter moment: what made the run fail, for the message.
  /// - Returns: whether one does.
  @discardableResult
  static func judgeFailure(
    _ observation: Observation, at moment: String, into judgements: inout Judgements
  ) -> Bool {
    let result = observation.result
    for (stream, bytes) in [
      ("standard output", result.standardOutput), ("standard error", result.standardError),
    ] where privateValue(in: bytes) != nil {
      judgements.violate(
        .secret1, "a failed run prints a private set (\(moment))",
        expected: "the private value on neither standard output nor standard error",
        observed: "a member `d` of 32 bytes on \(stream)")
      return true
    }
    return false
  }

  /// The value of the first member `d` in some JSON text, whole or not; 32 bytes, or nothing.
  static func privateValue(in bytes: [UInt8]) -> [UInt8]? {
    let name = Array("\"d\"".utf8)
    for start in bytes.indices where bytes[start...].starts(with: name) {
      let rest = bytes[(start + name.count)...].drop { " :\t\r\n".utf8.contains($0) }
      guard rest.first == UInt8(ascii: "\"") else { continue }
      let text = String(decoding: rest.dropFirst().prefix(43), as: UTF8.self)
      if let value = try? Base64URL.decode(text), value.count == 32 { return value }
    }
    return nil
  }

  /// KG-SECRET-2: every file of the sandbox is searched; files elsewhere show in a traced run only.
  private static func judgeFiles(
    _ observation: Observation, _ search: SecretSearch, into judgements: inout Judgements
  ) {
    for (path, entry) in observation.after.entries.sorted(by: { $0.key < $1.key }) {
      if !entry.attributes.isEmpty, let encoding = search.encoding(in: entry.attributes) {
        judgements.violate(
          .secret2, "the private value is in an extended attribute",
          expected: "in the content of privkey.json only",
          observed: "the value of `d` as \(encoding) in an attribute of \(path)")
      }
      // A copy in the public set is KG-JWK-5's.
      guard !KeyFile.allCases.contains(where: { observation.path($0) == path }) else { continue }
      let found =
        entry.content.map { search.encoding(in: $0) }
        ?? (entry.kind == .file ? search.encoding(inFile: observation.sandbox.path(path)) : nil)
      guard let encoding = found else { continue }
      judgements.violate(
        .secret2, "the private value is in another file", expected: "in no file but privkey.json",
        observed: "the value of `d` as \(encoding) in \(path)")
    }
  }
}
