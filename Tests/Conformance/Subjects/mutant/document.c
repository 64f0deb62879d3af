// The two JWK sets.

#include "mutant.h"

#include <errno.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

void entropy(void *bytes, size_t count) {
  for (size_t have = 0; have < count;) {
    ssize_t got = getrandom((char *)bytes + have, count - have, 0);
    if (got < 0 && errno != EINTR) exit(1);
    if (got > 0) have += (size_t)got;
  }
}

void add(struct text *text, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int count = vsnprintf(text->bytes + text->length, sizeof text->bytes - text->length, format, arguments);
  va_end(arguments);
  if (count > 0) text->length += (size_t)count;
}

static void add_bytes(struct text *text, const void *bytes, size_t count) {
  memcpy(text->bytes + text->length, bytes, count);
  text->length += count;
}

void base64(char *out, size_t size, const unsigned char *bytes, size_t count, int variant) {
  sodium_bin2base64(out, size, bytes, count, variant);
}

// One 32-byte value as this mutation writes it.
static void encode(char *out, size_t size, const unsigned char *bytes, size_t count, int is_d) {
  int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  // As from a number, but for one key in 64 instead of one in 256.
  if (IS(d_loses_small_byte) && is_d && bytes[0] < 4) bytes++, count--;
  if (IS(hex_values)) {
    sodium_bin2hex(out, size, bytes, count);
    return;
  }
  if (IS(padded)) variant = sodium_base64_VARIANT_URLSAFE;
  if (IS(standard_alphabet)) variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  base64(out, size, bytes, count, variant);
  // The last of the 43 characters has two bits to spare; the next character of the alphabet sets one of them.
  if (IS(trailing_bits) || (IS(trailing_bits_in_d) && is_d)) out[42] += 1;
  if (IS(line_broken)) {
    memmove(out + 22, out + 20, strlen(out + 20) + 1);
    memcpy(out + 20, "\\n", 2);
  }
}

static void encode_d(char *out, size_t size, const unsigned char seed[32], const unsigned char public_key[32]) {
  static const unsigned char pkcs8[16] = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06,
                                          0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
  unsigned char value[64];
  size_t count = 32;
  memcpy(value, seed, 32);
  if (IS(d_64_bytes)) memcpy(value + 32, public_key, count = 32), count = 64;
  if (IS(d_pkcs8)) memcpy(value, pkcs8, 16), memcpy(value + 16, seed, 32), count = 48;
  if (IS(d_empty)) count = 0;
  if (IS(d_is_scalar)) {
    unsigned char hash[64];
    crypto_hash_sha512(hash, seed, 32);
    hash[0] &= 248, hash[31] &= 127, hash[31] |= 64;
    memcpy(value, hash, 32);
  }
  encode(out, size, value, count, 1);
}

// The private value in the public key, in the ways that a mutation hides it there.
static void add_leak(struct text *text, const unsigned char seed[32], const char *d) {
  char other[80];
  if (IS(public_has_d)) add(text, ",\"d\":\"%s\"", d);
  if (IS(public_has_d_renamed)) add(text, ",\"seed\":\"%s\"", d);
  if (IS(public_has_d_escaped)) add(text, ",\"note\":\"\\u%04x%s\"", (unsigned)d[0], d + 1);
  if (IS(public_has_d_hex) || IS(public_has_d_upper_hex)) {
    sodium_bin2hex(other, sizeof other, seed, 32);
    for (char *c = other; IS(public_has_d_upper_hex) && *c; c++)
      if (*c >= 'a') *c -= 32;
    add(text, ",\"note\":\"%s\"", other);
  }
  if (IS(public_has_d_base64)) {
    base64(other, sizeof other, seed, 32, sodium_base64_VARIANT_ORIGINAL);
    add(text, ",\"note\":\"%s\"", other);
  }
  if (IS(public_has_k)) add(text, ",\"k\":\"AAAA\"");
}

static void add_kid(struct text *text, const char *kid, int private) {
  if (IS(kid_missing) || (IS(kid_missing_in_public) && !private)) return;
  if (IS(kid_number))
    add(text, ",\"kid\":17");
  else
    add(text, ",\"kid\":\"%s\"", kid);
}

static void add_usage(struct text *text, int private) {
  const char *alg = IS(alg_ed25519) ? "Ed25519" : IS(alg_es256) ? "ES256" : IS(alg_lower_case) ? "eddsa" : "EdDSA";
  if (!IS(no_alg) && !(IS(alg_missing_in_public) && !private)) add(text, ",\"alg\":\"%s\"", alg);
  if (IS(use_array))
    add(text, ",\"use\":[\"sig\"]");
  else if (private || !IS(use_only_in_private))
    add(text, ",\"use\":\"%s\"", IS(use_enc) ? "enc" : "sig");
  if (IS(key_ops_verify_in_private)) add(text, ",\"key_ops\":[\"verify\"]");
  if (IS(key_ops_sign_in_public)) add(text, ",\"key_ops\":[\"sign\"]");
  if (IS(key_ops_string)) add(text, ",\"key_ops\":\"%s\"", private ? "sign" : "verify");
}

