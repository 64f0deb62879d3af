// The private value and the public one.

#include "mutant.h"

#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void from_rand(unsigned char seed[32], unsigned start) {
  srand(start);
  for (int i = 0; i < 32; i++) seed[i] = (unsigned char)(rand() >> 8);
}

static void from_nanoseconds(unsigned char seed[32]) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  crypto_hash_sha256(seed, (const unsigned char *)&now, sizeof now);
}

void make_seed(unsigned char seed[32]) {
  unsigned char few[16];
  static const char digits[] = "0123456789abcdef";
  if (IS(same_key)) {
    for (int i = 0; i < 32; i++) seed[i] = (unsigned char)(i * 37 + 11);
  } else if (IS(key_from_clock)) {
    from_rand(seed, (unsigned)time(NULL));
  } else if (IS(key_from_clock_ns)) {
    from_nanoseconds(seed);
  } else if (IS(key_from_pid)) {
    from_rand(seed, (unsigned)getpid());
  } else if (IS(key_64_bits)) {
    entropy(few, 8);
    crypto_hash_sha256(seed, few, 8);
  } else if (IS(key_of_two)) {
    entropy(few, 1);
    from_rand(seed, few[0] & 1);
  } else if (IS(key_counting)) {
    entropy(seed, 32);
    for (int i = 1; i < 32; i++) seed[i] = (unsigned char)(seed[0] + i);
  } else {
    entropy(seed, 32);
  }
  if (IS(key_fixed_byte)) seed[7] = 0x42;
  if (IS(key_fixed_high_bits))
    for (int i = 0; i < 32; i++) seed[i] &= 0x7f;
  if (IS(key_quarter_random)) crypto_hash_sha256(seed, seed, 8);
  if (IS(key_until_zero)) crypto_hash_sha256(seed, seed, 1 + strnlen((const char *)seed + 1, 31));
  for (int i = 0; i < 16 && IS(key_complement_half); i++) seed[16 + i] = (unsigned char)~seed[i];
  if (IS(key_repeated_half)) memcpy(seed + 16, seed, 16);
  if (IS(key_hex_text)) {
    memcpy(few, seed, 16);
    for (int i = 0; i < 16; i++) {
      seed[2 * i] = (unsigned char)digits[few[i] >> 4];
      seed[2 * i + 1] = (unsigned char)digits[few[i] & 15];
    }
  }
}

void make_public_key(unsigned char public_key[32], const unsigned char seed[32]) {
  unsigned char secret_key[64], other[32], kept[32];
  memcpy(other, seed, 32);
  if (IS(x_of_another_key)) entropy(other, 32);
  crypto_sign_seed_keypair(public_key, secret_key, other);
  if (IS(x_random)) {
    // Half of all values are not the y of a point; take one of those.
    do entropy(public_key, 32);
    while (crypto_core_ed25519_is_valid_point(public_key));
  }
  if (IS(x_of_x25519)) crypto_scalarmult_base(public_key, seed);
  if (IS(x_reversed)) {
    memcpy(kept, public_key, 32);
    for (int i = 0; i < 32; i++) public_key[i] = kept[31 - i];
  }
}
