// A correct key writer in C around libcrypto, with buffered stdio, the public file first, absolute paths in its output.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/evp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char folder[PATH_MAX]; // absolute
static char paths[2][PATH_MAX + 16];
enum { PUBLIC, PRIVATE };
static const char *const names[2] = {"pubkey.json", "privkey.json"};
static const mode_t modes[2] = {0644, 0600};

static volatile sig_atomic_t interrupted;
static void note(int number) { interrupted = number; }

static int failed(const char *operation, const char *path) {
  fprintf(stderr, "keygen: %s %s: %s\n", operation, path, strerror(errno));
  return 0;
}

// RFC 4648, section 5, without padding, which EVP_EncodeBlock does not know.
static void base64url(char *out, const unsigned char *bytes, int count) {
  EVP_EncodeBlock((unsigned char *)out, bytes, count);
  for (; *out; out++) {
    if (*out == '+') *out = '-';
    if (*out == '/') *out = '_';
    if (*out == '=') *out-- = 0;
  }
}

static int version6(char *text, size_t size) {
  unsigned char r[8];
  struct timespec now;
  if (getrandom(r, sizeof r, 0) != sizeof r || clock_gettime(CLOCK_REALTIME, &now) != 0) return failed("read", "clock");
  uint64_t ticks = (uint64_t)now.tv_sec * 10000000 + (uint64_t)now.tv_nsec / 100 + UINT64_C(122192928000000000);
  snprintf(text, size, "%08x-%04x-6%03x-%02x%02x-%02x%02x%02x%02x%02x%02x", (unsigned)(ticks >> 28),
           (unsigned)(ticks >> 12) & 0xffff, (unsigned)ticks & 0xfff, (r[0] & 0x3f) | 0x80, r[1], r[2] | 1, r[3], r[4],
           r[5], r[6], r[7]);
  return 1;
}

static int make_key(char x[48], char d[48]) {
  unsigned char public_key[33] = {0}, seed[33] = {0};
  size_t length = 32;
  EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
  int made = key != NULL && EVP_PKEY_get_raw_public_key(key, public_key, &length) == 1 &&
             EVP_PKEY_get_raw_private_key(key, seed, &length) == 1;
  EVP_PKEY_free(key);
  if (!made) return fprintf(stderr, "keygen: libcrypto makes no key\n"), 0;
  base64url(x, public_key, 32);
  base64url(d, seed, 32);
  return 1;
}

static void print_set(FILE *file, const char *x, const char *d, const char *kid) {
  fprintf(file, "{\n    \"keys\": [\n        {\n");
  fprintf(file, "            \"x\": \"%s\",\n", x);
  if (d != NULL) fprintf(file, "            \"d\": \"%s\",\n", d);
  fprintf(file, "            \"kid\": \"%s\",\n            \"crv\": \"Ed25519\",\n", kid);
  fprintf(file, "            \"kty\": \"OKP\",\n            \"alg\": \"\\u0045dDSA\",\n            \"use\": \"sig\"\n");
  fprintf(file, "        }\n    ]\n}\n");
}

static int write_file(int which, const char *x, const char *d, const char *kid) {
  const char *path = paths[which];
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, modes[which]);
  if (fd < 0) return failed("create", path);
  FILE *file = fdopen(fd, "w");
  int good = file != NULL;
  if (good) {
    print_set(file, x, d, kid);
    good = fflush(file) == 0 && !ferror(file) && fsync(fd) == 0;
  }
  if (!good) failed("write", path);
  if ((file != NULL ? fclose(file) : close(fd)) != 0 && good) good = failed("close", path);
  if (!good && unlink(path) != 0) failed("remove", path);
  return good;
}

static int flush_folder(void) {
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int good = fd >= 0 && fsync(fd) == 0;
  if (!good) failed("flush", folder);
  if (fd >= 0) close(fd);
  return good;
}

static int absent(const char *path) {
  struct stat status;
  if (lstat(path, &status) == 0) errno = EEXIST;
  return errno == ENOENT ? 1 : failed("create", path);
}

static int write_pair(void) {
  char x[48], d[48], kid[40];
  if (!absent(paths[PRIVATE]) || !absent(paths[PUBLIC]) || !make_key(x, d) || !version6(kid, sizeof kid)) return 0;
  if (!write_file(PUBLIC, x, NULL, kid)) return 0;
  if (!interrupted && write_file(PRIVATE, x, d, kid)) {
    if (flush_folder()) return 1;
    if (unlink(paths[PRIVATE]) != 0) failed("remove", paths[PRIVATE]);
  }
  if (unlink(paths[PUBLIC]) != 0) failed("remove", paths[PUBLIC]);
  return 0;
}

static int make_folder(const char *path, mode_t mode) {
  char part[PATH_MAX];
  for (size_t end = 1; end <= strlen(path) && end < sizeof part; end++) {
    if (path[end] != '/' && path[end] != 0) continue;
    memcpy(part, path, end);
    part[end] = 0;
    if (mkdir(part, mode) != 0 && errno != EEXIST) return failed("create directory", part);
  }
  if (realpath(path, folder) == NULL) return failed("find", path);
  for (int i = 0; i < 2; i++) snprintf(paths[i], sizeof paths[i], "%s/%s", strcmp(folder, "/") ? folder : "", names[i]);
  return 1;
}

static const char *parse(int count, char **arguments) {
  const char *directory = ".", *long_form = "--output-dir";
  for (int i = 1; i < count; i++) {
    size_t length = strlen(long_form);
    if (strncmp(arguments[i], long_form, length) == 0 && arguments[i][length] == '=')
      directory = arguments[i] + length + 1;
    else if ((strcmp(arguments[i], "-o") == 0 || strcmp(arguments[i], long_form) == 0) && i + 1 < count)
      directory = arguments[++i];
    else
      return fprintf(stderr, "keygen: I do not understand %s\n", arguments[i]), NULL;
  }
  return *directory ? directory : (fprintf(stderr, "keygen: the directory must not be empty\n"), NULL);
}

int main(int count, char **arguments) {
  const char *directory = parse(count, arguments);
  if (directory == NULL) return 2;
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  mode_t umask_before = umask(0);
  if (!make_folder(directory, 0777 & ~umask_before) || !write_pair()) return 1;
  printf("✔ private key set written to: %s\n✔ public key set written to: %s\n", paths[PRIVATE], paths[PUBLIC]);
  return 0;
}
