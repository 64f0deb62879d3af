internal import CSodium
internal import Glibc
internal import SystemSupport

/// SHA-256 of whole files (FIPS 180-4), by libsodium.
package enum FileDigest {
  /// The digest and the size of a regular file.
  ///
  /// - Returns: lower-case hexadecimal digits, and bytes; nothing when the file cannot be read.
  package static func sha256(_ path: String) -> (sha256: String, size: Int)? {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    var state = crypto_hash_sha256_state()
    crypto_hash_sha256_init(&state)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var size = 0
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      crypto_hash_sha256_update(&state, buffer, UInt64(count))
      size += count
    }
    var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_bytes()))
    crypto_hash_sha256_final(&state, &digest)
    return (hex(digest), size)
  }
}
