internal import CLibcrypto
internal import Ed25519

/// Owns an `EVP_PKEY`, and frees it (libcrypto wipes a private one) at the end.
struct KeyObject: ~Copyable {
  let pointer: OpaquePointer

  init(privateKey: UnsafeRawBufferPointer) throws(Ed25519Error) {
    try Library.initialise()
    let start = privateKey.baseAddress?.assumingMemoryBound(to: UInt8.self)
    guard let made = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, start, privateKey.count) else {
      throw Library.failure("EVP_PKEY_new_raw_private_key")
    }
    pointer = made
  }

  init(publicKey: [UInt8]) throws(Ed25519Error) {
    try Library.initialise()
    guard let made = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, publicKey.count) else {
      throw Library.failure("EVP_PKEY_new_raw_public_key")
    }
    pointer = made
  }

  deinit { EVP_PKEY_free(pointer) }
}

/// Owns a digest context for one operation; a used one must not be used again for Ed25519.
struct DigestContext: ~Copyable {
  let pointer: OpaquePointer

  init() throws(Ed25519Error) {
    guard let made = EVP_MD_CTX_new() else { throw Library.failure("EVP_MD_CTX_new") }
    pointer = made
  }

  deinit { EVP_MD_CTX_free(pointer) }
}
