/// The clauses of the rule by which the libraries accept a signature, in the order in which one decides.
///
/// OpenSSL's rule is the first five; released versions of libsodium demand all of them.
package enum Clause: String, Sendable, Equatable, CaseIterable {
  /// The public key has 32 bytes.
  case publicKeyLength = "length(A)"
  /// The signature has 64 bytes.
  case signatureLength = "length(R,S)"
  /// The second half of the signature is below L (RFC 8032 §5.1.7).
  case scalarInRange = "S < L"
  /// The public key decodes to a point, y taken modulo p.
  case publicKeyOnCurve = "A on curve"
  /// R is, byte for byte, the encoding of S B − h A, where h = SHA-512(R ‖ A ‖ M).
  case equation = "R = SB - hA"
  /// y of the public key is below p.
  case publicKeyCanonical = "y(A) < p"
  /// The public key is not of small order.
  case publicKeyNotSmall = "A not small-order"
  /// R is not of small order.
  case commitmentNotSmall = "R not small-order"
}

/// The two libraries, by the names that vectors use.
package enum Library: String, Sendable, Equatable, CaseIterable {
  /// libsodium, as released.
  case libsodium
  /// OpenSSL's libcrypto.
  case libcrypto
}

/// What the rule predicts for a signature: for each library, the clause that fails first.
package struct Prediction: Sendable, Equatable {
  /// The first clause of OpenSSL's rule that fails, or nothing when it accepts.
  package let libcryptoClause: Clause?
  /// The first clause of libsodium's rule that fails, or nothing when it accepts.
  package let libsodiumClause: Clause?

  /// Whether a library accepts.
  package func accepts(_ library: Library) -> Bool { clause(library) == nil }

  /// The clause that makes a library reject.
  package func clause(_ library: Library) -> Clause? {
    switch library {
    case .libsodium: libsodiumClause
    case .libcrypto: libcryptoClause
    }
  }

  /// Applies the rule by our own arithmetic.
  package init(_ signed: Signed) {
    libcryptoClause = Self.firstFailure(signed)
    libsodiumClause = libcryptoClause ?? Self.firstFurtherFailure(signed)
  }

  private static func firstFailure(_ signed: Signed) -> Clause? {
    guard signed.publicKey.count == 32 else { return .publicKeyLength }
    guard let parts = SignatureParts(signed.signature) else { return .signatureLength }
    guard parts.scalar < Scalar.order else { return .scalarInRange }
    guard let a = EncodedPoint(signed.publicKey)?.point else { return .publicKeyOnCurve }
    let computed = signed.recomputedCommitment(
      scalar: parts.scalar, commitment: parts.commitment, publicKey: a)
    return computed.encoded == parts.commitment ? nil : .equation
  }

  /// What libsodium demands beside OpenSSL's rule.
  private static func firstFurtherFailure(_ signed: Signed) -> Clause? {
    guard let a = EncodedPoint(signed.publicKey), a.hasCanonicalY else { return .publicKeyCanonical }
    if a.isSmallOrder { return .publicKeyNotSmall }
    guard let parts = SignatureParts(signed.signature), let r = EncodedPoint(parts.commitment),
      !r.isSmallOrder
    else { return .commitmentNotSmall }
    return nil
  }
}

/// The two halves of a signature (RFC 8032 §5.1.6).
struct SignatureParts {
  /// The encoded point R.
  let commitment: [UInt8]
  /// S, not reduced.
  let scalar: Word256

  /// Splits 64 bytes; gives nothing for another length.
  init?(_ signature: [UInt8]) {
    guard signature.count == 64 else { return nil }
    commitment = Array(signature[..<32])
    scalar = Word256(littleEndian: signature[32...])
  }
}

extension Signed {
  /// h = SHA-512(R ‖ A ‖ M) modulo L, over the bytes as they are (RFC 8032 §5.1.7).
  func challenge(commitment: [UInt8]) -> Scalar { Scalar(reducing: sha512(commitment, publicKey, message)) }

  /// S B − h A.
  func recomputedCommitment(scalar: Word256, commitment: [UInt8], publicKey: CurvePoint) -> CurvePoint {
    CurvePoint.sum(scalar, .base, challenge(commitment: commitment).value, -publicKey)
  }
}
