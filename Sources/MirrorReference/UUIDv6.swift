internal import Glibc

/// A UUID of version 6 (RFC 9562 §5.6): sortable by its time, and here without any trace of the machine.
public struct UUIDv6: Sendable, Hashable {
  /// The ticks of 100 ns from the start of the Gregorian calendar (15 October 1582) to that of Unix time.
  static let unixEpoch: UInt64 = 0x01B2_1DD2_1381_4000

  /// The 128 bits, the more significant half first.
  let high: UInt64
  let low: UInt64

  /// Puts the fields together.
  ///
  /// - Parameters:
  ///   - timestamp: ticks of 100 ns since 15 October 1582; the lower 60 bits count.
  ///   - clockSequence: the lower 14 bits count.
  ///   - node: the lower 48 bits count; the multicast bit is set, which no network card's address has
  ///     (RFC 9562 §6.10).
  init(timestamp: UInt64, clockSequence: UInt16, node: UInt64) {
    high = (timestamp << 4) & 0xFFFF_FFFF_FFFF_0000 | 0x6000 | timestamp & 0x0FFF
    low =
      0x8000_0000_0000_0000 | UInt64(clockSequence & 0x3FFF) << 48 | 0x0100_0000_0000
      | node & 0xFFFF_FFFF_FFFF
  }

  /// The time in ticks of 100 ns since 15 October 1582.
  public var timestamp: UInt64 { (high >> 16) << 12 | high & 0x0FFF }

  /// The canonical form of RFC 9562 §4: 36 characters in lower case.
  public var text: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: 36) { buffer in
      var next = 0
      for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 {
          buffer[next] = UInt8(ascii: "-")
          next += 1
        }
        let half = index < 16 ? high : low
        buffer[next] = digits[Int(half >> UInt64(60 - 4 * (index % 16)) & 0xF)]
        next += 1
      }
      return next
    }
  }
}

/// Makes UUIDs whose times strictly increase.
struct UUIDv6Generator {
  private var latest: UInt64 = 0

  init() {}

  /// Makes the next UUID.
  ///
  /// - Parameters:
  ///   - now: ticks of 100 ns since 15 October 1582; when it is not after the UUID before, the time is one tick
  ///     after that.
  ///   - random: eight random bytes: six for the node, two for the clock sequence.
  mutating func next(now: UInt64, random: UInt64) -> UUIDv6 {
    latest = max(now, latest + 1)
    return UUIDv6(
      timestamp: latest, clockSequence: UInt16(truncatingIfNeeded: random >> 48), node: random)
  }

  /// The system's clock in ticks of 100 ns since 15 October 1582.
  ///
  /// A run takes far more than a tick, so that one which starts after another has ended is given a later time,
  /// unless the clock was set back between them.
  static func clock() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let ticks = Int64(time.tv_sec) * 10_000_000 + Int64(time.tv_nsec) / 100
    return UInt64(bitPattern: ticks) &+ UUIDv6.unixEpoch
  }
}
