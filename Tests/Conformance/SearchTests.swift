import Crosscheck
import FaultInjection
import SpecHarness
import StrictFormats
import SystemSupport
import Testing

@Suite("Finding a private value in hiding")
struct SearchTests {
  private static func random(_ count: Int, _ generator: inout SplitMix64) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  /// Texts that hold 32 bytes in some encoding, with what the search has to call it.
  private static func encodings(_ seed: [UInt8]) -> [(String, [UInt8], String)] {
    let hex = seed.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    let decimals = seed.map(String.init).joined(separator: ", ")
    let texts: [(String, String, String)] = [
      ("hex", hex.joined(), "hex"), ("upper-case hex", hex.joined().uppercased(), "hex"),
      ("hex with colons", hex.joined(separator: ":"), "hex"),
      ("hex with blanks", hex.joined(separator: " "), "hex"),
      ("hex with 0x", hex.map { "0x" + $0 }.joined(separator: ", "), "hex"),
      ("hex with \\x", hex.map { "\\x" + $0 }.joined(), "hex"),
      ("hex in lines", hex[..<16].joined() + "\n" + hex[16...].joined(), "hex"),
      ("decimal list", "[\(decimals)]", "a list of decimal bytes"),
    ]
    return [("raw", seed, "raw bytes")] + texts.map { ($0, Array($1.utf8), $2) }
  }

