// The same job as `mirror keygen -o DIR`, in C with libsodium and as short as it can be: both files complete and
// flushed before they get their names, the directory flushed, nothing overwritten. For comparison only: it does not
// hold signals back, has no way for file systems without O_TMPFILE, and undoes only what a plain failure leaves.

#define _GNU_SOURCE
#include <fcntl.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int failed(const char *what) {
  perror(what);
  return 1;
}

static int make(int directory, mode_t mode, const char *text, size_t count) {
  int file = openat(directory, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
  if (file < 0 || fchmod(file, mode) != 0 || write(file, text, count) != (ssize_t)count || fsync(file) != 0) return -1;
  return file;
}

static int name(int file, int directory, const char *name) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  return linkat(AT_FDCWD, path, directory, name, AT_SYMLINK_FOLLOW);
}

int main(int argc, char **argv) {
  if (argc != 2) return 64;
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  if (sodium_init() < 0) return failed("sodium_init");

  unsigned char seed[32], public[32], secret[64];
  uint64_t random, high, low, ticks;
  randombytes_buf(seed, sizeof seed);
  randombytes_buf(&random, sizeof random);
  crypto_sign_seed_keypair(public, secret, seed);
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  ticks = (uint64_t)now.tv_sec * 10000000 + now.tv_nsec / 100 + 0x01B21DD213814000;
  high = ((ticks << 4) & ~(uint64_t)0xFFFF) | 0x6000 | (ticks & 0xFFF);
  low = (random & 0x3FFFFFFFFFFFFFFF) | 0x8000010000000000;

  char x[44], d[44], head[256], private_set[512], public_set[512];
  sodium_bin2base64(x, sizeof x, public, sizeof public, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_bin2base64(d, sizeof d, seed, sizeof seed, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  snprintf(head, sizeof head,
           "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"use\":\"sig\","
           "\"kid\":\"%08x-%04x-%04x-%04x-%012llx\",\"x\":\"%s\"",
           (unsigned)(high >> 32), (unsigned)(high >> 16) & 0xFFFF, (unsigned)high & 0xFFFF, (unsigned)(low >> 48),
           (unsigned long long)(low & 0xFFFFFFFFFFFF), x);
  int public_count = snprintf(public_set, sizeof public_set, "%s}]}\n", head);
  int private_count = snprintf(private_set, sizeof private_set, "%s,\"d\":\"%s\"}]}\n", head, d);

  if (mkdir(argv[1], 0777) != 0 && access(argv[1], F_OK) != 0) return failed("mkdir");
  int directory = open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int parent = openat(directory, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0 || parent < 0) return failed("open");
  struct stat status;
  if (fstatat(directory, "privkey.json", &status, AT_SYMLINK_NOFOLLOW) == 0 ||
      fstatat(directory, "pubkey.json", &status, AT_SYMLINK_NOFOLLOW) == 0)
    return failed("it exists");
  int public_file = make(directory, 0644, public_set, public_count);
  int private_file = make(directory, 0600, private_set, private_count);
  if (public_file < 0 || private_file < 0) return failed("write");
  if (name(public_file, directory, "pubkey.json") != 0) return failed("link");
  if (name(private_file, directory, "privkey.json") != 0 || fsync(directory) != 0 || fsync(parent) != 0 ||
      close(public_file) != 0 || close(private_file) != 0) {
    unlinkat(directory, "privkey.json", 0);
    unlinkat(directory, "pubkey.json", 0);
    return failed("link");
  }
  sodium_memzero(seed, sizeof seed);
  sodium_memzero(secret, sizeof secret);
  sodium_memzero(d, sizeof d);
  sodium_memzero(private_set, sizeof private_set);
  printf("private key set written to: %s/privkey.json\npublic key set written to: %s/pubkey.json\n", argv[1], argv[1]);
  return 0;
}
