/// What our own arithmetic says about the bytes of a public key.
package struct PublicKeyClass: Sendable, Equatable, CustomStringConvertible {
  /// The number of bytes; 32 is right, and the other members then tell more.
  package let length: Int
  /// Where the point lies, when the length is right.
  package let kind: PointKind?
  /// Whether y < p (RFC 8032 §5.1.3), when the length is right.
  package let hasCanonicalY: Bool
  /// Whether the sign bit is set although x is 0 (RFC 8032 §5.1.3 refuses that).
  package let hasNegativeZero: Bool

  /// Classifies bytes of any length.
  package init(_ bytes: [UInt8]) {
    let point = EncodedPoint(bytes)
    length = bytes.count
    kind = point?.kind
    hasCanonicalY = point?.hasCanonicalY ?? false
    hasNegativeZero = point?.hasNegativeZero ?? false
  }

  /// Whether this can be the key of an honest generator: canonical, on the curve, of order L.
  package var isHonest: Bool { kind == .primeOrder && hasCanonicalY && !hasNegativeZero }

  /// The class in words.
  package var description: String {
    guard let kind else { return "\(length) bytes long instead of 32" }
    var parts = [kind.description]
    if !hasCanonicalY { parts.append("with y not below p") }
    if hasNegativeZero { parts.append("with the sign bit set though x is 0") }
    return parts.joined(separator: ", ")
  }
}
