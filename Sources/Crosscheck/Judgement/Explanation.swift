/// A signature's parts, classified by our own arithmetic, and the clauses that decide.
package struct Explanation: Sendable, CustomStringConvertible {
  /// What the rule predicts.
  package let prediction: Prediction
  /// The public key.
  package let publicKey: PublicKeyClass
  /// The first half of the signature, when there is one.
  package let commitment: PublicKeyClass?
  /// Facts about S and the equation.
  private let facts: [String]

  /// Classifies a signature of any shape.
  package init(_ signed: Signed) {
    prediction = Prediction(signed)
    publicKey = PublicKeyClass(signed.publicKey)
    guard let parts = SignatureParts(signed.signature) else {
      commitment = nil
      facts = ["the signature is \(signed.signature.count) bytes long instead of 64"]
      return
    }
    commitment = PublicKeyClass(parts.commitment)
    facts = [Self.describe(scalar: parts.scalar)] + Self.describeEquation(signed, parts)
  }

  /// The classification in one line.
  package var description: String {
    var lines = ["A is \(publicKey)"]
    if let commitment { lines.append("R is \(commitment)") }
    lines += facts
    for library in Library.allCases {
      lines.append(
        prediction.clause(library).map { "the rule has \(library.rawValue) reject by \"\($0.rawValue)\"" }
          ?? "the rule has \(library.rawValue) accept")
    }
    return lines.joined(separator: "; ")
  }

  private static func describe(scalar: Word256) -> String {
    guard !(scalar < Scalar.order) else { return "S < L" }
    return scalar.w3 >> 61 == 0 ? "S is not below L" : "S is not below 2^253"
  }

  private static func describeEquation(_ signed: Signed, _ parts: SignatureParts) -> [String] {
    guard let a = EncodedPoint(signed.publicKey)?.point else { return [] }
    let computed = signed.recomputedCommitment(
      scalar: parts.scalar, commitment: parts.commitment, publicKey: a)
    if computed.encoded == parts.commitment { return ["R = SB - hA byte for byte"] }
    guard let r = EncodedPoint(parts.commitment)?.point else { return ["R differs from SB - hA"] }
    if computed == r { return ["R encodes the point SB - hA, but not canonically"] }
    let residue = (computed - r).doubled().doubled().doubled()
    return residue.isIdentity
      ? ["R differs from SB - hA by a point of small order: only a cofactored equation holds"]
      : ["R differs from SB - hA, also when both are multiplied by 8"]
  }
}
