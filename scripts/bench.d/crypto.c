// Signs and verifies through our Swift backends and through the same libraries called from C, interleaved in one
// process, and prints the ratios of their processor times. Of all rounds the lower decile counts: whatever else runs
// on the machine can only make a round slower. Exit status: 0 when every ratio is at least 0.95, else 1.

#include <openssl/evp.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Written in Swift: `count` operations on one prepared key; the nanoseconds, or a negative number on failure.
extern double swift_sign(int is_openssl, const unsigned char *seed, const unsigned char *message, long length, long count);
extern double swift_verify(int is_openssl, const unsigned char *key, const unsigned char *signature,
                           const unsigned char *message, long length, long count);

static const unsigned char seed[32] = {1, 2, 3};
static unsigned char public_key[32], secret[64], signature[64];

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static void must(int holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "crypto: %s failed\n", what);
  exit(2);
}

static double c_sign(int is_openssl, const unsigned char *message, long length, long count) {
  EVP_PKEY *key = is_openssl ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, 32) : NULL;
  double start = now();
  for (long i = 0; i < count; i++) {
    if (is_openssl) {
      // A used context must not be used again for Ed25519.
      EVP_MD_CTX *context = EVP_MD_CTX_new();
      size_t size = sizeof signature;
      must(EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
               EVP_DigestSign(context, signature, &size, message, (size_t)length) == 1,
           "EVP_DigestSign");
      EVP_MD_CTX_free(context);
    } else {
      must(crypto_sign_detached(signature, NULL, message, (unsigned long long)length, secret) == 0, "crypto_sign");
    }
  }
  double end = now();
  EVP_PKEY_free(key);
  return end - start;
}

static double c_verify(int is_openssl, const unsigned char *message, long length, long count) {
  EVP_PKEY *key = is_openssl ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key, 32) : NULL;
  double start = now();
  for (long i = 0; i < count; i++) {
    if (is_openssl) {
      EVP_MD_CTX *context = EVP_MD_CTX_new();
      must(EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
               EVP_DigestVerify(context, signature, sizeof signature, message, (size_t)length) == 1,
           "EVP_DigestVerify");
      EVP_MD_CTX_free(context);
    } else {
      must(crypto_sign_verify_detached(signature, message, (unsigned long long)length, public_key) == 0, "verify");
    }
  }
  double end = now();
  EVP_PKEY_free(key);
  return end - start;
}

static int ascending(const void *one, const void *other) {
  double a = *(const double *)one, b = *(const double *)other;
  return (a > b) - (a < b);
}

int main(int argc, char **argv) {
  enum { MOST = 400 };
  int rounds = argc > 1 ? atoi(argv[1]) : 60;
  if (rounds < 3 || rounds > MOST) rounds = 60;
  const long lengths[] = {32, 1024, 65536};
  static unsigned char message[65536];
  int status = 0;
  must(sodium_init() >= 0 && crypto_sign_seed_keypair(public_key, secret, seed) == 0, "libsodium");
  randombytes_buf(message, sizeof message);
  printf("%-10s %-7s %8s %12s %12s %7s\n", "library", "what", "bytes", "C us/call", "Swift us/call", "ratio");
  for (int is_openssl = 0; is_openssl < 2; is_openssl++)
    for (int verify = 0; verify < 2; verify++)
      for (size_t size = 0; size < sizeof lengths / sizeof *lengths; size++) {
        long length = lengths[size], count = length > 10000 ? 8 : 40;
        double times[2][MOST];
        c_sign(0, message, length, 1);
        for (int round = 0; round < rounds; round++)
          for (int turn = 0; turn < 2; turn++) {
            // Each goes first every other round.
            int is_swift = (turn + round) % 2;
            double time =
                verify ? (is_swift ? swift_verify(is_openssl, public_key, signature, message, length, count)
                                   : c_verify(is_openssl, message, length, count))
                       : (is_swift ? swift_sign(is_openssl, seed, message, length, count)
                                   : c_sign(is_openssl, message, length, count));
            must(time >= 0, "a Swift backend");
            times[is_swift][round] = time / count / 1e3;
          }
        for (int side = 0; side < 2; side++) qsort(times[side], (size_t)rounds, sizeof(double), ascending);
        double c = times[0][rounds / 10], swift = times[1][rounds / 10];
        // How fast Swift is, C being 1.
        double ratio = c / swift;
        if (ratio < 0.95) status = 1;
        printf("%-10s %-7s %8ld %12.2f %12.2f %6.2fx%s\n", is_openssl ? "libcrypto" : "libsodium",
               verify ? "verify" : "sign", length, c, swift, ratio, ratio < 0.95 ? "  below 0.95" : "");
      }
  return status;
}
