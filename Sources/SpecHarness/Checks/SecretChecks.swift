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

  /// KG-SECRET-2: every file of the sandbox is searched; files elsewhere show in a traced run only.
  private static func judgeFiles(
    _ observation: Observation, _ search: SecretSearch, into judgements: inout Judgements
  ) {
    for (path, entry) in observation.after.entries.sorted(by: { $0.key < $1.key }) {
      // A copy in the public set is KG-JWK-5's.
      guard !KeyFile.allCases.contains(where: { observation.path($0) == path }) else { continue }
      guard let content = entry.content, let encoding = search.encoding(in: content) else { continue }
      judgements.violate(
        .secret2, "the private value is in another file", expected: "in no file but privkey.json",
        observed: "the value of `d` as \(encoding) in \(path)")
    }
  }
}
