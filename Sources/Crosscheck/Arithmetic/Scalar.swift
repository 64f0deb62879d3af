/// An integer modulo L, the order of the base point (RFC 8032 §5.1), always below L.
struct Scalar: Sendable, Equatable {
  /// L = 2^252 + 27742317777372353535851937790883648493.
  static let order = Word256(0x5812_631A_5CF5_D3ED, 0x14DE_F9DE_A2F7_9CD6, 0, 0x1000_0000_0000_0000)
  static let zero = Scalar(0)

  /// The value, from 0 to L − 1.
  let value: Word256

  init(_ small: UInt64) { value = Word256(small) }

  /// Reduces an integer of any length, given as bytes with the lowest first.
  init(reducing bytes: [UInt8]) {
    // The highest 31 bytes are below L as they are; what follows is shifted in bit by bit.
    let split = max(0, bytes.count - 31)
    var remainder = Word256(littleEndian: bytes[split...])
    for byte in bytes[..<split].reversed() {
      for shift in stride(from: 7, through: 0, by: -1) {
        // The remainder is below 2^253, so doubling it loses nothing.
        remainder = remainder.doubled(adding: UInt64(byte &>> UInt8(shift) & 1))
        let (less, borrow) = remainder.subtracting(Self.order)
        if !borrow { remainder = less }
      }
    }
    value = remainder
  }

  static func + (one: Scalar, other: Scalar) -> Scalar {
    Scalar(reducing: one.value.adding(other.value).sum.littleEndian)
  }

  static func - (one: Scalar, other: Scalar) -> Scalar {
    Scalar(reducing: one.value.adding(order.subtracting(other.value).difference).sum.littleEndian)
  }

  static func * (one: Scalar, other: Scalar) -> Scalar {
    let (low, high) = one.value.multiplied(by: other.value)
    return Scalar(reducing: low.littleEndian + high.littleEndian)
  }
}
