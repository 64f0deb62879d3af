internal import CSodium

/// SHA-512 of the parts, one after the other (64 bytes).
func sha512(_ parts: [UInt8]...) -> [UInt8] {
  var state = crypto_hash_sha512_state()
  var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha512_BYTES))
  crypto_hash_sha512_init(&state)
  for part in parts { crypto_hash_sha512_update(&state, part, UInt64(part.count)) }
  crypto_hash_sha512_final(&state, &digest)
  return digest
}
