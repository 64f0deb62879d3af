/// 32 bytes that may encode a point, and what our own arithmetic says about them (RFC 8032 §5.1.3).
struct EncodedPoint: Sendable {
  let bytes: [UInt8]
  /// y as the bytes give it, the sign bit left out: from 0 to 2^255 − 1.
  private let rawY: Word256
  /// The point by the libraries' lenient decoding: y modulo p, and x = 0 with a sign bit taken for x = 0.
  let point: CurvePoint?

  /// Decodes bytes, or gives nothing when they are not 32.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
    let word = Word256(littleEndian: bytes)
    rawY = Word256(word.w0, word.w1, word.w2, word.w3 & 0x7FFF_FFFF_FFFF_FFFF)
    point = CurvePoint(y: FieldElement(reducing: rawY), xIsOdd: word.bit(255), allowingNegativeZero: true)
  }

  var isOnCurve: Bool { point != nil }
  /// y < p.
  var hasCanonicalY: Bool { rawY < FieldElement.modulus }
  /// A sign bit that is set although x is 0.
  var hasNegativeZero: Bool { point.map { bytes[31] >> 7 == 1 && $0.encoded[31] >> 7 == 0 } ?? false }

  /// 8 P = 0.
  var isSmallOrder: Bool { point.map { $0.doubled().doubled().doubled().isIdentity } ?? false }

  /// The order of the part of P that lies in the subgroup of eight points: 1, 2, 4 or 8.
  var torsionOrder: Int? {
    guard let point else { return nil }
    // L is odd, so L P has the order of that part.
    return Self.smallOrder(of: Scalar.order * point)
  }

  /// The kind of the point.
  var kind: PointKind {
    guard let point, let torsionOrder else { return .offCurve }
    if isSmallOrder { return .smallOrder(Self.smallOrder(of: point)) }
    return torsionOrder == 1 ? .primeOrder : .mixedOrder(torsion: torsionOrder)
  }

  private static func smallOrder(of point: CurvePoint) -> Int {
    var order = 1
    var multiple = point
    while !multiple.isIdentity && order < 8 {
      multiple = multiple.doubled()
      order *= 2
    }
    return order
  }
}

/// Where a decoded point lies in the group of 8 L points.
package enum PointKind: Sendable, Equatable, CustomStringConvertible {
  /// No point of the curve has this y.
  case offCurve
  /// A point of the subgroup of eight, of this order.
  case smallOrder(Int)
  /// The sum of a point of order L and one of this small order, above 1.
  case mixedOrder(torsion: Int)
  /// A point of order L, as every honest key is.
  case primeOrder

  /// The kind in words.
  package var description: String {
    switch self {
    case .offCurve: "not on the curve"
    case .smallOrder(let order): "of small order (\(order))"
    case .mixedOrder(let torsion): "of mixed order (torsion part of order \(torsion))"
    case .primeOrder: "of order L"
    }
  }
}
