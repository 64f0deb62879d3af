internal import Crosscheck
package import Reports
package import SpecHarness
internal import StrictFormats
internal import SystemSupport

/// Judges a Docker configuration that exists already: the tokens in it, and its mode.
///
/// Who wrote it, and when, is not known: only what every `login` would have to leave there is judged.
package struct DockerConfigJudge: FileJudge {
  package init() {}

  package func judge(
    _ file: InspectionFile, beside others: [InspectionFile], profile: Profile
  ) -> Inspection.Outcome? {
    guard let document = try? StrictJSON.read(file.content), Self.recognizes(document) else { return nil }
    let entries = StoredEntry.all(of: document)
    let keys = others.compactMap { try? KeySet($0.content) }.flatMap(\.keys)
    var judgements = Judgements()
    if let mode = file.mode, entries.contains(where: \.isSecret) {
      judgements.expect(
        .store5, mode & 0o077 == 0, "\(file.path) holds credentials, and others than its owner can open it",
        expected: "mode 0600", observed: "mode \(octal(mode))")
    }
    for entry in entries { entry.judge(by: keys, into: &judgements) }
    let identifiers = entries.compactMap { $0.token?.claims?["jti"]?.stringValue }
    if identifiers.count > 1 {
      judgements.expect(
        .tok5, Set(identifiers).count == identifiers.count, "two tokens carry the same `jti`",
        expected: "a `jti` that is new in every run",
        observed: "\(identifiers.count) tokens with \(Set(identifiers).count) values")
    }
    return Inspection.Outcome(
      paths: [file.path], nature: Self.nature(document, entries), judgements, of: .login, profile: profile)
  }

  /// Whether it has a member that only Docker configurations have.
  private static func recognizes(_ document: JSONValue) -> Bool {
    document["keys"] == nil
      && (document["auths"]?.objectValue != nil || document["credHelpers"]?.objectValue != nil
        || document["credsStore"]?.stringValue != nil)
  }

  private static func nature(_ document: JSONValue, _ entries: [StoredEntry]) -> String {
    var parts = entries.map(\.description)
    if let helpers = document["credHelpers"]?.objectValue, !helpers.isEmpty {
      parts.append("helpers for \(helpers.count) host\(helpers.count == 1 ? "" : "s")")
    }
    if document["credsStore"] != nil { parts.append("a store for all other hosts") }
    let content = parts.isEmpty ? "nothing for any host" : parts.joined(separator: "; ")
    return "a Docker configuration with \(content)"
  }
}
