/// Classes that damage a good signature without any arithmetic.
extension AdversarialVectors {
  static func honest(_ maker: inout VectorMaker) {
    for length in [0, 1, 2, 31, 32, 33, 63, 64, 65, 111, 112, 113, 127, 128, 129, 1024] {
      let key = VectorKey(label: "honest \(length)")
      let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + length) }
      maker.add("a good signature of \(length) bytes", key.signed(message))
    }
  }

  static func bitFlips(_ maker: inout VectorMaker) {
    let good = VectorKey(label: "bit flips").signed(Array("flipped!".utf8))
    for bit in 0..<512 {
      var signed = good
      signed.signature[bit / 8] ^= 1 << UInt8(bit % 8)
      maker.add("bit \(bit % 256) of \(bit < 256 ? "R" : "S") flipped", signed)
    }
    for bit in 0..<256 {
      var signed = good
      signed.publicKey[bit / 8] ^= 1 << UInt8(bit % 8)
      maker.add("bit \(bit) of A flipped", signed)
    }
    for bit in 0..<good.message.count * 8 {
      var signed = good
      signed.message[bit / 8] ^= 1 << UInt8(bit % 8)
      maker.add("bit \(bit) of the message flipped", signed)
    }
  }

  static func lengths(_ maker: inout VectorMaker) {
    let good = VectorKey(label: "lengths").signed(Array("length".utf8))
    for length in [0, 1, 16, 31, 33, 64] {
      maker.add(
        "A is \(length) bytes long", resized(good.publicKey, to: length), good.message, good.signature)
    }
    for length in [0, 1, 31, 32, 33, 63, 65, 96, 128] {
      maker.add(
        "the signature is \(length) bytes long", good.publicKey, good.message,
        resized(good.signature, to: length))
    }
    maker.add("both are empty", [], good.message, [])
    maker.add("everything is empty", [], [], [])
    maker.add("R and S are swapped for the message", good.publicKey, good.signature, good.message)
  }

  private static func resized(_ bytes: [UInt8], to count: Int) -> [UInt8] {
    bytes.count >= count ? Array(bytes[..<count]) : bytes + [UInt8](repeating: 0, count: count - bytes.count)
  }

  static func swaps(_ maker: inout VectorMaker) {
    let keys = (0..<4).map { VectorKey(label: "swap \($0)") }
    let messages = (0..<4).map { Array("message \($0)".utf8) }
    for (one, key) in keys.enumerated() {
      for (other, stranger) in keys.enumerated() where other != one {
        let good = key.signed(messages[one])
        let foreign = stranger.signed(messages[one])
        maker.add("key \(other) offered for \(one)", stranger.publicKey, messages[one], good.signature)
        maker.add("message \(other) offered for \(one)", key.publicKey, messages[other], good.signature)
        maker.add(
          "R of key \(one), S of key \(other)", key.publicKey, messages[one],
          Array(good.signature[..<32] + foreign.signature[32...]))
      }
      let good = key.signed(messages[one])
      maker.add(
        "R and S swapped", key.publicKey, good.message, Array(good.signature[32...] + good.signature[..<32]))
      maker.add(
        "A and R swapped", Array(good.signature[..<32]), good.message,
        key.publicKey + Array(good.signature[32...]))
    }
  }

  static func otherVariants(_ maker: inout VectorMaker) {
    for number in 0..<2 {
      let key = VectorKey(label: "variants \(number)")
      for message in [[], Array("abc".utf8), [UInt8](repeating: 0x5A, count: 64)] {
        let digest = sha512(message)
        let prehashed = key.sign(domain: domain(prehash: true, context: []), digest)
        maker.add("Ed25519ph, offered with the message", key.publicKey, message, prehashed)
        maker.add("Ed25519ph, offered with the digest", key.publicKey, digest, prehashed)
        for context in ["", "foo"] {
          let domain = domain(prehash: false, context: Array(context.utf8))
          let signature = key.sign(domain: domain, message)
          maker.add("Ed25519ctx with context \"\(context)\"", key.publicKey, message, signature)
          maker.add(
            "Ed25519ctx with context \"\(context)\", offered with its prefix", key.publicKey,
            domain + message,
            signature)
        }
        maker.add(
          "a good signature of the digest, offered with the message", key.publicKey, message,
          key.sign(digest))
        maker.add("a good signature of the digest", key.signed(digest))
      }
    }
  }

  /// dom2 of RFC 8032 §2.
  private static func domain(prehash: Bool, context: [UInt8]) -> [UInt8] {
    Array("SigEd25519 no Ed25519 collisions".utf8) + [prehash ? 1 : 0, UInt8(context.count)] + context
  }
}
