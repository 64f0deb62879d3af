import Foundation
import StrictFormats
import Testing

@Suite("Properties of the JSON reader and writer")
struct JSONPropertyTests {
  @Test("parse(print(v)) = v for every JSON value, compact and pretty")
  func roundTrip() {
    forAll(Make.json(), count: 400) { value in
      try StrictJSON.read(Array(value.serialized(pretty: false).utf8)) == value
        && StrictJSON.read(Array(value.serialized(pretty: true).utf8)) == value
    }
  }

  @Test("White space and escapes change nothing")
  func looseTexts() {
    forAll(Make.jsonText, count: 400) { value, text in try StrictJSON.read(Array(text.utf8)) == value }
  }

  @Test("No bytes make the reader trap, and every error lies within the text")
  func anyBytes() {
    forAll(Make.bytes(mean: 30), count: 2000) { bytes in
      do throws(JSONSyntaxError) {
        _ = try StrictJSON.read(bytes)
        return true
      } catch { return (0...bytes.count).contains(error.offset) && !error.expected.isEmpty }
    }
  }

  @Test("No damage to a good text makes the reader trap")
  func damagedTexts() {
    let damage = Make.jsonText.and(Make.integer(0...400)).and(Make.byte)
    forAll(damage, count: 1000) { pair, byte in
      var bytes = Array(pair.0.1.utf8)
      if !bytes.isEmpty { bytes[pair.1 % bytes.count] = byte }
      do throws(JSONSyntaxError) {
        _ = try StrictJSON.read(bytes)
        return true
      } catch { return (0...bytes.count).contains(error.offset) }
    }
  }

  @Test("A proper prefix of an array or object is never a document")
  func prefixes() {
    forAll(Make.json(), count: 150) { value in
      let bytes = Array(JSONValue.array([value]).serialized(pretty: false).utf8)
      return bytes.indices.allSatisfy { (try? StrictJSON.read(Array(bytes[..<$0]))) == nil }
    }
  }

  @Test("A second member of any name is refused")
  func duplicates() {
    forAll(Make.text.and(Make.json(depth: 1)), count: 200) { name, value in
      let member = JSONMember(name: name, value: value)
      let text = JSONValue.object([member, member]).serialized(pretty: false)
      return (try? StrictJSON.read(Array(text.utf8))) == nil
    }
  }

  @Test("Foundation's reader accepts whatever ours accepts, and reads the same")
  func foundationAgrees() {
    forAll(Make.jsonText, count: 300) { value, text in
      // Foundation rounds numbers and refuses those beyond its range: our numbers are compared elsewhere.
      guard !Self.hasNumber(value) else { return true }
      let read = try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
      return Self.same(value, read)
    }
  }

  private static func hasNumber(_ value: JSONValue) -> Bool {
    switch value {
    case .number: true
    case .array(let elements): elements.contains(where: hasNumber)
    case .object(let members): members.contains { hasNumber($0.value) }
    default: false
    }
  }

  private static func same(_ value: JSONValue, _ other: Any) -> Bool {
    switch value {
    case .null: other is NSNull
    case .bool(let flag): (other as? Bool) == flag
    case .number: false
    case .string(let text): (other as? String).map { Array($0.utf8) == Array(text.utf8) } ?? false
    case .array(let elements):
      (other as? [Any]).map { $0.count == elements.count && zip(elements, $0).allSatisfy(same) } ?? false
    case .object(let members):
      // Foundation's dictionaries take canonically equivalent names for one.
      (other as? [String: Any]).map { dictionary in
        dictionary.count != members.count
          || members.allSatisfy { member in dictionary[member.name].map { same(member.value, $0) } ?? false }
      } ?? false
    }
  }
}
