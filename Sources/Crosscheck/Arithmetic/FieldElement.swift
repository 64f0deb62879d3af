/// An integer modulo p = 2^255 − 19, always below p (RFC 8032 §5.1).
struct FieldElement: Sendable, Equatable {
  /// p = 2^255 − 19.
  static let modulus = Word256(0xFFFF_FFFF_FFFF_FFED, .max, .max, 0x7FFF_FFFF_FFFF_FFFF)
  static let zero = FieldElement(0)
  static let one = FieldElement(1)

  /// The value, from 0 to p − 1.
  let value: Word256

  init(_ small: UInt64) { value = Word256(small) }

  /// Reduces any integer below 2^256.
  init(reducing word: Word256) {
    // 2^255 = 19 modulo p.
    let folded = Word256(word.w0, word.w1, word.w2, word.w3 & 0x7FFF_FFFF_FFFF_FFFF)
      .adding(Word256(word.w3 >> 63 == 1 ? 19 : 0)).sum
    let (less, borrow) = folded.subtracting(Self.modulus)
    value = borrow ? folded : less
  }

  var isZero: Bool { self == .zero }
  /// The "sign" of RFC 8032 §5.1.2: whether the value is odd.
  var isOdd: Bool { value.w0 & 1 == 1 }

  static func + (one: FieldElement, other: FieldElement) -> FieldElement {
    FieldElement(reducing: one.value.adding(other.value).sum)
  }

  static func - (one: FieldElement, other: FieldElement) -> FieldElement {
    let (difference, borrow) = one.value.subtracting(other.value)
    return FieldElement(reducing: borrow ? difference.adding(modulus).sum : difference)
  }

  static prefix func - (element: FieldElement) -> FieldElement { .zero - element }

  static func * (one: FieldElement, other: FieldElement) -> FieldElement {
    let (low, high) = one.value.multiplied(by: other.value)
    // 2^256 = 38 modulo p: twice, since 38 · high needs six bits more than 256.
    let (sum, above) = low.adding(high, times: 38)
    let (folded, again) = sum.adding(Word256(above &* 38))
    return FieldElement(reducing: again ? folded.adding(Word256(38)).sum : folded)
  }

  func squared() -> FieldElement { self * self }

  func power(_ exponent: Word256) -> FieldElement {
    var result = FieldElement.one
    var index = exponent.bitWidth
    while index > 0 {
      index -= 1
      result = result.squared()
      if exponent.bit(index) { result = result * self }
    }
    return result
  }

  /// 1 ∕ self, by Fermat: self^(p − 2); zero for zero.
  func inverted() -> FieldElement { power(Self.modulus.subtracting(Word256(2)).difference) }

  /// A square root of numerator ∕ denominator (RFC 8032 §5.1.3), or nothing when that is no square.
  static func squareRoot(of numerator: FieldElement, over denominator: FieldElement) -> FieldElement? {
    let cube = denominator.squared() * denominator
    let seventh = cube.squared() * denominator
    // (p − 5) ∕ 8 = 2^252 − 3
    let exponent = Word256(0xFFFF_FFFF_FFFF_FFFD, .max, .max, 0x0FFF_FFFF_FFFF_FFFF)
    let candidate = numerator * cube * (numerator * seventh).power(exponent)
    let check = denominator * candidate.squared()
    if check == numerator { return candidate }
    if check == -numerator { return candidate * Self.rootOfMinusOne }
    return nil
  }

  /// 2^((p − 1) ∕ 4), whose square is −1.
  private static let rootOfMinusOne = FieldElement(2).power(
    Word256(0xFFFF_FFFF_FFFF_FFFB, .max, .max, 0x1FFF_FFFF_FFFF_FFFF))
}
