internal import Ed25519
internal import Glibc
internal import OpenSSLBackend
internal import SodiumBackend

private func now() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// Signs with one prepared key; gives the nanoseconds, or -1 on failure.
@_cdecl("swift_sign")
public func sign(
  _ isOpenSSL: CInt, _ seed: UnsafePointer<UInt8>, _ message: UnsafePointer<UInt8>, _ length: Int,
  _ count: Int
) -> Double {
  guard let seed = Seed(UnsafeBufferPointer(start: seed, count: Seed.count)) else { return -1 }
  let message = UnsafeRawBufferPointer(start: message, count: length)
  do {
    if isOpenSSL != 0 { return try time(OpenSSLBackend().signer(seed: seed), message, count) }
    return try time(SodiumBackend().signer(seed: seed), message, count)
  } catch { return -1 }
}

/// Verifies with one prepared key; gives the nanoseconds, or -1 on failure.
@_cdecl("swift_verify")
public func verify(
  _ isOpenSSL: CInt, _ key: UnsafePointer<UInt8>, _ signature: UnsafePointer<UInt8>,
  _ message: UnsafePointer<UInt8>, _ length: Int, _ count: Int
) -> Double {
  let key = [UInt8](UnsafeBufferPointer(start: key, count: Ed25519Length.publicKey))
  let signature = UnsafeRawBufferPointer(start: signature, count: Ed25519Length.signature)
  let message = UnsafeRawBufferPointer(start: message, count: length)
  do {
    if isOpenSSL != 0 {
      return try time(OpenSSLBackend().verifier(publicKey: key), signature, message, count)
    }
    return try time(SodiumBackend().verifier(publicKey: key), signature, message, count)
  } catch { return -1 }
}

private func time(
  _ signer: borrowing some Ed25519Signer & ~Copyable, _ message: UnsafeRawBufferPointer, _ count: Int
) throws -> Double {
  try withUnsafeTemporaryAllocation(byteCount: Ed25519Length.signature, alignment: 1) { signature in
    let start = now()
    for _ in 0..<count { try signer.sign(message, into: signature) }
    return now() - start
  }
}

private func time(
  _ verifier: borrowing some Ed25519Verifier & ~Copyable, _ signature: UnsafeRawBufferPointer,
  _ message: UnsafeRawBufferPointer, _ count: Int
) throws -> Double {
  let start = now()
  for _ in 0..<count {
    guard try verifier.verify(signature, of: message) else { return -1 }
  }
  return now() - start
}
