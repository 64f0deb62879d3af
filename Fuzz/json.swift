import Foundation
import StrictFormats

/// The strict JSON reader beside Foundation's: no trap, round trips, and accept sets that differ as documented.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
  let theirs = (try? JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])) != nil
  do throws(JSONSyntaxError) {
    let value = try StrictJSON.read(bytes)
    for pretty in [false, true] {
      guard (try? StrictJSON.read(Array(value.serialized(pretty: pretty).utf8))) == value else {
        fatalError("what is printed is not what was read")
      }
    }
    // Foundation refuses numbers beyond its types.
    guard theirs || hasLargeNumber(value) else { fatalError("only the strict reader accepts") }
  } catch {
    guard (0...count).contains(error.offset) else { fatalError("the error lies outside of the text") }
    guard !theirs || isDocumented(error, bytes) else { fatalError("only Foundation accepts: \(error)") }
  }
  return 0
}

private func hasLargeNumber(_ value: JSONValue) -> Bool {
  switch value {
  case .number(let literal): literal.utf8.count > 15 || literal.utf8.contains { $0 == 0x65 || $0 == 0x45 }
  case .array(let elements): elements.contains(where: hasLargeNumber)
  case .object(let members): members.contains { hasLargeNumber($0.value) }
  default: false
  }
}

/// The ways in which Foundation is more lenient: byte order marks, UTF-16 and UTF-32, trailing commas, duplicate
/// members, deep nesting, noncharacters, and characters that are none.
private func isDocumented(_ error: JSONSyntaxError, _ bytes: [UInt8]) -> Bool {
  if bytes.contains(0) || error.found.hasPrefix("a byte order mark") || bytes.prefix(2) == [0xEF, 0xBB] {
    return true
  }
  if error.found == "']'" || error.found == "'}'" {
    let before = bytes[..<error.offset].last { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
    if before == UInt8(ascii: ",") { return true }
  }
  return [
    "a name that the object does not have yet", "a character", "at most 64 levels of nesting",
    "a low surrogate after a high one", "the escape of a low surrogate after that of a high one",
  ].contains(error.expected)
}
