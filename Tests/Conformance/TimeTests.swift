import Glibc
import Testing

@testable import KeygenSuite
@testable import SpecHarness

@Suite("Times in identifiers and messages")
struct TimeTests {
  /// 2026-11-25 01:47:17.123 UTC, in nanoseconds since 1970.
  private static let moment: Int64 = 1_795_571_237_123_000_000

  @Test(
    "A moment as RFC 3339 writes it",
    arguments: [
      (Int64(0), "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (951_782_400_000_000_000, "2000-02-29T00:00:00.000Z"),
      (951_868_799_999_999_999, "2000-02-29T23:59:59.999Z"),
      (951_868_800_000_000_000, "2000-03-01T00:00:00.000Z"),
      (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000Z"),
      (moment, "2026-11-25T01:47:17.123Z"),
    ])
  func text(nanoseconds: Int64, expected: String) {
    #expect(UTCTime(nanoseconds: nanoseconds).description == expected)
  }

  @Test("The same date as the C library gives, over all that fits")
  func everyDate() throws {
    for step in -2000...2000 {
      let seconds = Int64(step) * 4_611_686
      var time = time_t(seconds)
      var parts = tm()
      try #require(gmtime_r(&time, &parts) != nil)
      var text = [CChar](repeating: 0, count: 40)
      let length = strftime(&text, 40, "%Y-%m-%dT%H:%M:%S.000Z", &parts)
      #expect(
        UTCTime(nanoseconds: seconds * 1_000_000_000).description
          == String(decoding: text[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
  }

  @Test("The times of identifiers reach back to 1582, and as far again as their 60 bits go")
  func ticks() {
    #expect(UTCTime(ticks: 0).description == "1582-10-15T00:00:00.000Z")
    #expect(UTCTime(ticks: 0x01b2_1dd2_1381_4000).description == "1970-01-01T00:00:00.000Z")
    #expect(UTCTime(ticks: 0x0fff_ffff_ffff_ffff).description.hasPrefix("5236-03-31T21:21:00.684"))
  }

  @Test("The whole range has a text")
  func extremes() {
    #expect(UTCTime(nanoseconds: .min).description.hasPrefix("1677-09-21T00:12:43"))
    #expect(UTCTime(nanoseconds: .max).description.hasPrefix("2262-04-11T23:47:16"))
  }

  /// A version 6 identifier of a moment: as RFC 9562 lays it out, or with the time unshifted.
  private static func identifier(_ nanoseconds: Int64, isUnshifted: Bool) throws -> UUID6 {
    let ticks = UInt64(nanoseconds / 100) + 0x01b2_1dd2_1381_4000
    let word =
      isUnshifted ? ticks & ~0xf000 | 0x6000 : (ticks >> 12) << 16 | 0x6000 | ticks & 0xfff
    let digits = String(word, radix: 16)
    let text = Array(String(repeating: "0", count: 16 - digits.count) + digits)
    return try UUID6(
      reading: "\(String(text[0..<8]))-\(String(text[8..<12]))-\(String(text[12...]))-8123-010203040506")
  }

  @Test("An unshifted time is read within 3.3 ms, and decodes to 1610 as it stands")
  func unshifted() throws {
    for step in 0..<200 {
      // Through all values of the four bits that are lost.
      let moment = Self.moment + Int64(step) * 43_700
      let identifier = try Self.identifier(moment, isUnshifted: true)
      let time = try #require(identifier.timeOfUnshiftedLayout)
      // Four bits of 409.6 µs: half of their range either way.
      #expect(abs(time - moment) <= 3_276_800 + 204_800)
      #expect(UTCTime(ticks: identifier.ticks).description.hasPrefix("1610-"))
    }
  }

  @Test("The layout of RFC 9562 is no unshifted time")
  func shifted() throws {
    let identifier = try Self.identifier(Self.moment, isUnshifted: false)
    #expect(identifier.time == Self.moment)
    #expect(identifier.timeOfUnshiftedLayout == nil)
  }
}
