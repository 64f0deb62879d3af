// Signs tokens by libsodium and verifies them by libcrypto, as `mirror login` does, and does nothing else.
// sign COUNT

#include <openssl/evp.h>
#include <sodium.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  unsigned char seed[32] = {1}, public_key[32], secret_key[64], message[400] = {2}, signature[64];
  if (argc != 2 || sodium_init() < 0) return 1;
  for (int i = atoi(argv[1]); i > 0; i--) {
    crypto_sign_seed_keypair(public_key, secret_key, seed);
    crypto_sign_detached(signature, NULL, message, sizeof message, secret_key);
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key, 32);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) != 1) return 1;
    if (EVP_DigestVerify(context, signature, 64, message, sizeof message) != 1) return 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
  }
  return 0;
}
