import Foundation
import StrictFormats
import Testing

@Suite("Properties of base64url")
struct Base64URLPropertyTests {
  private static let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  private static let almostText = Make.element(Array((alphabet + alphabet + "=+/ \n.é").unicodeScalars))
    .array(mean: 8)
    .map { scalars in
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      return text
    }

  @Test("decode(encode(b)) = b")
  func roundTrip() {
    forAll(Make.bytes(), count: 500) { try Base64URL.decode(Base64URL.encode($0)) == $0 }
  }

  @Test("encode(decode(t)) = t for every accepted text")
  func canonical() {
    forAll(Self.almostText, count: 3000) { text in
      guard let bytes = try? Base64URL.decode(text) else { return true }
      return Base64URL.encode(bytes) == text
    }
  }

  @Test("Foundation's base64 gives the same text but for the alphabet and the padding")
  func foundationAgrees() {
    forAll(Make.bytes(), count: 300) { bytes in
      let theirs = Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
        .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
      return Base64URL.encode(bytes) == theirs
    }
  }

  @Test("Of the texts that hold the same bytes but for unused bits only one is accepted")
  func unusedBits() {
    let generator = Make.bytes(mean: 10).map { $0.count.isMultiple(of: 3) ? $0 + [1] : $0 }
    forAll(generator, count: 200) { bytes in
      let text = Base64URL.encode(bytes)
      let accepted = Self.alphabet.filter { last in
        (try? Base64URL.decode(String(text.dropLast()) + String(last))).map { Array($0.dropLast()) }
          == Array(bytes.dropLast())
          && (try? Base64URL.decode(String(text.dropLast()) + String(last))) == bytes
      }
      return accepted == String(text.suffix(1))
    }
  }

  @Test(
    "What is not canonical is refused, at the byte",
    arguments: [
      ("A", 0), ("AAAAA", 4), ("AB", 1), ("AAB", 2), ("AA==", 2), ("AAA=", 3), ("AA AA", 2), ("AA\n", 2),
      ("+AAA", 0), ("AAA/", 3), ("é", 0), ("AAé", 2), ("AAA\u{0}", 3), ("____A", 4), ("A.", 1),
    ])
  func refused(_ text: String, _ offset: Int) throws {
    do throws(Base64URLError) {
      _ = try Base64URL.decode(text)
      Issue.record("\(text) was accepted")
    } catch { #expect(error.offset == offset, "\(error)") }
  }

  @Test("The values of RFC 4648 §10 and the two characters that differ from base64")
  func knownValues() throws {
    #expect(Base64URL.encode(Array("foobar".utf8)) == "Zm9vYmFy")
    #expect(Base64URL.encode(Array("fooba".utf8)) == "Zm9vYmE")
    #expect(Base64URL.encode([0xFB, 0xFF]) == "-_8")
    #expect(try Base64URL.decode("") == [])
    #expect(try Base64URL.decode("-_8") == [0xFB, 0xFF])
  }
}
