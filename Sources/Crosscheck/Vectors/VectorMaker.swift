/// Collects the vectors of one class under running numbers.
struct VectorMaker {
  let name: String
  private(set) var vectors: [SignatureVector] = []

  init(_ name: String) { self.name = name }

  mutating func add(_ comment: String, _ signed: Signed) {
    vectors.append(SignatureVector(id: "\(name)/\(vectors.count)", comment: comment, signed: signed))
  }

  mutating func add(_ comment: String, _ publicKey: [UInt8], _ message: [UInt8], _ signature: [UInt8]) {
    add(comment, Signed(publicKey: publicKey, message: message, signature: signature))
  }
}

/// A signature whose parts are chosen freely.
struct Forgery {
  /// The public key as it is encoded.
  var publicKey: [UInt8]
  /// The scalar known of it: A = a B + torsion.
  var scalar: Scalar
  /// R as it is encoded.
  var commitment: [UInt8]
  /// The scalar known of it: R = r B + torsion.
  var nonce: Scalar

  /// Signs the first of a series of messages whose challenge h is as wanted, or nothing after many.
  ///
  /// S = r + h a, so that S B − h A differs from R only by what torsion A and R have.
  func sign(label: String, challenge isWanted: (Scalar) -> Bool = { _ in true }) -> Signed? {
    for number in 0..<400 {
      let message = Array("\(label) \(number)".utf8)
      var signed = Signed(publicKey: publicKey, message: message, signature: [])
      let h = signed.challenge(commitment: commitment)
      guard isWanted(h) else { continue }
      signed.signature = commitment + (nonce + h * scalar).value.littleEndian
      return signed
    }
    return nil
  }
}

extension Scalar {
  /// The remainder modulo 8, which is all that a point of small order is multiplied by.
  var moduloEight: Int { Int(value.w0 & 7) }
}
