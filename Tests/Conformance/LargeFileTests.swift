import FaultInjection
import StrictFormats
import SystemSupport
import Testing

@testable import SpecHarness

@Suite("Files that are too large, too deep or too many-membered")
struct LargeFileTests {
  private static let pair = SamplePair.standard
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  /// Judges a pair whose public file holds some bytes, as a run leaves it.
  private func judge(publicSet: [UInt8], mode: UInt32 = 0o644) throws -> Judgements {
    let path = workshop.path("pubkey.json")
    try FileSystem.write(path, publicSet, mode: mode)
    let entry = try #require(Entry(path: path, contentLimit: Snapshot.contentLimit))
    var judgements = Judgements()
    _ = PairChecks.judge(
      privateSet: .bytes(Array(Self.pair.privateSet.utf8)), publicSet: KeyFileContent(entry, path: path),
      into: &judgements)
    return judgements
  }

  private static func blanks(_ text: String, to size: Int) -> [UInt8] {
    Array(text.utf8) + [UInt8](repeating: 0x20, count: size - text.utf8.count)
  }

  private func held(_ judgements: Judgements) -> Set<RequirementID> {
    Set(judgements.all.filter { $0.outcome == .held }.map(\.requirement))
  }

  @Test("A public file of 1 MiB is judged; one byte more is no key set, and nothing of it passes")
  func limit() throws {
    let good = try judge(publicSet: Self.blanks(Self.pair.publicSet, to: 1 << 20))
    #expect(!RequirementID.allCases.contains(where: good.violates))
    #expect(held(good).isSuperset(of: [.jwks1, .jwks2, .jwk4, .jwk5, .key2]))
    try FileSystem.remove(workshop.path("pubkey.json"))
    let large = try judge(publicSet: Self.blanks(Self.pair.publicSet, to: 1 << 20 + 1))
    #expect(large.violates(.jwks2))
    #expect(held(large).isDisjoint(with: [.jwks1, .jwks2, .jwk1, .jwk2, .jwk4, .jwk5, .jwk6, .kid1, .key2]))
    // The private file by itself shows that much.
    #expect(held(large).contains(.key1))
  }

  @Test("The private value is found in a public file that is too large, too")
  func leak() throws {
    let leaking = Self.blanks("", to: 1_050_000) + Array(Self.pair.privateSet.utf8)
    let judgements = try judge(publicSet: leaking)
    #expect(judgements.violates(.jwks2) && judgements.violates(.jwk5))
  }

  @Test(
    "A command whose public file hides the private set behind blanks fails, below the limit and above",
    arguments: [1_048_000, 1_050_000])
  func subject(_ blanks: Int) throws {
    let script = try workshop.variant(
      "blanks",
      afterwards: """
        { head -c \(blanks) /dev/zero | tr '\\0' ' '; cat "$dir/privkey.json"; } > "$dir/pubkey.json"
        """)
    let (ending, report) = try workshop.conform([
      "--faults", "environment", "--only", "KG-JWK-5", "--only", "KG-JWKS-2", "--", script,
    ])
    #expect(ending == .exited(1))
    #expect(report.result(.jwk5)?["status"]?.stringValue == "fail")
    #expect(report.result(.jwks2)?["status"]?.stringValue == (blanks > 1_049_000 ? "fail" : "pass"))
  }

  @Test("A file that cannot be read decides nothing, with the reason")
  func unreadable() throws {
    var judgements = Judgements()
    _ = PairChecks.judge(
      privateSet: .unreadable("Permission denied"), publicSet: .bytes(Array(Self.pair.publicSet.utf8)),
      into: &judgements)
    #expect(held(judgements).isDisjoint(with: [.jwks1, .jwks2, .jwk4, .jwk5, .key1, .key2]))
    let open = judgements.all.filter { $0.requirement == .jwk4 }.map(\.outcome)
    #expect(open.contains(.undecided("privkey.json could not be read: Permission denied")))
  }

  @Test("Two million brackets are a violation, not a crash", arguments: ["[", "{\"a\":"])
  func depth(_ opening: String) throws {
    for size in [1 << 19, 2_000_000] {
      let text = String(repeating: opening, count: size / opening.utf8.count)
      #expect(try judge(publicSet: Array(text.utf8)).violates(.jwks2), "\(size)")
      try FileSystem.remove(workshop.path("pubkey.json"))
    }
  }

  /// Texts of nearly 1 MiB with as many values as go into it.
  private static let crowds: [(name: String, head: String, item: @Sendable (Int) -> String, tail: String)] = [
    ("members", "{\"keys\":[{", { "\"\(String($0, radix: 36))\":0" }, "}]}"),
    ("elements", "{\"keys\":[", { _ in "0" }, "]}"), ("arrays", "{\"keys\":[", { _ in "[0]" }, "]}"),
    ("objects", "{\"keys\":[", { _ in "{\"\":0}" }, "]}"),
  ]

  @Test("Inspecting a file of very many values takes less than 128 MiB")
  func memory() throws {
    let executable = try #require(Workshop.executable, "mirror is not built: run `swift build` first")
    for (name, head, item, tail) in Self.crowds {
      var text = head + item(0)
      var index = 1
      while text.utf8.count < 1 << 20 - 20 {
        text += "," + item(index)
        index += 1
      }
      try FileSystem.write(workshop.path(name), Array((text + tail).utf8))
      let result = try workshop.shell("ulimit -v 131072; exec '\(executable)' inspect \(name)")
      #expect(result.ending == .exited(1), "\(name): \(result.ending) \(result.errors)")
      #expect(result.standardOutput.count < 8000)
    }
  }
}
