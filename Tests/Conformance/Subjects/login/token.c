// The token: a JWS in compact serialization.

#define _GNU_SOURCE
#include "login.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static void encode(char *out, size_t size, const unsigned char *bytes, size_t count) {
  int variant = IS(padded) ? sodium_base64_VARIANT_URLSAFE
                : IS(standard_alphabet) ? sodium_base64_VARIANT_ORIGINAL_NO_PADDING
                                        : sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  sodium_bin2base64(out, size, bytes, count, variant);
}

void make_token(struct host *host) {
  char header[512], claims[2048], encoded_claims[4096], audience[600], times[256], identifier[96];
  const char *algorithm = IS(alg_ed25519) ? "Ed25519" : "EdDSA";
  if (IS(no_kid)) snprintf(header, sizeof header, "{\"alg\":\"%s\",\"typ\":\"JWT\"}", algorithm);
  else snprintf(header, sizeof header, "{\"alg\":\"%s\",\"typ\":\"JWT\",\"kid\":\"%s\"}", algorithm, IS(kid_of_thumbprint) ? "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs" : host->kid);

  char name[256];
  snprintf(name, sizeof name, "%s", *host->audience && !IS(aud_ignored) ? host->audience : host->name);
  if (IS(aud_without_port)) name[strcspn(name, ":")] = 0;
  if (IS(aud_is_url)) snprintf(audience, sizeof audience, "\"https://%s\"", name);
  else if (IS(aud_of_two)) snprintf(audience, sizeof audience, "[\"%s\",\"everybody\"]", name);
  else snprintf(audience, sizeof audience, "\"%s\"", name);

  long long now = (long long)time(NULL);
  if (IS(local_time)) {
    time_t here = (time_t)now;
    struct tm parts;
    localtime_r(&here, &parts);
    now = (long long)timegm(&parts);
  }
  long long issued = IS(iat_an_hour_off) ? now - 3600 : now;
  long long expiry = IS(exp_in_milliseconds) ? (now + host->seconds) * 1000 : now + host->seconds;
  size_t used = 0;
  times[0] = 0;
  if (!IS(exp_missing)) used += (size_t)snprintf(times + used, sizeof times - used, IS(exp_is_text) ? ",\"exp\":\"%lld\"" : ",\"exp\":%lld", expiry);
  if (!IS(no_iat)) used += (size_t)snprintf(times + used, sizeof times - used, IS(iat_is_text) ? ",\"iat\":\"%lld\"" : ",\"iat\":%lld", issued);
  if (!IS(no_nbf)) snprintf(times + used, sizeof times - used, ",\"nbf\":%lld", IS(nbf_in_future) ? now + 60 : IS(nbf_a_second_later) ? issued + 1 : issued);

  unsigned char random[16];
  char digits[33];
  randombytes_buf(random, sizeof random);
  sodium_bin2hex(digits, sizeof digits, random, sizeof random);
  snprintf(identifier, sizeof identifier, ",\"jti\":\"%s\"", IS(constant_jti) ? "0123456789abcdef" : digits);
  if (IS(jti_is_number)) snprintf(identifier, sizeof identifier, ",\"jti\":%u", randombytes_random());
  if (IS(no_jti)) identifier[0] = 0;

  snprintf(claims, sizeof claims, "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":%s%s%s}", IS(iss_sub_swapped) ? host->subject : host->issuer,
           IS(iss_sub_swapped) ? host->issuer : host->subject, audience, times, identifier);

  unsigned char public_key[32], secret[64], signature[64];
  crypto_sign_seed_keypair(public_key, secret, host->seed);
  encode(host->token, sizeof host->token, (unsigned char *)header, strlen(header));
  size_t start = strlen(host->token) + 1;
  strcat(host->token, ".");
  encode(encoded_claims, sizeof encoded_claims, (unsigned char *)claims, strlen(claims));
  strcat(host->token, encoded_claims);
  const char *signed_part = IS(signs_claims_only) ? host->token + start : host->token;
  crypto_sign_detached(signature, NULL, (const unsigned char *)signed_part, strlen(signed_part), secret);
  sodium_memzero(secret, sizeof secret);
  char encoded_signature[128];
  encode(encoded_signature, sizeof encoded_signature, signature, 64);
  strcat(host->token, ".");
  strcat(host->token, encoded_signature);
  if (IS(four_parts)) strcat(host->token, ".e30");
}