  /// Base64 of some bytes in either alphabet, padded or not, with line breaks or JSON's escapes.
  private static func base64Forms(_ bytes: [UInt8]) -> [String] {
    let url = Base64URL.encode(bytes)
    let padding = String(repeating: "=", count: (4 - url.utf8.count % 4) % 4)
    let standard = String(url.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    let broken = stride(from: 0, to: url.count, by: 16).map { url.dropFirst($0).prefix(16) }.joined(
      separator: "\r\n")
    let escaped = standard.map { $0 == "/" ? "\\/" : String($0) }.joined()
    return [url, url + padding, standard, standard + padding, broken, escaped]
  }

  @Test("Every encoding is found, in the middle of anything")
  func encodings() {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<50 {
      let seed = Self.random(32, &generator)
      let search = SecretSearch(seed: seed)
      for (name, text, found) in Self.encodings(seed) {
        #expect(search.encoding(in: text) == found, "\(name)")
        #expect(search.encoding(in: Array("key: ".utf8) + text + Array(";\n".utf8)) == found, "\(name)")
      }
    }
  }

  @Test("Base64 is found at every alignment, whatever stands before and after", arguments: 0..<7)
  func alignments(shift: Int) {
    var generator = SplitMix64(seed: 2)
    for _ in 0..<30 {
      let seed = Self.random(32, &generator)
      let search = SecretSearch(seed: seed)
      for after in 0..<4 {
        let bytes = Self.random(shift, &generator) + seed + Self.random(after, &generator)
        for text in Self.base64Forms(bytes) { #expect(search.encoding(in: Array(text.utf8)) == "base64") }
      }
    }
  }

  @Test("Random bytes and texts hold nothing")
  func nothing() {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<100 {
      let search = SecretSearch(seed: Self.random(32, &generator))
      let other = Self.random(600, &generator)
      #expect(search.encoding(in: other) == nil)
      for (_, text, _) in Self.encodings(Array(other[..<32])) { #expect(search.encoding(in: text) == nil) }
      for text in Self.base64Forms(other) { #expect(search.encoding(in: Array(text.utf8)) == nil) }
    }
    let search = SecretSearch(seed: Self.random(32, &generator))
    for text in ["", "=", "0x", "x", "\\x0", "{\"keys\":[]}"] {
      #expect(search.encoding(in: Array(text.utf8)) == nil)
    }
  }

  @Test("A near miss is none: one bit different, or some bytes missing")
  func nearMisses() {
    var generator = SplitMix64(seed: 4)
    for _ in 0..<50 {
      let seed = Self.random(32, &generator)
      let search = SecretSearch(seed: seed)
      var flipped = seed
      flipped[Int.random(in: 1..<31, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      for near in [flipped, Array(seed.dropFirst()), Array(seed.dropLast(2))] {
        for (name, text, _) in Self.encodings(near) { #expect(search.encoding(in: text) == nil, "\(name)") }
        for text in Self.base64Forms(near) { #expect(search.encoding(in: Array(text.utf8)) == nil) }
      }
    }
  }

  @Test("The public half of a pair is not the private value")
  func publicHalf() throws {
    let workshop = try Workshop()
    #expect(try workshop.mirror("keygen", "-o", "keys").ending == .exited(0))
    let files = try ["privkey.json", "pubkey.json"].map {
      try #require(FileSystem.read(workshop.path("keys/" + $0), limit: 10_000))
    }
    let key = try #require(try StrictJSON.read(files[0])["keys"]?.arrayValue?.first)
    let search = SecretSearch(seed: try Base64URL.decode(try #require(key["d"]?.stringValue)))
    #expect(search.encoding(in: files[0]) == "base64")
    #expect(search.encoding(in: files[1]) == nil)
  }
}

@Suite("Reading version 6 UUIDs")
struct SearchUUIDTests {
  @Test("The example of RFC 9562 appendix A.5 is read")
  func example() throws {
    let identifier = try UUID6(reading: "1ec9414c-232a-6b00-b3c8-9f6bdeced846")
    #expect(identifier.ticks == 0x1EC_9414_C232_AB00)
    #expect(identifier.time == 1_645_557_742_000_000_000)
    #expect(identifier.node == [0x9f, 0x6b, 0xde, 0xce, 0xd8, 0x46])
  }

  @Test("The first and the last timestamp do not overflow")
  func bounds() throws {
    let first = try UUID6(reading: "00000000-0000-6000-8000-000000000000")
    #expect(first.ticks == 0 && first.time == .min)
    let last = try UUID6(reading: "ffffffff-ffff-6fff-bfff-ffffffffffff")
    #expect(last.ticks == (1 << 60) - 1 && last.time == .max)
    let epoch = try UUID6(reading: "1b21dd21-3814-6000-8000-000000000000")
    #expect(epoch.time == 0)
    #expect(try UUID6(reading: "1b21dd21-3814-6001-8000-000000000000").time == 100)
    #expect(try UUID6(reading: "1b21dd21-3813-6fff-8000-000000000000").time == -100)
  }

  @Test(
    "What is not canonical is refused",
    arguments: [
      "", "1ec9414c-232a-6b00-b3c8-9f6bdeced84", "1ec9414c-232a-6b00-b3c8-9f6bdeced8466",
      "1EC9414C-232A-6B00-B3C8-9F6BDECED846", "1ec9414c232a-6b00-b3c8-9f6bdeced8461",
      "{1ec9414c-232a-6b00-b3c8-9f6bdeced84}", "1ec9414c-232a-6b00-b3c8-9f6bdeced84g",
      "1ec9414c-232a-6b00-b3c8 9f6bdeced846", "1ec9414c-232a-6b00-b3c8-9f6bdeced8é",
    ])
  func form(text: String) {
    let flaw = #expect(throws: UUID6.Flaw.self) { try UUID6(reading: text) }
    guard case .form? = flaw else {
      Issue.record("\(String(describing: flaw))")
      return
    }
  }

  @Test("Other versions and variants are told apart")
  func versions() {
    for version in (0...15).map(UInt8.init) where version != 6 {
      let text = "1ec9414c-232a-\(String(version, radix: 16))b00-b3c8-9f6bdeced846"
      #expect(throws: UUID6.Flaw.version(version)) { try UUID6(reading: text) }
    }
    for (digit, bits) in [("0", 0), ("7", 1), ("c", 3), ("f", 3)] as [(String, UInt8)] {
      #expect(throws: UUID6.Flaw.variant(bits)) {
        try UUID6(reading: "1ec9414c-232a-6b00-\(digit)3c8-9f6bdeced846")
      }
    }
  }
}
