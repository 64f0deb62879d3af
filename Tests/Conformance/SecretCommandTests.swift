import FaultInjection
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("No key in what the executable prints")
struct SecretCommandTests {
  private static let pair = SamplePair.standard
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  private func expectNothing(_ result: RunResult, _ what: String) {
    #expect(Self.pair.forms.place(in: result.output) == nil, "\(what)")
    #expect(Self.pair.forms.place(in: result.errors) == nil, "\(what)")
  }

  /// Broken sets of several kinds.
  private static var samples: [(name: String, bytes: [UInt8])] {
    let text = pair.privateSet
    let url = pair.forms.texts[0].text
    return [
      ("comma", Array(text.replacing("}]}", with: ",}]}").utf8)), ("bare", Array((url + "\n").utf8)),
      ("raw", pair.forms.seed), ("cut", Array(text.utf8.dropLast(12))),
      ("member", Array("{\"\(url)\":1,\"\(url)\":2}".utf8)),
      ("kid", Array(text.replacing("1ec9414c-232a-6b00-b3c8-9f6bdeced846", with: url).utf8)),
      ("alg", Array(text.replacing("EdDSA", with: pair.forms.texts[2].text).utf8)),
      ("x", Array(text.replacing(pair.x, with: url).utf8)), ("wide", text.utf8.flatMap { [$0, 0] }),
    ]
  }

  @Test("inspect and verify")
  func files() throws {
    for (name, bytes) in Self.samples {
      try FileSystem.makeDirectory(workshop.path(name))
      for file in KeyFile.allCases { try FileSystem.write("\(workshop.path(name))/\(file.name)", bytes) }
      for format in ["text", "json"] {
        let result = try workshop.mirror("inspect", "--profile", "hardened", "--format", format, name)
        #expect(result.ending == .exited(1), "\(name)")
        expectNothing(result, name)
      }
      let token = try workshop.mirror("verify", "--jwks", "\(name)/pubkey.json", "e30.e30.e30")
      #expect(token.ending == .exited(1), "\(name)")
      expectNothing(token, name)
      let executable = try #require(Workshop.executable)
      expectNothing(
        try workshop.shell("'\(executable)' verify --jwks '\(name)/pubkey.json' - < '\(name)/privkey.json'"),
        name)
    }
  }

  @Test("conform, of a command that writes broken sets and prints them")
  func subject() throws {
    for (name, bytes) in Self.samples where ["comma", "raw", "kid"].contains(name) {
      try FileSystem.write(workshop.path(name + ".key"), bytes)
      let script = try workshop.script(
        name,
        """
        dir=.
        case $1 in -o | --output-dir) dir=$2 ;; --output-dir=*) dir=${1#*=} ;; esac
        mkdir -p "$dir"
        if [ -e "$dir/privkey.json" ]; then cat '\(workshop.path(name)).key' >&2; exit 1; fi
        umask 077
        cat '\(workshop.path(name)).key' > "$dir/privkey.json"
        cat '\(workshop.path(name)).key' > "$dir/pubkey.json"
        cat '\(workshop.path(name)).key' '\(workshop.path(name)).key' >&2
        cat '\(workshop.path(name)).key'
        """)
      let report = workshop.path(name + ".json")
      let arguments = [
        "KG-CLI-1", "KG-CLI-3", "KG-JWKS-2", "KG-JWK-4", "KG-JWK-5", "KG-KID-2", "KG-EXIST-1", "KG-SECRET-1",
      ].flatMap { ["--only", $0] }
      let result = try workshop.mirror(
        ["conform", "--faults", "environment", "--report", "json=\(report)"] + arguments + ["--", script])
      #expect(result.ending == .exited(1), "\(name): \(result.errors)")
      #expect(result.output.contains("KG-CLI-3"))
      expectNothing(result, name)
      let document = try #require(FileSystem.read(report, limit: 1 << 24))
      #expect(Self.pair.forms.place(in: String(decoding: document, as: UTF8.self)) == nil, "\(name)")
    }
  }
}
