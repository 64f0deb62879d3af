internal import Ed25519
internal import OpenSSLBackend
internal import SodiumBackend
internal import StrictFormats
internal import SystemSupport

/// Keys and messages that both libraries derive, sign and verify, in a series that its seed fixes.
struct GeneratedCases: Sendable {
  /// Around the blocks of SHA-512 and of its padding (RFC 8032 §5.1.6 hashes 64 bytes before the message).
  static let lengths = [0, 1, 63, 64, 65, 111, 112, 113, 127, 128, 129, 1 << 10, 1 << 16, 1 << 20]

  /// Private keys whose bytes are as regular as can be.
  static let edgeSeeds: [[UInt8]] = {
    let patterns: [UInt8] = [0x00, 0xFF, 0x01, 0x7F, 0x80, 0x55, 0xAA]
    let constant = patterns.map { [UInt8](repeating: $0, count: 32) }
    let firstBit = [1] + [UInt8](repeating: 0, count: 31)
    let lastBit = [UInt8](repeating: 0, count: 31) + [0x80]
    let numbers = [Scalar.order, FieldElement.modulus].map(\.littleEndian)
    return constant + [firstBit, lastBit, Array(0..<32)] + numbers + [Scalar.order.littleEndian.reversed()]
  }()

  private let seed: UInt64
  /// Messages are pieces of this, so that making them costs nothing beside hashing them.
  private let pool: [UInt8]

  init(seed: UInt64) {
    self.seed = seed
    var random = SplitMix64(seed: seed)
    pool = random.bytes((1 << 20) + 4096)
  }

  /// Runs one case.
  func run(_ index: Int) -> CaseOutcome {
    var random = SplitMix64(seed: seed &+ UInt64(index) &* 0xD134_2543_DE82_EF95 &+ 1)
    let secret = index < 100 ? Self.edgeSeeds[index % Self.edgeSeeds.count] : random.bytes(32)
    let length = chooseLength(index, &random)
    let offset = Int(random.next() % UInt64(pool.count - length))
    var outcome = CaseOutcome()
    do throws(Ed25519Error) {
      try pool.lend { (pool) throws(Ed25519Error) in
        try compare(
          "case \(index) (\(length) bytes)", secret,
          UnsafeRawBufferPointer(rebasing: pool[offset..<offset + length]),
          &random, &outcome)
      }
    } catch {
      outcome.mismatches.append(
        Mismatch(
          id: "case \(index)", expected: .string("an answer"), observed: .string("\(error)"), why: "\(error)")
      )
    }
    return outcome
  }

  /// Every length early on; the long ones seldom after that.
  private func chooseLength(_ index: Int, _ random: inout SplitMix64) -> Int {
    if index < 100 { return Self.lengths[index % Self.lengths.count] }
    switch random.next() % 1000 {
    case 0: return 1 << 20
    case 1..<10: return 1 << 16
    case 10..<500: return Self.lengths[Int(random.next() % 12)]
    default: return Int(random.next() % 400)
    }
  }

  private func compare(
    _ id: String, _ secret: [UInt8], _ message: UnsafeRawBufferPointer, _ random: inout SplitMix64,
    _ outcome: inout CaseOutcome
  ) throws(Ed25519Error) {
    guard let seed = Seed(secret) else { return }
    let start = now()
    let sodium = try SodiumBackend().signer(seed: seed)
    let openssl = try OpenSSLBackend().signer(seed: seed)
    let derived = (sodium.publicKey, try openssl.publicKey())
    let signatures = (try sign(sodium, message), try sign(openssl, message))
    outcome.libraryNanoseconds += now() - start
    if derived.0 != derived.1 {
      outcome.mismatches.append(difference(id, "public keys", derived))
    }
    if signatures.0 != signatures.1 {
      outcome.mismatches.append(difference(id, "signatures", signatures))
    }

    try verify(id, derived.0, message, signatures.0, expected: true, &outcome)
    // Equal bytes need no second look.
    if signatures.1 != signatures.0 || derived.1 != derived.0 {
      try verify("\(id), the other way", derived.1, message, signatures.1, expected: true, &outcome)
    }
    try verifyDamaged(id, derived.0, message, signatures.0, &random, &outcome)
  }

  private func sign(
    _ signer: borrowing some Ed25519Signer & ~Copyable, _ message: UnsafeRawBufferPointer
  ) throws(Ed25519Error) -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: Ed25519Length.signature)
    try signature.withUnsafeMutableBufferPointer { (signature) throws(Ed25519Error) in
      try signer.sign(message, into: UnsafeMutableRawBufferPointer(signature))
    }
    return signature
  }

  /// Flips one bit of the signature, the key or the message: both libraries must reject.
  private func verifyDamaged(
    _ id: String, _ publicKey: [UInt8], _ message: UnsafeRawBufferPointer, _ signature: [UInt8],
    _ random: inout SplitMix64, _ outcome: inout CaseOutcome
  ) throws(Ed25519Error) {
    let bits = (message.count + 96) * 8
    let bit = Int(random.next() % UInt64(bits))
    let flip = UInt8(1) << UInt8(bit % 8)
    let name = "\(id), bit \(bit) of R, S, A and the message flipped"
    switch bit / 8 {
    case 0..<64:
      var damaged = signature
      damaged[bit / 8] ^= flip
      try verify(name, publicKey, message, damaged, expected: false, &outcome)
    case 64..<96:
      var damaged = publicKey
      damaged[bit / 8 - 64] ^= flip
      try verify(name, damaged, message, signature, expected: false, &outcome)
    default:
      var damaged = [UInt8](message)
      damaged[bit / 8 - 96] ^= flip
      try damaged.lend { (damaged) throws(Ed25519Error) in
        try verify(name, publicKey, damaged, signature, expected: false, &outcome)
      }
    }
  }

  private func verify(
    _ id: String, _ publicKey: [UInt8], _ message: UnsafeRawBufferPointer, _ signature: [UInt8],
    expected: Bool, _ outcome: inout CaseOutcome
  ) throws(Ed25519Error) {
    let start = now()
    let sodium = try SodiumBackend().verifier(publicKey: publicKey)
    let openssl = try OpenSSLBackend().verifier(publicKey: publicKey)
    let verdicts = try signature.lend { (signature) throws(Ed25519Error) in
      (try sodium.verify(signature, of: message), try openssl.verify(signature, of: message))
    }
    outcome.libraryNanoseconds += now() - start
    outcome.counts.add(libsodium: verdicts.0, libcrypto: verdicts.1)
    guard verdicts.0 != expected || verdicts.1 != expected else { return }
    let signed = Signed(publicKey: publicKey, message: [UInt8](message), signature: signature)
    outcome.mismatches.append(
      Mismatch(
        id: id, expected: LibraryComparison.json([.libsodium: expected, .libcrypto: expected]),
        observed: LibraryComparison.json([.libsodium: verdicts.0, .libcrypto: verdicts.1]),
        why: "\(Explanation(signed))"))
  }

  private func difference(_ id: String, _ what: String, _ values: ([UInt8], [UInt8])) -> Mismatch {
    Mismatch(
      id: id, expected: .string("the same \(what)"),
      observed: .object([
        JSONMember(name: Library.libsodium.rawValue, value: .string(hex(values.0))),
        JSONMember(name: Library.libcrypto.rawValue, value: .string(hex(values.1))),
      ]), why: "RFC 8032 leaves no choice: the libraries must give the same \(what)")
  }
}
