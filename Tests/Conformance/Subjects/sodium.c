// A correct key writer in C around libsodium, in six ways of writing a file.
//
//   sodium STYLE [-o DIR | --output-dir DIR | --output-dir=DIR]
//
//   direct   open each name with O_EXCL and write it
//   link     write a temporary name, link(2) it to the real one, unlink the temporary name
//   rename   write a temporary name, renameat2(2) it with RENAME_NOREPLACE
//   tmpfile  write an unnamed file (O_TMPFILE), then link it
//   mapped   open each name with O_EXCL and write it through a shared mapping
//   careful  as direct, and look whether a name still has the file that was made there before it is removed
//
// The public file is complete before anything of the private one exists, so that even SIGKILL leaves no private key
// alone. SIGINT and SIGTERM are held back while files are made; one that has come by then undoes the run.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum style { DIRECT, LINK, RENAME, TMPFILE, MAPPED, CAREFUL };
static const char *const style_names[] = {"direct", "link", "rename", "tmpfile", "mapped", "careful"};

struct file {
  const char *name;
  mode_t mode;
  const char *text;
  char temporary[64];
  int has_temporary; // a file of this run is at the temporary name
  int placed;        // a file of this run is at the real name
  struct stat made;  // which one it is, if style is CAREFUL and it could be told
};

static enum style style;
static const char *directory = ".";
static int folder = -1;
static mode_t inherited_umask;

