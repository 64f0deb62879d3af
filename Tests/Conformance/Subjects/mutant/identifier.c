// The `kid`: a UUID of version 6 (RFC 9562, section 5.6), or what a mutation takes for one.

#include "mutant.h"

#include <dirent.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

// The address of the first network interface that has one.
static void hardware_address(unsigned char node[6]) {
  DIR *interfaces = opendir("/sys/class/net");
  struct dirent *entry;
  while (interfaces != NULL && (entry = readdir(interfaces)) != NULL) {
    char path[512];
    unsigned byte[6];
    snprintf(path, sizeof path, "/sys/class/net/%s/address", entry->d_name);
    FILE *file = fopen(path, "r");
    int read = file == NULL ? 0
                            : fscanf(file, "%x:%x:%x:%x:%x:%x", &byte[0], &byte[1], &byte[2], &byte[3], &byte[4],
                                     &byte[5]);
    if (file != NULL) fclose(file);
    if (read != 6 || (byte[0] | byte[1] | byte[2] | byte[3] | byte[4] | byte[5]) == 0) continue;
    for (int i = 0; i < 6; i++) node[i] = (unsigned char)byte[i];
    break;
  }
  if (interfaces != NULL) closedir(interfaces);
}

static uint64_t ticks_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  uint64_t seconds = (uint64_t)now.tv_sec, fraction = (uint64_t)now.tv_nsec / 100;
  if (IS(kid_hour_off)) seconds += 3600;
  if (IS(kid_two_seconds_off)) seconds -= 3;
  if (IS(kid_seconds_only)) fraction = 0;
  if (IS(kid_counts_down)) fraction = 9999999 - fraction;
  return seconds * 10000000 + fraction + (IS(kid_unix_epoch) ? 0 : UINT64_C(0x01b21dd213814000));
}

static void fill_time(unsigned char uuid[16]) {
  uint64_t ticks = ticks_now();
  int version = IS(kid_v1) ? 1 : IS(kid_v4) ? 4 : IS(kid_v7) ? 7 : 6;
  uint64_t high = ticks >> 12, low = ticks & 0xfff; // 48 and 12 bits
  if (IS(kid_v1) || IS(kid_v1_field_order)) high = (ticks & 0xffffffff) << 16 | (ticks >> 32 & 0xffff), low = ticks >> 48;
  if (IS(kid_v7)) high = (ticks - UINT64_C(0x01b21dd213814000)) / 10000;
  for (int i = 0; i < 6; i++) uuid[i] = (unsigned char)(high >> (40 - 8 * i));
  uuid[6] = (unsigned char)(version << 4 | (int)(low >> 8));
  uuid[7] = (unsigned char)low;
}

void make_kid(char *text, size_t size, const unsigned char *public_key) {
  unsigned char u[16];
  entropy(u + 8, 8);
  u[8] = (unsigned char)((u[8] & 0x3f) | (IS(kid_wrong_variant) ? 0xc0 : 0x80));
  u[10] |= 1;
  if (IS(kid_mac_node)) hardware_address(u + 10);
  unsigned char chance = 255;
  if (IS(kid_sometimes_v4)) entropy(&chance, 1);
  int is_v4 = IS(kid_v4) || (IS(kid_sometimes_v4) && chance < 64);
  if (is_v4) entropy(u, 8);
  if (is_v4)
    u[6] = (u[6] & 15) | 0x40;
  else
    fill_time(u);
  snprintf(text, size, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", u[0], u[1], u[2],
           u[3], u[4], u[5], u[6], u[7], u[8], u[9], u[10], u[11], u[12], u[13], u[14], u[15]);
  char plain[37];
  memcpy(plain, text, sizeof plain);
  if (IS(kid_upper_case))
    for (char *c = text; *c; c++)
      if (*c >= 'a') *c -= 32;
  if (IS(kid_braces)) snprintf(text, size, "{%s}", plain);
  if (IS(kid_urn)) snprintf(text, size, "urn:uuid:%s", plain);
  if (IS(kid_trailing_space)) snprintf(text, size, "%s ", plain);
  if (IS(kid_empty)) *text = 0;
  if (IS(kid_constant)) snprintf(text, size, "1f0d2a5e-6f3c-6b1e-9a44-8b5f0c1d2e3f");
  if (IS(kid_no_hyphens)) {
    char *out = text;
    for (char *c = plain; *c; c++)
      if (*c != '-') *out++ = *c;
    *out = 0;
  }
  if (IS(kid_thumbprint)) {
    unsigned char hash[32];
    crypto_hash_sha256(hash, public_key, 32);
    base64(text, size, hash, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  }
}
