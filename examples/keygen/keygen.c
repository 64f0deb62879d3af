// Makes an Ed25519 key pair as two JWK sets. Build: cc -O2 -o keygen keygen.c -lsodium
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PUBLIC, PRIVATE };
static char names[2][4096], temporaries[2][4096];
static int linked[2], made[2];

// Undoes all that was made, says why, and ends.
static void fail(const char *what, const char *path) {
  int number = errno;
  for (int i = 0; i < 2; i++) {
    if (linked[i]) unlink(names[i]);
    if (made[i]) unlink(temporaries[i]);
  }
  fprintf(stderr, "keygen: cannot %s %s: %s\n", what, path, strerror(number));
  exit(1);
}

// A UUID of version 6 (RFC 9562 §5.6): the time in 100 ns since 1582, highest bits first, then random bits.
static void uuid6(char text[37]) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  unsigned long long ticks = now.tv_sec * 10000000ull + now.tv_nsec / 100 + 0x01B21DD213814000ull, node;
  randombytes_buf(&node, sizeof node);
  snprintf(text, 37, "%08llx-%04llx-%04llx-%04llx-%012llx", ticks >> 28 & 0xffffffff, ticks >> 12 & 0xffff,
           0x6000 | (ticks & 0xfff), 0x8000 | (node >> 48 & 0x3fff), (node & 0xffffffffffff) | 1ull << 40);
}

static void make_directories(char *path) {
  for (char *end = path + 1; *end; end++) {
    if (*end != '/') continue;
    *end = 0;
    mkdir(path, 0777);
    *end = '/';
  }
  if (mkdir(path, 0777) < 0 && errno != EEXIST) fail("make", path);
}

// Makes a file beside its final name, complete, on disk and with its mode.
static void write_file(int which, mode_t mode, const char *text, size_t length) {
  const char *path = temporaries[which];
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) fail("create", path);
  made[which] = 1;
  for (size_t done = 0; done < length;) {
    ssize_t count = write(file, text + done, length - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write", path);
    done += count;
  }
  if (fchmod(file, mode) < 0 || fsync(file) < 0) fail("write", path);
  if (close(file) < 0) fail("close", path);
}

int main(int count, char **arguments) {
  char *directory = ".";
  const struct option options[] = {{"output-dir", required_argument, 0, 'o'}, {0}};
  int option;
  while ((option = getopt_long(count, arguments, "o:", options, NULL)) != -1) {
    if (option != 'o') return 64;
    directory = optarg;
  }
  if (optind < count) return fprintf(stderr, "keygen: unexpected argument\n"), 64;
  if (!*directory || strlen(directory) > 4000 || sodium_init() < 0)
    return fprintf(stderr, "keygen: bad directory, or libsodium does not start\n"), 1;
  const char *files[] = {"pubkey.json", "privkey.json"};
  for (int i = PRIVATE; i >= PUBLIC; i--) {
    struct stat status;
    snprintf(names[i], sizeof names[i], "%s/%s", directory, files[i]);
    snprintf(temporaries[i], sizeof temporaries[i], "%s/.%08x%08x", directory, randombytes_random(), randombytes_random());
    if (lstat(names[i], &status) == 0) errno = EEXIST;
    if (errno != ENOENT && errno != ENOTDIR) fail("create", names[i]);
  }
  // Ctrl-C waits for the few milliseconds that follow: a pair that is begun is finished, or undone.
  signal(SIGINT, SIG_IGN);
  signal(SIGTERM, SIG_IGN);
  make_directories(directory);
  unsigned char public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
  char x[44], d[44], kid[37], text[512];
  crypto_sign_keypair(public_key, secret_key);
  sodium_bin2base64(x, sizeof x, public_key, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_bin2base64(d, sizeof d, secret_key, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  uuid6(kid);
  const char *form = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"use\":\"sig\",\"kid\":\"%s\",\"x\":\"%s\"%s%s%s}]}\n";
  int length = snprintf(text, sizeof text, form, kid, x, "", "", "");
  write_file(PUBLIC, 0644, text, length);
  length = snprintf(text, sizeof text, form, kid, x, ",\"d\":\"", d, "\"");
  write_file(PRIVATE, 0600, text, length);
  sodium_memzero(text, sizeof text), sodium_memzero(d, sizeof d), sodium_memzero(secret_key, sizeof secret_key);
  // A link is never made over a file that exists; the private file comes last, so that it is never alone.
  for (int i = PUBLIC; i <= PRIVATE; i++) {
    if (link(temporaries[i], names[i]) < 0) fail("create", names[i]);
    linked[i] = 1;
  }
  int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0 || fsync(folder) < 0) fail("flush", directory);
  for (int i = 0; i < 2; i++)
    if (unlink(temporaries[i]) < 0) fail("remove", temporaries[i]);
  printf("✔ private key set written to: %s\n✔ public key set written to: %s\n", names[PRIVATE], names[PUBLIC]);
  return fflush(stdout) == 0 ? 0 : 1;
}