static int complain(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("keygen: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  return -1;
}

static int failed(const char *operation, const char *name) {
  return complain("cannot %s %s/%s: %s", operation, directory, name, strerror(errno));
}

// ---- What is written

static int entropy(unsigned char *bytes, size_t count) {
  for (size_t have = 0; have < count;) {
    ssize_t got = getrandom(bytes + have, count - have, 0);
    if (got < 0 && errno != EINTR) return complain("no randomness: %s", strerror(errno));
    if (got > 0) have += (size_t)got;
  }
  return 0;
}

// RFC 9562, section 5.6, with a random clock sequence and a random node (multicast bit set: no address of hardware).
static int version6(char text[37]) {
  unsigned char tail[8];
  struct timespec now;
  if (entropy(tail, sizeof tail) != 0) return -1;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return complain("no clock: %s", strerror(errno));
  uint64_t ticks =
      (uint64_t)now.tv_sec * 10000000 + (uint64_t)now.tv_nsec / 100 + UINT64_C(0x01b21dd213814000);
  tail[0] = (tail[0] & 0x3f) | 0x80;
  tail[2] |= 1;
  snprintf(text, 37, "%08x-%04x-6%03x-%02x%02x-%02x%02x%02x%02x%02x%02x", (unsigned)(ticks >> 28),
           (unsigned)(ticks >> 12 & 0xffff), (unsigned)(ticks & 0xfff), tail[0], tail[1], tail[2], tail[3],
           tail[4], tail[5], tail[6], tail[7]);
  return 0;
}

static int make_texts(char *public_text, char *private_text, size_t size) {
  unsigned char seed[32], public_key[32], secret_key[64];
  char x[48], d[48], kid[37];
  if (entropy(seed, sizeof seed) != 0 || version6(kid) != 0) return -1;
  crypto_sign_seed_keypair(public_key, secret_key, seed);
  sodium_bin2base64(x, sizeof x, public_key, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_bin2base64(d, sizeof d, seed, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  snprintf(public_text, size,
           "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\",\"alg\":\"EdDSA\",\"use\":\"sig\","
           "\"kid\":\"%s\"}]}\n",
           x, kid);
  snprintf(private_text, size,
           "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\",\"d\":\"%s\",\"alg\":\"EdDSA\","
           "\"use\":\"sig\",\"kid\":\"%s\"}]}\n",
           x, d, kid);
  sodium_memzero(seed, sizeof seed);
  sodium_memzero(secret_key, sizeof secret_key);
  sodium_memzero(d, sizeof d);
  return 0;
}

// ---- Writing it

static int write_all(int fd, const char *text, const char *name) {
  for (size_t left = strlen(text); left > 0;) {
    ssize_t written = write(fd, text, left);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failed("write", name);
    text += written;
    left -= (size_t)written;
  }
  return 0;
}

// The space is reserved first: a store to a page that the file system has no room for would be a SIGBUS.
static int write_mapped(int fd, const char *text, const char *name) {
  size_t length = strlen(text);
  int error;
  if (ftruncate(fd, (off_t)length) != 0) return failed("extend", name);
  while ((error = posix_fallocate(fd, 0, (off_t)length)) == EINTR) continue;
  if (error != 0) return errno = error, failed("reserve room for", name);
  char *map = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (map == MAP_FAILED) return failed("map", name);
  memcpy(map, text, length);
  int result = msync(map, length, MS_SYNC) == 0 ? 0 : failed("flush", name);
  if (munmap(map, length) != 0 && result == 0) result = failed("unmap", name);
  return result;
}

static int fill(int fd, const char *text, const char *name) {
  int result = style == MAPPED ? write_mapped(fd, text, name) : write_all(fd, text, name);
  return result == 0 && fsync(fd) != 0 ? failed("flush", name) : result;
}

static int finish(int fd, const char *name, int result) {
  return close(fd) != 0 && result == 0 ? failed("close", name) : result;
}

static int name_error(const struct file *file) {
  return errno == EEXIST ? complain("%s/%s already exists", directory, file->name) : failed("create", file->name);
}

static int place_directly(struct file *file) {
  int access = style == MAPPED ? O_RDWR : O_WRONLY;
  int fd = openat(folder, file->name, access | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file->mode);
  if (fd < 0) return name_error(file);
  file->placed = 1;
  int result = style == CAREFUL && fstat(fd, &file->made) != 0 ? failed("look at", file->name) : 0;
  return finish(fd, file->name, result == 0 ? fill(fd, file->text, file->name) : result);
}

static int make_temporary(struct file *file) {
  unsigned char random[8];
  char hex[17];
  if (entropy(random, sizeof random) != 0) return -1;
  sodium_bin2hex(hex, sizeof hex, random, sizeof random);
  snprintf(file->temporary, sizeof file->temporary, ".%s.%s.tmp", file->name, hex);
  int fd = openat(folder, file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file->mode);
  if (fd < 0) return failed("create", file->temporary);
  file->has_temporary = 1;
  return finish(fd, file->temporary, fill(fd, file->text, file->temporary));
}

static int place_by_link(struct file *file) {
  if (!file->has_temporary && make_temporary(file) != 0) return -1;
  if (linkat(folder, file->temporary, folder, file->name, 0) != 0) return name_error(file);
  file->placed = 1;
  if (unlinkat(folder, file->temporary, 0) != 0) return failed("remove", file->temporary);
  file->has_temporary = 0;
  return 0;
}

static int place_by_rename(struct file *file) {
  if (make_temporary(file) != 0) return -1;
  if (renameat2(folder, file->temporary, folder, file->name, RENAME_NOREPLACE) != 0) {
    if (errno == EINVAL || errno == ENOSYS) return place_by_link(file); // this file system has no such rename
    return name_error(file);
  }
  file->has_temporary = 0;
  file->placed = 1;
  return 0;
}

static int place_unnamed(struct file *file) {
  char path[64];
  int fd = openat(folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, file->mode);
  if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) return place_by_link(file);
  if (fd < 0) return failed("create", file->name);
  int result = fill(fd, file->text, file->name);
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  if (result == 0) {
    if (linkat(AT_FDCWD, path, folder, file->name, AT_SYMLINK_FOLLOW) == 0)
      file->placed = 1;
    else
      result = name_error(file);
  }
  return finish(fd, file->name, result);
}

static int place(struct file *file) {
  sigset_t pending;
  sigpending(&pending);
  if (sigismember(&pending, SIGINT) || sigismember(&pending, SIGTERM)) return complain("interrupted");
  switch (style) {
  case LINK: return place_by_link(file);
  case RENAME: return place_by_rename(file);
  case TMPFILE: return place_unnamed(file);
  default: return place_directly(file);
  }
}

// Whether the name still has the file that this run made there.
static int is_own(const struct file *file) {
  struct stat now;
  if (fstatat(folder, file->name, &now, AT_SYMLINK_NOFOLLOW) != 0) return failed("look at", file->name), 0;
  return file->made.st_ino == 0 || (now.st_ino == file->made.st_ino && now.st_dev == file->made.st_dev);
}

static void undo(const struct file *file) {
  if (style == CAREFUL && file->placed && !is_own(file)) return;
  if (file->placed && unlinkat(folder, file->name, 0) != 0) failed("remove", file->name);
  if (file->has_temporary && unlinkat(folder, file->temporary, 0) != 0) failed("remove", file->temporary);
}

static int absent(const char *name) {
  struct stat status;
  if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0)
    return complain("%s/%s already exists", directory, name);
  return errno == ENOENT ? 0 : failed("look for", name);
}

static int make_directories(char *path) {
  for (char *slash = path + 1;; slash++) {
    if (*slash != '/' && *slash != 0) continue;
    char kept = *slash;
    *slash = 0;
    if (mkdir(path, 0777 & ~inherited_umask) != 0 && errno != EEXIST)
      return complain("cannot create directory %s: %s", path, strerror(errno));
    *slash = kept;
    if (kept == 0) return 0;
  }
}

static int open_directory(void) {
  folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) return 0;
  if (errno == ENOENT) {
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s", directory) >= (int)sizeof path)
      return complain("the path is too long: %s", directory);
    if (make_directories(path) != 0) return -1;
    folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  }
  return folder < 0 ? complain("cannot open directory %s: %s", directory, strerror(errno)) : 0;
}

