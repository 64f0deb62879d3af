/// A key for making vectors, derived from a label for everyone to see.
struct VectorKey {
  /// The private scalar, modulo L.
  let scalar: Scalar
  /// A = a B, encoded.
  let publicKey: [UInt8]
  let point: CurvePoint
  private let prefix: [UInt8]

  init(label: String) {
    let digest = sha512(Array(sha512(Array("mirror vectors: \(label)".utf8))[..<32]))
    var clamped = Array(digest[..<32])
    clamped[0] &= 0xF8
    clamped[31] = clamped[31] & 0x7F | 0x40
    scalar = Scalar(reducing: clamped)
    point = scalar * CurvePoint.base
    publicKey = point.encoded
    prefix = Array(digest[32...])
  }

  /// The nonce of RFC 8032 §5.1.6 for a message, with what goes before it.
  func nonce(domain: [UInt8] = [], _ message: [UInt8]) -> Scalar {
    Scalar(reducing: sha512(domain, prefix, message))
  }

  /// Signs as RFC 8032 §5.1.6 says; with a domain as Ed25519ctx and Ed25519ph do.
  func sign(domain: [UInt8] = [], _ message: [UInt8]) -> [UInt8] {
    let r = nonce(domain: domain, message)
    let commitment = (r * CurvePoint.base).encoded
    let h = Scalar(reducing: sha512(domain, commitment, publicKey, message))
    return commitment + (r + h * scalar).value.littleEndian
  }

  /// A message and its good signature by this key.
  func signed(_ message: [UInt8]) -> Signed {
    Signed(publicKey: publicKey, message: message, signature: sign(message))
  }
}

/// The eight points of small order.
enum Torsion {
  /// i T for i from 0 to 7, T a point of order 8.
  static let points: [CurvePoint] = (0..<8).map { Word256(UInt64($0)) * generator }

  /// L P for the point P of the smallest y that gives order 8.
  private static let generator: CurvePoint = {
    for y in UInt64(2)... {
      guard let point = CurvePoint(y: FieldElement(y), xIsOdd: false, allowingNegativeZero: false) else {
        continue
      }
      let candidate = Scalar.order * point
      if !candidate.doubled().doubled().isIdentity { return candidate }
    }
    return .identity
  }()

  /// Every encoding that decodes to a point of small order: eight canonical ones and six others.
  static let encodings: [(name: String, bytes: [UInt8], index: Int)] = {
    var all: [(name: String, bytes: [UInt8], index: Int)] = []
    for (index, point) in points.enumerated() {
      let canonical = point.encoded
      all.append(("\(index)T", canonical, index))
      let word = Word256(littleEndian: canonical)
      let y = Word256(word.w0, word.w1, word.w2, word.w3 & 0x7FFF_FFFF_FFFF_FFFF)
      // x = 0: the sign bit may be set all the same.
      if y == Word256(1) || y == FieldElement.modulus.subtracting(Word256(1)).difference {
        all.append(("\(index)T with the sign bit set", flippingSign(canonical), index))
      }
      // y below 19: y + p fits, too.
      if y == Word256(0) || y == Word256(1) {
        var lifted = y.adding(FieldElement.modulus).sum.littleEndian
        lifted[31] |= canonical[31] & 0x80
        all.append(("\(index)T with y + p", lifted, index))
        if y == Word256(1) {
          all.append(("\(index)T with y + p and the sign bit set", flippingSign(lifted), index))
        }
      }
    }
    return all
  }()

  static func flippingSign(_ encoding: [UInt8]) -> [UInt8] {
    encoding.dropLast() + encoding.suffix(1).map { $0 ^ 0x80 }
  }
}
