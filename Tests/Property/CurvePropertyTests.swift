import SystemSupport
import Testing

@testable import Crosscheck

@Suite("Properties of the curve arithmetic")
struct CurvePropertyTests {
  private static let word = Make.bytes(count: 32).map { Word256(littleEndian: $0) }
  private static let element = word.map { FieldElement(reducing: $0) }
  private static let scalar = Make.bytes(count: 32).map { Scalar(reducing: $0) }
  private static let point = scalar.and(Make.integer(0...7)).map { $0 * CurvePoint.base + Torsion.points[$1] }

  @Test("The field is one: the laws hold, and every element but 0 has an inverse")
  func field() {
    forAll(Self.element.and(Self.element).and(Self.element), count: 60) { pair, c in
      let (a, b) = pair
      return (a + b) + c == a + (b + c) && a + b == b + a && (a * b) * c == a * (b * c) && a * b == b * a
        && a * (b + c) == a * b + a * c && a - a == .zero && a + -a == .zero
        && (a.isZero || a * a.inverted() == .one)
    }
  }

  @Test("Square roots square to their argument, and one exists for exactly one of z and 2 z")
  func roots() {
    forAll(Self.element, count: 30) { z in
      // 2 is no square modulo p.
      let root = FieldElement.squareRoot(of: z, over: .one)
      let other = FieldElement.squareRoot(of: z + z, over: .one)
      if let root, root.squared() != z { return false }
      if let other, other.squared() != z + z { return false }
      return z.isZero || (root == nil) != (other == nil)
    }
  }

  @Test("Scalars are integers modulo L")
  func scalars() {
    forAll(Self.scalar.and(Self.scalar).and(Self.scalar), count: 60) { pair, c in
      let (a, b) = pair
      return a + b == b + a && (a + b) + c == a + (b + c) && a * (b + c) == a * b + a * c && a - b + b == a
        && a.value < Scalar.order
    }
  }

  @Test("Points form a group, their sums stay on the curve, and decoding undoes encoding")
  func group() {
    forAll(Self.point.and(Self.point), count: 15) { p, q in
      let sum = p + q
      let decoded = EncodedPoint(sum.encoded)
      return sum == q + p && sum - q == p && sum.satisfiesCurveEquation && p.doubled() == p + p
        && p + .identity == p && decoded?.point == sum && decoded?.hasCanonicalY == true
    }
  }

  @Test("(a + b) P = a P + b P, and L B = 0")
  func multiples() {
    forAll(Self.scalar.and(Self.scalar), count: 10) { a, b in
      (a + b) * CurvePoint.base == a * CurvePoint.base + b * CurvePoint.base
    }
    #expect((Scalar.order * CurvePoint.base).isIdentity)
    #expect(!CurvePoint.base.isIdentity)
    #expect(hex(CurvePoint.base.encoded) == "58" + String(repeating: "66", count: 31))
  }

  @Test("There are eight points of small order, and fourteen encodings of them")
  func torsion() {
    #expect(Set(Torsion.points.map(\.encoded)).count == 8)
    #expect(Set(Torsion.encodings.map(\.bytes)).count == 14)
    let orders = Torsion.points.map { EncodedPoint($0.encoded)?.kind }
    #expect(
      orders == [1, 8, 4, 8, 2, 8, 4, 8].map { PointKind.smallOrder($0) })
  }

  @Test("Hexadecimal digits and bytes say the same")
  func hexadecimal() {
    forAll(Make.bytes(), count: 200) { octets in
      bytes(hex: hex(octets)) == octets && bytes(hex: hex(octets).uppercased()) == octets
        && bytes(hex: hex(octets) + "0") == nil
    }
  }
}
