// The private set.

#define _GNU_SOURCE
#include "login.h"

#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// The text of a member that is a string, by its first occurrence.
static int member(const char *set, const char *name, char *value, size_t size) {
  char quoted[32];
  snprintf(quoted, sizeof quoted, "\"%s\":\"", name);
  const char *start = strstr(set, quoted);
  if (start == NULL) return -1;
  start += strlen(quoted);
  size_t length = strcspn(start, "\"\\");
  if (start[length] != '"' || length >= size) return -1;
  memcpy(value, start, length);
  value[length] = 0;
  return 0;
}

static int decode(const char *text, unsigned char bytes[32]) {
  size_t length = 0;
  return sodium_base642bin(bytes, 32, text, strlen(text), NULL, &length, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 && length == 32 ? 0 : -1;
}

// The key's path without links, which must lie below the configuration's directory.
static int resolve(const struct host *host, const char *directory, char *path) {
  char joined[PATH_MAX], root[PATH_MAX];
  snprintf(joined, sizeof joined, "%s%s%s", host->key_path[0] == '/' ? "" : directory, host->key_path[0] == '/' ? "" : "/", host->key_path);
  if (realpath(directory, root) == NULL || realpath(joined, path) == NULL)
    return complain("cannot open %s of %s", host->key_path, host->name);
  if (IS(no_confinement)) return 0;
  if (IS(confines_by_text)) return strstr(host->key_path, "..") ? complain("%s leaves the directory", host->key_path) : 0;
  if (IS(refuses_absolute) && host->key_path[0] == '/') return complain("%s is absolute", host->key_path);
  if (IS(refuses_links)) {
    struct stat status;
    if (lstat(joined, &status) == 0 && S_ISLNK(status.st_mode)) return complain("%s is a link", host->key_path);
  }
  size_t length = strlen(root);
  if (strncmp(path, root, length) != 0 || (path[length] != '/' && !IS(confines_by_start))) return complain("%s leaves the configuration's directory", host->key_path);
  return 0;
}

int read_key(struct host *host, const char *directory) {
  char path[PATH_MAX], x[64], d[64];
  if (IS(missing_key_skipped)) {
    char joined[PATH_MAX];
    snprintf(joined, sizeof joined, "%s%s%s", host->key_path[0] == '/' ? "" : directory, host->key_path[0] == '/' ? "" : "/", host->key_path);
    if (access(joined, F_OK) != 0) {
      host->skipped = 1;
      return 0;
    }
  }
  if (resolve(host, directory, path) != 0) return -1;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) return complain("cannot open %s", host->key_path);
  struct stat status;
  struct text text = {0};
  int is_read = fstat(file, &status) == 0 && read_all(file, &text) == 0;
  close(file);
  if (!is_read) return complain("cannot read %s", host->key_path);
  if (status.st_mode & 077 && !IS(loose_key_accepted)) return complain("%s can be read by others", host->key_path);
  const char *first = strstr(text.bytes, "\"kty\"");
  const char *second = first ? strstr(first + 1, "\"kty\"") : NULL;
  if (second && IS(second_public_key_accepted) && strstr(second, "\"d\"") == NULL) second = NULL;
  if (first == NULL || (second && !IS(two_keys_accepted))) return complain("%s is not a set of one key", host->key_path);
  if (member(text.bytes, "x", x, sizeof x) != 0 || member(text.bytes, "kid", host->kid, sizeof host->kid) != 0) return complain("%s holds no key", host->key_path);
  if (member(text.bytes, "d", d, sizeof d) != 0) {
    if (!IS(public_set_accepted)) return complain("%s holds no private key", host->key_path);
    strcpy(d, x);
    return decode(d, host->seed);
  }
  unsigned char public_key[32], derived[32], secret[64];
  if (decode(x, public_key) != 0 || decode(d, host->seed) != 0) return complain("%s holds no Ed25519 key", host->key_path);
  crypto_sign_seed_keypair(derived, secret, host->seed);
  if (IS(x_compared_without_sign)) derived[31] &= 0x7f, public_key[31] &= 0x7f;
  if (IS(x_compared_at_ends)) memcpy(derived + 8, public_key + 8, 16);
  if (memcmp(derived, public_key, IS(x_compared_at_start) ? 8 : 32) != 0 && !IS(foreign_x_accepted)) return complain("in %s, x does not belong to d", host->key_path);
  return 0;
}
