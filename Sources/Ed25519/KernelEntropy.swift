internal import Glibc

/// Random bytes straight from the kernel.
public enum KernelEntropy {
  /// Fills a buffer from the kernel's generator (`getrandom`), waiting until that is seeded.
  ///
  /// - Parameter buffer: of at most 256 bytes.
  /// - Throws: `Ed25519Error` when the kernel refuses; the buffer is then not to be used.
  public static func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(Ed25519Error) {
    guard let start = buffer.baseAddress else { return }
    while getentropy(start, buffer.count) != 0 {
      let code = errno
      if code == EINTR { continue }
      throw Ed25519Error(library: "kernel", operation: "getrandom", reason: String(cString: strerror(code)))
    }
  }
}

extension Ed25519Backend {
  /// Fills a new seed with 32 bytes from the kernel.
  ///
  /// No library's generator stands between: theirs end the process when the kernel refuses (libsodium), or mix
  /// in the time and process number (OpenSSL), so that nobody could show what a key depends on.
  public func generateSeed() throws(Ed25519Error) -> Seed {
    try Seed(filledBy: KernelEntropy.fill)
  }
}
