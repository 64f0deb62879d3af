/// A point of −x² + y² = 1 + d x² y², in extended coordinates (RFC 8032 §5.1.4).
struct CurvePoint: Sendable {
  /// d = −121665 ∕ 121666.
  static let d = -FieldElement(121_665) * FieldElement(121_666).inverted()
  private static let twiceD = d + d
  static let identity = CurvePoint(x: .zero, y: .one)
  /// The base point B: y = 4 ∕ 5, x even.
  static let base =
    CurvePoint(
      y: FieldElement(4) * FieldElement(5).inverted(), xIsOdd: false, allowingNegativeZero: false)
    ?? identity

  private let x: FieldElement
  private let y: FieldElement
  private let z: FieldElement
  private let t: FieldElement

  private init(x: FieldElement, y: FieldElement, z: FieldElement, t: FieldElement) {
    self.x = x
    self.y = y
    self.z = z
    self.t = t
  }

  /// Makes a point of affine coordinates that lie on the curve.
  private init(x: FieldElement, y: FieldElement) { self.init(x: x, y: y, z: .one, t: x * y) }

  /// Finds the point of a y and the parity of its x (RFC 8032 §5.1.3), or nothing when there is none.
  ///
  /// - Parameter allowingNegativeZero: whether "odd" is let pass when x is 0. RFC 8032 refuses that; both libraries
  ///   decode it.
  init?(y: FieldElement, xIsOdd: Bool, allowingNegativeZero: Bool) {
    let square = y.squared()
    guard let root = FieldElement.squareRoot(of: square - .one, over: Self.d * square + .one) else {
      return nil
    }
    if root.isZero && xIsOdd && !allowingNegativeZero { return nil }
    self.init(x: root.isOdd == xIsOdd ? root : -root, y: y)
  }

  /// The canonical encoding: y, with the parity of x in the highest bit (RFC 8032 §5.1.2).
  var encoded: [UInt8] {
    let inverse = z.inverted()
    var bytes = (y * inverse).value.littleEndian
    if (x * inverse).isOdd { bytes[31] |= 0x80 }
    return bytes
  }

  var isIdentity: Bool { x.isZero && y == z }

  /// Whether the point lies on the curve, and T is X Y ∕ Z.
  var satisfiesCurveEquation: Bool {
    let (xx, yy, zz) = (x.squared(), y.squared(), z.squared())
    return !z.isZero && (yy - xx) * zz == zz.squared() + Self.d * xx * yy && x * y == z * t
  }

  /// The sum of two points.
  ///
  /// This law has no exceptions on this curve: it also doubles and adds the points of small order.
  static func + (one: CurvePoint, other: CurvePoint) -> CurvePoint {
    let a = (one.y - one.x) * (other.y - other.x)
    let b = (one.y + one.x) * (other.y + other.x)
    let c = one.t * twiceD * other.t
    let product = one.z * other.z
    let d = product + product
    let (e, f, g, h) = (b - a, d - c, d + c, b + a)
    return CurvePoint(x: e * f, y: g * h, z: f * g, t: e * h)
  }

  static prefix func - (point: CurvePoint) -> CurvePoint {
    CurvePoint(x: -point.x, y: point.y, z: point.z, t: -point.t)
  }

  static func - (one: CurvePoint, other: CurvePoint) -> CurvePoint { one + -other }

  func doubled() -> CurvePoint {
    let a = x.squared()
    let b = y.squared()
    let zz = z.squared()
    let h = a + b
    let e = h - (x + y).squared()
    let g = a - b
    let f = zz + zz + g
    return CurvePoint(x: e * f, y: g * h, z: f * g, t: e * h)
  }

  /// The point added to itself, any number of times below 2^256; the number is not reduced modulo L.
  static func * (factor: Word256, point: CurvePoint) -> CurvePoint {
    sum(factor, point, Word256(0), identity)
  }

  static func * (factor: Scalar, point: CurvePoint) -> CurvePoint { factor.value * point }

  /// m P + n Q.
  static func sum(_ m: Word256, _ p: CurvePoint, _ n: Word256, _ q: CurvePoint) -> CurvePoint {
    let both = p + q
    var result = identity
    var index = max(m.bitWidth, n.bitWidth)
    while index > 0 {
      index -= 1
      result = result.doubled()
      switch (m.bit(index), n.bit(index)) {
      case (true, true): result = result + both
      case (true, false): result = result + p
      case (false, true): result = result + q
      case (false, false): break
      }
    }
    return result
  }
}

extension CurvePoint: Equatable {
  /// Whether two points are the same, whatever their coordinates are scaled by.
  static func == (one: CurvePoint, other: CurvePoint) -> Bool {
    one.x * other.z == other.x * one.z && one.y * other.z == other.y * one.z
  }
}
