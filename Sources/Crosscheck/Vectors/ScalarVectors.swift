/// Classes about S.
extension AdversarialVectors {
  static func scalarsPlusOrder(_ maker: inout VectorMaker) {
    for number in 0..<4 {
      let good = VectorKey(label: "S + mL \(number)").signed(Array("S + mL \(number)".utf8))
      var scalar = Word256(littleEndian: good.signature[32...])
      var multiple = 0
      while true {
        let (sum, carry) = scalar.adding(Scalar.order)
        guard !carry else { break }
        scalar = sum
        multiple += 1
        maker.add("S + \(multiple) L", replacingScalar(of: good, by: scalar))
      }
    }
  }

  static func scalarEdges(_ maker: inout VectorMaker) {
    let good = VectorKey(label: "scalar edges").signed(Array("scalar edges".utf8))
    let scalar = Word256(littleEndian: good.signature[32...])
    for bits in UInt64(1)...7 {
      let raised = Word256(scalar.w0, scalar.w1, scalar.w2, scalar.w3 | bits << 61)
      maker.add("the highest three bits of S are \(bits)", replacingScalar(of: good, by: raised))
    }
    let one = Word256(1)
    let power253 = Word256(0, 0, 0, 1 << 61)
    let edges: [(String, Word256)] = [
      ("0", Word256(0)), ("1", one), ("8", Word256(8)), ("L - 1", Scalar.order.subtracting(one).difference),
      ("L", Scalar.order), ("L + 1", Scalar.order.adding(one).sum), ("2^252", Word256(0, 0, 0, 1 << 60)),
      ("2^252 - 1", Word256(.max, .max, .max, (1 << 60) - 1)), ("2^253", power253),
      ("2^253 - 1", power253.subtracting(one).difference), ("2^254", Word256(0, 0, 0, 1 << 62)),
      ("2^255", Word256(0, 0, 0, 1 << 63)), ("2^256 - 1", Word256(.max, .max, .max, .max)),
      ("p", FieldElement.modulus),
    ]
    for (name, edge) in edges {
      maker.add("S = \(name) with the R of a good signature", replacingScalar(of: good, by: edge))
    }
    // Signatures made to have an S at the edge: R = S B − h A is circular, but a nonce can be had from S when the
    // key is known only for one h; so take A = 0 instead, where h does not matter.
    for (name, edge) in edges {
      let commitment = (edge * CurvePoint.base).encoded
      maker.add(
        "S = \(name), R = S B, A the neutral point", CurvePoint.identity.encoded, Array("edge".utf8),
        commitment + edge.littleEndian)
    }
  }

  static func negations(_ maker: inout VectorMaker) {
    for number in 0..<4 {
      let key = VectorKey(label: "negations \(number)")
      let good = key.signed(Array("negated \(number)".utf8))
      let scalar = Word256(littleEndian: good.signature[32...])
      let commitment = Array(good.signature[..<32])
      let negated = replacingScalar(of: good, by: Scalar.order.subtracting(scalar).difference)
      maker.add("S is L - S", negated)
      maker.add(
        "R is -R", good.publicKey, good.message, Torsion.flippingSign(commitment) + good.signature[32...])
      maker.add("A is -A", Torsion.flippingSign(good.publicKey), good.message, good.signature)
      var both = negated
      both.signature = Torsion.flippingSign(commitment) + negated.signature[32...]
      maker.add("S and R negated", both)
    }
  }

  private static func replacingScalar(of signed: Signed, by scalar: Word256) -> Signed {
    var signed = signed
    signed.signature = Array(signed.signature[..<32]) + scalar.littleEndian
    return signed
  }
}
