internal import Ed25519
internal import OpenSSLBackend
internal import SodiumBackend

/// KG-KEY-1 and KG-KEY-2: the two backends' opinion of one key pair, each asked on its own.
enum KeyChecks {
  static let backends: [any Ed25519Backend] = [SodiumBackend(), OpenSSLBackend()]

  /// Messages of the lengths around which hash blocks begin, in bytes.
  private static let messages: [[UInt8]] = [0, 1, 64, 200].map { length in
    (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ length) }
  }

  /// Judges the key of 32 bytes `seed` with the `x` of either set.
  static func judge(
    seed bytes: [UInt8], privateX: [UInt8]?, publicX: [UInt8]?, into judgements: inout Judgements
  ) {
    guard let seed = Seed(bytes) else { return }
    do {
      if let privateX, privateX.count == 32 {
        try judgeDerivation(seed, x: privateX, into: &judgements)
      }
      if let publicX, publicX.count == 32 { try judgeSignatures(seed, x: publicX, into: &judgements) }
    } catch {
      judgements.leaveOpen(.key1, "\(error)")
      judgements.leaveOpen(.key2, "\(error)")
    }
  }

  private static func judgeDerivation(
    _ seed: borrowing Seed, x: [UInt8], into judgements: inout Judgements
  ) throws(Ed25519Error) {
    var derived: [(name: String, x: [UInt8])] = []
    for backend in backends { derived.append((backend.name, try backend.publicKey(of: seed))) }
    guard derived.allSatisfy({ $0.x == derived[0].x }) else {
      let opinions = derived.map { "\($0.name): \(text($0.x))" }.joined(separator: "; ")
      return judgements.leaveOpen(.key1, "the two libraries disagree on the public key: \(opinions)")
    }
    judgements.expect(
      .key1, derived[0].x == x, "`x` in privkey.json does not belong to its `d`",
      expected: "\(text(derived[0].x)), as \(derived.map(\.name).joined(separator: " and ")) derive it",
      observed: text(x))
  }

  private static func judgeSignatures(
    _ seed: borrowing Seed, x: [UInt8], into judgements: inout Judgements
  ) throws(Ed25519Error) {
    for message in messages {
      for signer in backends {
        let signature = try signer.sign(message, with: seed)
        var opinions: [(name: String, accepts: Bool)] = []
        for verifier in backends {
          opinions.append((verifier.name, try verifier.verify(signature, of: message, by: x)))
        }
        judgements.expect(
          .key2, opinions.allSatisfy(\.accepts),
          "a signature made with privkey.json does not verify with pubkey.json",
          expected: "both libraries accept a signature by \(signer.name) over \(message.count) bytes",
          observed: opinions.map { "\($0.name) \($0.accepts ? "accepts" : "rejects")" }
            .joined(separator: ", ") + "; x = \(text(x))")
      }
    }
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: hex(bytes), as: UTF8.self) }
}
