import Crosscheck
import SpecHarness
import StrictFormats

/// A private value in every encoding that a broken program may use, and a search for eight characters of any of them.
struct SecretForms: Sendable {
  let seed: [UInt8]
  /// The encodings as text, by name.
  let texts: [(name: String, text: String)]
  private let windows: Set<UInt128>
  private let longWindows: Set<UInt128>

  init(seed: [UInt8]) {
    self.seed = seed
    let hex = seed.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    let url = Base64URL.encode(seed)
    let standard = Self.standard(url) + "="
    let texts: [(name: String, text: String)] = [
      ("base64url", url), ("base64", standard), ("hex", hex.joined()),
      ("upper-case hex", hex.joined().uppercased()),
      ("hex with colons", hex.joined(separator: ":")), ("hex in pairs", hex.joined(separator: " ")),
      ("prefixed hex", hex.map { "0x" + $0 }.joined(separator: ", ")),
      ("escapes", hex.map { "\\x" + $0 }.joined()),
      ("decimals", seed.map(String.init).joined(separator: ",")),
      ("spaced decimals", "[" + seed.map(String.init).joined(separator: ", ") + "]"),
      ("escaped letters", Self.escaped(url)), ("escaped slashes", standard.replacing("/", with: "\\/")),
    ]
    self.texts = texts
    func forms(_ names: String...) -> [[UInt8]] {
      // The padding of base64 is no part of the key.
      texts.filter { names.contains($0.name) }.map { $0.text.utf8.filter { $0 != UInt8(ascii: "=") } }
    }
    var plain =
      forms("base64url", "base64", "hex", "upper-case hex", "hex with colons", "hex in pairs") + [seed]
    for shift in 1..<3 {
      let shifted = Base64URL.encode([UInt8](repeating: 0, count: shift) + seed).dropFirst(4)
      plain += [Array(shifted.utf8), Array(Self.standard(String(shifted)).utf8)]
    }
    // Two bytes as decimal numbers are anything; three are a piece of the key.
    let numbers = forms("decimals", "spaced decimals").flatMap { Self.windows(of: $0, 8) }.filter { window in
      (0..<8).count { UInt8(truncatingIfNeeded: window >> (8 * $0)) == UInt8(ascii: ",") } > 1
    }
    windows = Set(plain.flatMap { Self.windows(of: $0, 8) } + numbers)
    longWindows = Set(
      forms("prefixed hex", "escapes", "escaped letters").flatMap { Self.windows(of: $0, 16) })
  }

  /// The place where eight bytes in a row of any encoding (16 where each character takes four) stand in an output, or
  /// nothing.
  func place(in output: String) -> String? {
    let bytes = Array(output.utf8)
    guard
      let offset = Self.windows(of: bytes, 8).firstIndex(where: windows.contains)
        ?? Self.windows(of: bytes, 16).firstIndex(where: longWindows.contains)
    else { return nil }
    return String(decoding: bytes[max(0, offset - 40)..<min(bytes.count, offset + 40)], as: UTF8.self)
  }

  private static func windows(of bytes: [UInt8], _ width: Int) -> [UInt128] {
    let mask = UInt128.max >> UInt128(128 - 8 * width)
    var window: UInt128 = 0
    var windows: [UInt128] = []
    windows.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      window = (window << 8 | UInt128(byte)) & mask
      if index >= width - 1 { windows.append(window) }
    }
    return windows
  }

  private static func standard(_ url: String) -> String {
    String(url.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
  }

  static func escaped(_ text: String) -> String { text.utf8.map { "\\u00" + String($0, radix: 16) }.joined() }
}

/// A private and a public set, good ones.
struct SamplePair: Sendable {
  let forms: SecretForms
  let privateSet: String
  let publicSet: String
  let x: String

  /// The key pair of RFC 8037, appendix A.
  static let standard = SamplePair(
    seed: (try? Base64URL.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")) ?? [],
    x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")

  init(seed: [UInt8], x: String) {
    forms = SecretForms(seed: seed)
    self.x = x
    let members = #""kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig""#
    let kid = #""kid":"1ec9414c-232a-6b00-b3c8-9f6bdeced846""#
    privateSet = #"{"keys":[{\#(members),\#(kid),"x":"\#(x)","d":"\#(Base64URL.encode(seed))"}]}"#
    publicSet = #"{"keys":[{\#(members),\#(kid),"x":"\#(x)"}]}"#
  }
}