static int write_pair(void) {
  static char public_text[512], private_text[512];
  struct file public_file = {.name = "pubkey.json", .mode = 0644, .text = public_text};
  struct file private_file = {.name = "privkey.json", .mode = 0600, .text = private_text};
  int result = -1;
  if (open_directory() == 0 && absent("privkey.json") == 0 && absent("pubkey.json") == 0 &&
      make_texts(public_text, private_text, sizeof public_text) == 0 && place(&public_file) == 0 &&
      place(&private_file) == 0)
    result = fsync(folder) == 0 ? 0 : failed("flush", ".");
  if (result != 0) {
    undo(&private_file);
    undo(&public_file);
  }
  sodium_memzero(private_text, sizeof private_text);
  if (folder >= 0) close(folder);
  return result;
}

static int parse(int count, char **arguments) {
  for (int i = 0; i < count; i++) {
    const char *argument = arguments[i];
    if (strcmp(argument, "-o") == 0 || strcmp(argument, "--output-dir") == 0) {
      if (++i == count) return complain("%s needs a directory", argument);
      directory = arguments[i];
    } else if (strncmp(argument, "--output-dir=", 13) == 0) {
      directory = argument + 13;
    } else {
      return complain("unexpected argument: %s", argument);
    }
  }
  return *directory == 0 ? complain("the directory must not be empty") : 0;
}

int main(int count, char **arguments) {
  int known = 0;
  for (int i = 0; count > 1 && i < 6; i++)
    if (strcmp(arguments[1], style_names[i]) == 0) style = (enum style)i, known = 1;
  if (!known) return complain("the first argument must be one of: direct link rename tmpfile mapped careful"), 64;
  if (parse(count - 2, arguments + 2) != 0) return 64;
  if (sodium_init() < 0) return complain("libsodium does not start"), 1;

  sigset_t signals, before;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, &before);
  inherited_umask = umask(0);
  if (write_pair() != 0) return 1;
  sigprocmask(SIG_SETMASK, &before, NULL);
  printf("✔ private key set written to: %s/privkey.json\n✔ public key set written to: %s/pubkey.json\n", directory,
         directory);
  return 0;
}
