import StrictFormats
import Testing

@Suite("The strict JSON reader: bad input")
struct JSONReaderTests {
  private static let document = """
    {"keys":[{"kty":"OKP","x":"\u{e9}\\u00e9\\ud83d\\ude00😀","n":-0.5e+10,"t":[true,false,null],"":{}}]}
    """

  private static func failure(_ bytes: [UInt8]) -> JSONSyntaxError? {
    do throws(JSONSyntaxError) {
      _ = try StrictJSON.read(bytes)
      return nil
    } catch { return error }
  }

  private static func failure(_ text: String) -> JSONSyntaxError? { failure(Array(text.utf8)) }

  @Test("Every truncation of a document is refused at its end")
  func truncations() throws {
    let bytes = Array(Self.document.utf8)
    #expect(Self.failure(bytes) == nil)
    for count in 0..<bytes.count {
      let error = try #require(Self.failure(Array(bytes[..<count])))
      #expect(error.offset == count, "\(error)")
      #expect(error.found == "the end of the text", "\(error)")
    }
  }

  @Test(
    "What RFC 8259 and RFC 7493 forbid is refused, at the byte",
    arguments: [
      ("", 0), (" ", 1), ("nul", 3), ("nulL", 3), ("True", 0), ("[1,]", 3), ("[,1]", 1), ("{\"a\":1,}", 7),
      ("{a:1}", 1), ("{'a':1}", 1), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{\"a\":}", 5), ("1 1", 2), ("[1]]", 3),
      ("01", 1), ("-01", 2), ("+1", 0), (".5", 0), ("1.", 2), ("1.e1", 2), ("1e", 2), ("1e+", 3), ("-", 1),
      ("0x10", 1), ("NaN", 0), ("Infinity", 0), ("-Infinity", 1), ("1_000", 1), ("\"\u{1}\"", 1),
      ("\"\n\"", 1), ("\"\\x\"", 2), ("\"\\u12G4\"", 5), ("\"\\u{41}\"", 3), ("\"\\", 2), ("/**/1", 0),
      ("1//", 1), ("\u{FEFF}{}", 0), ("\u{A0}1", 0), ("\u{2028}1", 0), ("[1]\u{0}", 3), ("\u{C}1", 0),
    ])
  func forbidden(_ text: String, _ offset: Int) throws {
    let error = try #require(Self.failure(text), "\(text) was read")
    #expect(error.offset == offset, "\(error)")
  }

  @Test("A byte order mark and UTF-16 are refused by name")
  func otherEncodings() throws {
    #expect(Self.failure([0xEF, 0xBB, 0xBF, 0x31])?.found == "a byte order mark")
    #expect(Self.failure([0xFF, 0xFE, 0x31, 0x00])?.found == "a byte order mark of UTF-16")
    #expect(Self.failure([0xFE, 0xFF, 0x00, 0x31])?.found == "a byte order mark of UTF-16")
    #expect(Self.failure([0x31, 0x00])?.offset == 1)
    #expect(Self.failure([0x00, 0x31])?.offset == 0)
    #expect(Self.failure([0x7B, 0, 0, 0])?.offset == 1)
  }

  @Test(
    "Malformed UTF-8 and raw noncharacters in a string are refused, at the byte",
    arguments: [
      ([0x80], 1), ([0xC0, 0xAF], 1), ([0xC1, 0xBF], 1), ([0xC3], 2), ([0xC3, 0x28], 2),
      ([0xE0, 0x80, 0xAF], 2),
      ([0xE0, 0x9F, 0xBF], 2), ([0xED, 0xA0, 0x80], 2), ([0xED, 0xBF, 0xBF], 2), ([0xE2, 0x82], 3),
      ([0xF0, 0x80, 0x80, 0xAF], 2), ([0xF0, 0x8F, 0xBF, 0xBF], 2), ([0xF4, 0x90, 0x80, 0x80], 2),
      ([0xEF, 0xB7, 0xAF], 1), ([0xF0, 0x9F, 0xBF, 0xBE], 1), ([0xF4, 0x8F, 0xBF, 0xBF], 1),
      ([0xF5, 0x80, 0x80, 0x80], 1), ([0xFF], 1), ([0xFE], 1), ([0xF8, 0x88, 0x80, 0x80, 0x80], 1),
    ] as [([UInt8], Int)])
  func malformedUTF8(_ bytes: [UInt8], _ offset: Int) throws {
    let error = try #require(Self.failure([0x22] + bytes + [0x22]))
    #expect(error.offset == offset, "\(error)")
  }

  @Test(
    "Lone surrogates and noncharacters are refused",
    arguments: [
      "\"\\ud800\"", "\"\\udfff\"", "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\"", "\"\\ud800x\"",
      "\"\\udc00\\ud800\"",
      "\"\\uffff\"", "\"\\uFFFE\"", "\"\\ufdd0\"", "\"\\ud83f\\udfff\"",
      "{\"\\ufdd0\":1}",
    ])
  func noCharacters(_ text: String) {
    #expect(Self.failure(text) != nil)
  }

  @Test(
    "Two members of one name are refused, however they are escaped",
    arguments: [
      ("{\"a\":1,\"a\":1}", 7), ("{\"a\":1,\"\\u0061\":1}", 7), ("{\"/\":1,\"\\/\":1}", 7),
      ("{\"\":1,\"\":2}", 6),
      ("[{\"\u{1F600}\":1,\"\\uD83D\\uDE00\":1}]", 11),
    ])
  func duplicates(_ text: String, _ offset: Int) throws {
    let error = try #require(Self.failure(text))
    #expect(error.offset == offset, "\(error)")
  }

  @Test("Names that are only canonically equivalent are two names")
  func canonicalEquivalence() throws {
    let value = try StrictJSON.read(Array("{\"\u{e9}\":1,\"e\u{301}\":2}".utf8))
    #expect(value["\u{e9}"] == .number("1"))
    #expect(value["e\u{301}"] == .number("2"))
    #expect(JSONValue.string("\u{e9}") != .string("e\u{301}"))
  }

  @Test("Nesting is read down to the limit and refused below it, however deep")
  func nesting() throws {
    for (opening, closing) in [("[", "]"), ("{\"a\":", "}")] {
      for depth in [1, 63, 64] {
        let text = String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
        #expect(Self.failure(text) == nil, "\(depth) levels")
      }
      for depth in [65, 1000, 1_000_000] {
        let error = try #require(Self.failure(String(repeating: opening, count: depth)))
        #expect(error.offset == 64 * opening.utf8.count)
      }
    }
    let deepest = String(repeating: "[", count: 100_000)
    #expect(throws: JSONSyntaxError.self) { try StrictJSON.read(Array(deepest.utf8), maximumDepth: .max) }
  }

  @Test("Numbers of any size keep their text")
  func hugeNumbers() throws {
    let digits = "1" + String(repeating: "0", count: 100_000)
    for text in [digits, "-" + digits, "0." + digits, "1e" + digits, "1E-" + digits, "-0", "0e0", "9.99E+99"]
    {
      #expect(try StrictJSON.read(Array(text.utf8)) == .number(text))
    }
  }

  @Test("An object of many members is read in a time that grows with its size")
  func manyMembers() throws {
    let members = (0..<50_000).map { "\"m\($0)\":\($0)" }.joined(separator: ",")
    let value = try StrictJSON.read(Array("{\(members)}".utf8))
    #expect(value.objectValue?.count == 50_000)
    #expect(value["m49999"] == .number("49999"))
  }
}