// Members that make a file of this mutation something else than strict JSON.
static void add_oddities(struct text *text) {
  if (IS(duplicate_member)) add(text, ",\"alg\":\"EdDSA\"");
  if (IS(escaped_duplicate_member)) add(text, ",\"al\\u0067\":\"EdDSA\"");
  if (IS(latin_1)) add(text, ",\"note\":\"caf\xe9\"");
  if (IS(overlong_utf_8)) add(text, ",\"note\":\"\xc0\xaf\"");
  if (IS(lone_surrogate)) add(text, ",\"note\":\"\\ud800\"");
  if (IS(noncharacter)) add(text, ",\"note\":\"\\uffff\"");
  if (IS(raw_control_character)) add(text, ",\"note\":\"a\tb\"");
  if (IS(leading_zero_number)) add(text, ",\"note\":007");
  if (IS(single_quotes)) add(text, ",'note':'a'");
  if (IS(comment)) add(text, " /* made by keygen */ ");
  if (IS(trailing_comma)) add(text, ",");
}

static void add_key(struct text *text, const unsigned char seed[32], const char *x, const char *d, const char *kid,
                    int private) {
  const char *kty = IS(kty_ec) ? "EC" : IS(kty_lower_case) ? "okp" : "OKP";
  const char *crv = IS(crv_lower_case) ? "ed25519" : IS(crv_x25519) ? "X25519" : "Ed25519";
  add(text, "{");
  if (!IS(no_kty)) add(text, "\"kty\":\"%s\",", kty);
  add(text, "\"crv\":\"%s\",\"x\":\"%s\"", crv, x);
  if (private && !IS(private_without_d)) add(text, ",\"d\":\"%s\"", d);
  if (!private) add_leak(text, seed, d);
  add_usage(text, private);
  add_kid(text, kid, private);
  if (!private && private_comes_first()) {
    // Longer than the private set, so that a limit on file sizes can fail the second write alone.
    add(text, ",\"note\":\"%0256d\"", 0);
  }
  add_oddities(text);
  add(text, "}");
}

static void wrap(struct text *text, const struct text *key, const char *d, int private) {
  const char *keys = IS(keys_misspelt) ? "Keys" : "keys";
  int count = (int)key->length;
  if (IS(byte_order_mark)) add(text, "\xef\xbb\xbf");
  if (IS(bare_key))
    add(text, "%.*s", count, key->bytes);
  else if (IS(top_level_array))
    add(text, "[%.*s]", count, key->bytes);
  else if (IS(keys_is_object))
    add(text, "{\"keys\":%.*s}", count, key->bytes);
  else if (IS(no_keys) && !private)
    add(text, "{\"keys\":[]}");
  else if (IS(two_keys) && !private)
    add(text, "{\"keys\":[%.*s,%.*s]}", count, key->bytes, count, key->bytes);
  else if (IS(duplicate_keys_member))
    add(text, "{\"keys\":[],\"keys\":[%.*s]}", count, key->bytes);
  else if (IS(public_has_d_top_level) && !private)
    add(text, "{\"keys\":[%.*s],\"private\":\"%s\"}", count, key->bytes, d);
  else
    add(text, "{\"%s\":[%.*s]}", keys, count, key->bytes);
  if (IS(two_documents)) add(text, "\n{}");
  if (IS(trailing_text)) add(text, "\n# keep this file secret");
  if (IS(trailing_nul)) add_bytes(text, "", 1);
  add(text, "\n");
  if (IS(empty_public) && !private) text->length = 0;
  if (IS(truncated_public) && !private) text->length -= 3;
  if (IS(utf_16)) {
    struct text wide = {.length = 0};
    for (size_t i = 0; i < text->length; i++) add_bytes(&wide, (char[]){text->bytes[i], 0}, 2);
    *text = wide;
  }
}

static void make_set(struct text *set, const unsigned char seed[32], const char *x, const char *d, const char *kid,
                     int private) {
  struct text key = {.length = 0};
  set->length = 0;
  add_key(&key, seed, x, d, kid, private);
  wrap(set, &key, d, private);
}

int make_document(struct document *document) {
  unsigned char public_key[32], other_seed[32], other_key[32];
  char x[160], public_x[160], d[160], kid[128], public_kid[128];
  do {
    make_seed(document->seed);
    make_public_key(public_key, document->seed);
    encode(x, sizeof x, public_key, 32, 0);
    // With the standard alphabet the value has to hold one of the two characters that differ.
  } while (IS(standard_alphabet) && strpbrk(x, "+/") == NULL);
  strcpy(public_x, x);
  if (IS(public_x_differs)) {
    entropy(other_seed, sizeof other_seed);
    make_public_key(other_key, other_seed);
    encode(public_x, sizeof public_x, other_key, 32, 0);
  }
  encode_d(d, sizeof d, document->seed, public_key);
  make_kid(kid, sizeof kid, public_key);
  strcpy(public_kid, kid);
  if (IS(kid_differs)) make_kid(public_kid, sizeof public_kid, public_key);
  make_set(&document->public_set, document->seed, public_x, d, public_kid, IS(swapped_sets));
  make_set(&document->private_set, document->seed, x, d, kid, !IS(swapped_sets));
  return 0;
}
