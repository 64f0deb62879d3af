/// Classes about points of small and mixed order.
extension AdversarialVectors {
  static func smallOrderKeys(_ maker: inout VectorMaker) {
    let nonce = VectorKey(label: "small-order A, nonce").scalar
    for (name, encoding, index) in Torsion.encodings {
      let plain = Forgery(
        publicKey: encoding, scalar: .zero, commitment: (nonce * CurvePoint.base).encoded, nonce: nonce)
      add(&maker, "A = \(name), R = r B, S = r", plain, label: "small A", keyTorsion: index, wanted: 0)
      for torsion in [1, 2, 4, 7] {
        var mixed = plain
        mixed.commitment = (nonce * CurvePoint.base + Torsion.points[torsion]).encoded
        add(
          &maker, "A = \(name), R = r B + \(torsion)T, S = r", mixed, label: "small A, mixed R",
          keyTorsion: index, wanted: torsion)
      }
    }
  }

  static func smallOrderCommitments(_ maker: inout VectorMaker) {
    let key = VectorKey(label: "small-order R")
    for (name, encoding, index) in Torsion.encodings {
      let plain = Forgery(publicKey: key.publicKey, scalar: key.scalar, commitment: encoding, nonce: .zero)
      add(&maker, "R = \(name), S = h a", plain, label: "small R", keyTorsion: 0, wanted: index)
      for torsion in [1, 4] {
        var mixed = plain
        mixed.publicKey = (key.point + Torsion.points[torsion]).encoded
        add(
          &maker, "R = \(name), A = a B + \(torsion)T, S = h a", mixed, label: "small R, mixed A",
          keyTorsion: torsion, wanted: index)
      }
    }
  }

  static func smallOrderBoth(_ maker: inout VectorMaker) {
    for (keyName, keyEncoding, keyIndex) in Torsion.encodings {
      for (index, point) in Torsion.points.enumerated() {
        let forgery = Forgery(
          publicKey: keyEncoding, scalar: .zero, commitment: point.encoded, nonce: .zero)
        add(
          &maker, "A = \(keyName), R = \(index)T, S = 0", forgery, label: "small A and R",
          keyTorsion: keyIndex,
          wanted: index)
      }
    }
  }

  static func mixedOrder(_ maker: inout VectorMaker) {
    let key = VectorKey(label: "mixed order")
    let nonce = VectorKey(label: "mixed order, nonce").scalar
    for keyTorsion in 0..<8 {
      for torsion in 0..<8 where keyTorsion + torsion > 0 {
        let forgery = Forgery(
          publicKey: (key.point + Torsion.points[keyTorsion]).encoded, scalar: key.scalar,
          commitment: (nonce * CurvePoint.base + Torsion.points[torsion]).encoded, nonce: nonce)
        add(
          &maker, "A = a B + \(keyTorsion)T, R = r B + \(torsion)T", forgery, label: "mixed order",
          keyTorsion: keyTorsion, wanted: torsion)
      }
    }
  }

  /// Adds one signature whose torsion cancels, if any can, and one whose torsion does not.
  private static func add(
    _ maker: inout VectorMaker, _ comment: String, _ forgery: Forgery, label: String, keyTorsion: Int,
    wanted: Int
  ) {
    // S B − h A = r B − h i T, and R = r B + j T.
    for (outcome, isWanted) in [("the torsion cancels", true), ("torsion is left", false)] {
      let challenges = (0..<8).filter { (($0 * keyTorsion + wanted) % 8 == 0) == isWanted }
      // No message has a challenge that does not exist.
      guard !challenges.isEmpty else { continue }
      if let signed = forgery.sign(label: label, challenge: { challenges.contains($0.moduloEight) }) {
        maker.add("\(comment); \(outcome)", signed)
      }
    }
  }
}
