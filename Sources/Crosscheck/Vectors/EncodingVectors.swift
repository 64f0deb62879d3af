/// Classes about how A and R are encoded.
extension AdversarialVectors {
  static func offCurve(_ maker: inout VectorMaker) {
    let key = VectorKey(label: "off curve")
    let good = key.signed(Array("off curve".utf8))
    var found = 0
    for number in UInt64(2)..<200 where found < 16 {
      // Half of them small, half spread over the field.
      let y = number % 2 == 0 ? FieldElement(number) : FieldElement(number).inverted()
      guard CurvePoint(y: y, xIsOdd: false, allowingNegativeZero: true) == nil else { continue }
      found += 1
      var encoding = y.value.littleEndian
      if found % 2 == 0 { encoding[31] |= 0x80 }
      maker.add("A is not on the curve", encoding, good.message, good.signature)
      maker.add("R is not on the curve", good.publicKey, good.message, encoding + good.signature[32...])
      let forgery = Forgery(
        publicKey: good.publicKey, scalar: key.scalar, commitment: encoding, nonce: Scalar(number))
      if let signed = forgery.sign(label: "off curve R") {
        maker.add("R is not on the curve, S fits the challenge", signed)
      }
    }
  }

  /// Every y from p to 2^255 − 1, with either sign bit.
  private static let liftedEncodings: [(name: String, bytes: [UInt8])] = (0..<19).flatMap { offset in
    [false, true].map { sign in
      var bytes = FieldElement.modulus.adding(Word256(UInt64(offset))).sum.littleEndian
      if sign { bytes[31] |= 0x80 }
      return ("y = p + \(offset)\(sign ? " with the sign bit" : "")", bytes)
    }
  }

  static func nonCanonicalKeys(_ maker: inout VectorMaker) {
    let good = VectorKey(label: "non-canonical A").signed(Array("non-canonical A".utf8))
    for (name, encoding) in liftedEncodings {
      maker.add("A has \(name)", encoding, good.message, good.signature)
      // With S = 0 and R = −h A for a guessed h nothing has to be known of A; the guess fails unless A is small.
      if let point = EncodedPoint(encoding)?.point {
        maker.add(
          "A has \(name); S = 0, R = -A", encoding, good.message,
          (-point).encoded + Scalar.zero.value.littleEndian)
      }
    }
  }

  static func nonCanonicalCommitments(_ maker: inout VectorMaker) {
    let key = VectorKey(label: "non-canonical R")
    for (name, encoding) in liftedEncodings {
      let forgery = Forgery(publicKey: key.publicKey, scalar: key.scalar, commitment: encoding, nonce: .zero)
      if let signed = forgery.sign(label: "non-canonical R") {
        maker.add("R has \(name), S = h a", signed)
      }
    }
  }
}
