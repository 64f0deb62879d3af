// A key generator in several ways of writing files, right or with one fault. Usage: keygen STYLE FLAW -o DIR
//
// Styles: direct (O_EXCL), link, rename (RENAME_NOREPLACE), unnamed (O_TMPFILE), mapped, dirname (a directory renamed).
// Flaw `none` is a correct program, and so are those that begin with `looks-by-` (before they remove anything) and
// `close-range`, `draws-again`, `draws-bytes`, `draws-in-reserve`, `draws-much`, `stretches-draw` and `holds-signals`; `shy-copies` and
// `careless-copies` are right unless they are copied; the others are named after what they do wrong.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *style, *flaw, *directory;
static pid_t own; // what this process was called when it began
static int is(const char *name) { return strcmp(flaw, name) == 0; }
static int in_style(const char *name) { return strcmp(style, name) == 0; }

struct file {
  char path[4096], temporary[4096];
  char content[512];
  size_t length;
  mode_t mode;
  int has_name, has_temporary;
};
static struct file private_file, public_file;
static char lock_path[4096];
static int made_directory;
static const char *final_directory; // what the directory is to be called in the end

static void wipe_directory(void) {
  char command[5000];
  snprintf(command, sizeof command, "rm -f %s/*", directory);
  if (system(command) != 0) return;
}

static int looks(void) { return strncmp(flaw, "looks-", 6) == 0; }

static int is_listed(const char *path) {
  DIR *entries = opendir(directory);
  if (entries == NULL) return -1;
  int found = 0;
  for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
    if (strcmp(entry->d_name, strrchr(path, '/') + 1) == 0) found = 1;
  closedir(entries);
  return found ? 0 : (errno = ENOENT, -1);
}

// Whether there is something at a path, found out in the way that the flaw names.
static int look(const char *path) {
  struct stat status;
  char target[16];
  if (is("looks-by-access")) return access(path, F_OK);
  if (is("looks-by-readlink")) return readlink(path, target, sizeof target) >= 0 || errno == EINVAL ? 0 : -1;
  if (is("looks-by-listing")) return is_listed(path);
  if (is("looks-by-opening")) {
    int descriptor = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    // What closing it says is no matter of the look.
    return descriptor < 0 ? -1 : (close(descriptor), 0);
  }
  return lstat(path, &status);
}

static void forget(struct file *file) {
  if (file->has_temporary) unlink(file->temporary);
  file->has_temporary = 0;
  if (!file->has_name) return;
  static int gave_up;
  if (looks() && (gave_up || look(file->path) < 0)) {
    fprintf(stderr, "keygen: left behind: %s\n", file->path);
    if (is("looks-once-and-gives-up")) gave_up = 1;
    return;
  }
  if (is("looks-and-keeps")) return;
  if (is("truncates-instead")) {
    if (truncate(file->path, 0) < 0) return;
  } else {
    unlink(file->path);
  }
  file->has_name = 0;
}

static void roll_back(int error) {
  if (is("no-rollback")) return;
  if (is("careless-copies") && error == EDQUOT && getpid() != own) return;
  if (is("rollback-for-enospc-only") && error != ENOSPC) return;
  if (is("wipes-directory")) wipe_directory();
  if (is("removes-others")) {
    char other[4200];
    snprintf(other, sizeof other, "%s.old", private_file.path);
    unlink(other);
  }
  // The one that fails to write the public file and leaves an empty one in the way.
  if (!is("leaves-public")) forget(&public_file);
  if (!is("leaves-private")) forget(&private_file);
  if (lock_path[0] && !is("leaves-lock") && !is("locks-outside")) unlink(lock_path);
  if (made_directory) rmdir(directory);
}

static void fail(const char *what) {
  int error = errno;
  roll_back(error);
  if (!is("silent")) fprintf(stderr, "keygen: %s: %s\n", what, strerror(error));
  if (is("crashes")) abort();
  exit(is("reports-success") ? 0 : 1);
}

static void interrupted(int number) {
  roll_back(0);
  signal(number, SIG_DFL);
  raise(number);
}

// Held for good where the flaw says so.
static void hold_signals(int how) {
  if (how == SIG_UNBLOCK && (is("holds-signals") || is("gives-up-half-way") || is("gives-up-late"))) return;
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigprocmask(how, &set, NULL);
}

// Opens what the content goes into. Signals are held while a name appears and is noted.
static int create(struct file *file) {
  mode_t mode = is("loose-then-tight") ? 0666 : file->mode;
  int flags = (in_style("mapped") ? O_RDWR : O_WRONLY) | O_CREAT | O_EXCL | O_CLOEXEC;
  int descriptor;
  hold_signals(SIG_BLOCK);
  if (in_style("unnamed")) {
    descriptor = open(directory, O_WRONLY | O_TMPFILE | O_CLOEXEC, mode);
  } else if (in_style("link") || in_style("rename")) {
    snprintf(file->temporary, sizeof file->temporary, "%s/.%08x.tmp", directory, randombytes_random());
    descriptor = open(file->temporary, flags, mode);
    file->has_temporary = descriptor >= 0 && !is("leaves-temporary");
  } else {
    if (is("overwrites")) flags = (flags & ~O_EXCL) | O_TRUNC;
    descriptor = open(file->path, flags, mode);
    file->has_name = descriptor >= 0;
  }
  hold_signals(SIG_UNBLOCK);
  if (descriptor < 0) fail(file->path);
  return descriptor;
}

static void store(int descriptor, struct file *file) {
  if (in_style("mapped")) {
    if (posix_fallocate(descriptor, 0, (off_t)file->length) != 0) fail("posix_fallocate");
    char *bytes = mmap(NULL, file->length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (bytes == MAP_FAILED) fail("mmap");
    memcpy(bytes, file->content, file->length);
    if (msync(bytes, file->length, MS_SYNC) < 0) fail("msync");
    munmap(bytes, file->length);
    return;
  }
  size_t done = 0;
  while (done < file->length) {
    ssize_t count = write(descriptor, file->content + done, file->length - done);
    if (count < 0 && is("retries-for-ever")) continue;
    if (count < 0 && is("ignores-write-errors")) return;
    if (count < 0 && is("ignores-errors-when-new") && made_directory) return;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write");
    if (is("ignores-short-writes")) return;
    // Begins anew, behind what is written already.
    if (is("repeats-short-writes") && done + (size_t)count < file->length) continue;
    done += (size_t)count;
  }
}

static void name(int descriptor, struct file *file) {
  hold_signals(SIG_BLOCK);
  int result = 0;
  if (in_style("unnamed")) {
    char link[64];
    if (is("names-own-process")) snprintf(link, sizeof link, "/proc/%d/fd/%d", getpid(), descriptor);
    else snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    result = linkat(AT_FDCWD, link, AT_FDCWD, file->path, AT_SYMLINK_FOLLOW);
  } else if (in_style("link")) {
    result = link(file->temporary, file->path);
  } else if (in_style("rename")) {
    result = is("overwrites") ? rename(file->temporary, file->path)
                              : renameat2(AT_FDCWD, file->temporary, AT_FDCWD, file->path, RENAME_NOREPLACE);
    if (result == 0) file->has_temporary = 0;
  }
  if (result == 0) file->has_name = 1;
  int error = errno;
  hold_signals(SIG_UNBLOCK);
  errno = error;
  if (result < 0) fail(file->path);
  if (in_style("link") && unlink(file->temporary) < 0) fail(file->temporary);
  if (!is("leaves-temporary")) file->has_temporary = 0;
}

static int close_file(int descriptor) {
  if (is("close-range")) return close_range((unsigned)descriptor, (unsigned)descriptor, 0);
  if (is("ignores-close-range-errors")) close_range((unsigned)descriptor, (unsigned)descriptor, 0);
  else return close(descriptor);
  return 0;
}

// Has a child open the mode of a file for an instant, by the descriptor that this process has of it.
static void loosen(int descriptor) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/fd/%d", getpid(), descriptor);
  pid_t child = fork();
  if (child == 0) _exit(chmod(path, 0640) < 0 || chmod(path, 0600) < 0);
  int status = 1;
  if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0) fail(path);
}

static void put(struct file *file) {
  int descriptor = create(file);
  if (is("chmod-after") && file == &private_file) {
    store(descriptor, file);
    if (fchmod(descriptor, file->mode) < 0) fail("fchmod");
  } else {
    if (!is("loose-then-tight") && fchmod(descriptor, file->mode) < 0) fail("fchmod");
    store(descriptor, file);
    if (is("loose-then-tight") && fchmod(descriptor, file->mode) < 0) fail("fchmod");
    if (is("loose-by-other") && file == &private_file) loosen(descriptor);
  }
  if (!is("no-flush") && fsync(descriptor) < 0 && !is("ignores-flush-errors")) fail("fsync");
  if (looks() && look(file->path) < 0) fail(file->path);
  if (!in_style("unnamed") && close_file(descriptor) < 0 && !is("ignores-close-errors")) fail("close");
  name(descriptor, file);
  if (in_style("unnamed") && close(descriptor) < 0 && !is("ignores-close-errors")) fail("close");
}

static void flush_directory(void) {
  if (is("no-flush")) return;
  int descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail(directory);
  if (fsync(descriptor) < 0) fail("fsync");
  close(descriptor);
}

// Gives the directory that both files are in its name, and makes that last.
static void name_directory(const char *final) {
  char parent[4096];
  snprintf(parent, sizeof parent, "%s", final);
  *strrchr(parent, '/') = 0;
  hold_signals(SIG_BLOCK);
  int result = renameat2(AT_FDCWD, directory, AT_FDCWD, final, RENAME_NOREPLACE);
  if (result == 0) {
    directory = final;
    snprintf(private_file.path, sizeof private_file.path, "%s/privkey.json", directory);
    snprintf(public_file.path, sizeof public_file.path, "%s/pubkey.json", directory);
  }
  int error = errno;
  hold_signals(SIG_UNBLOCK);
  errno = error;
  if (result < 0) fail(final);
  int descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail(parent);
  if (fsync(descriptor) < 0) fail("fsync");
  close(descriptor);
}

static void make_identifier(char *text) {
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  unsigned long long ticks =
      0x01b21dd213814000ull + (unsigned long long)time.tv_sec * 10000000u + (unsigned long long)time.tv_nsec / 100;
  unsigned char random[8];
  // libsodium ends a program that cannot draw.
  const int reads = is("time-for-two-draws") || is("tires-of-asking") || is("weakens-later-after-refusal");
  int device = reads ? open("/dev/urandom", O_RDONLY) : -1;
  if (device < 0 || read(device, random, sizeof random) < 0) randombytes_buf(random, sizeof random);
  snprintf(text, 64, "%08llx-%04llx-6%03llx-%02x%02x-%02x%02x%02x%02x%02x%02x", ticks >> 28, (ticks >> 12) & 0xffff,
           ticks & 0xfff, 0x80 | (random[0] & 0x3f), random[1], random[2] | 1, random[3], random[4], random[5],
           random[6], random[7]);
}

#include "seed.h"

static void make_keys(void) {
  unsigned char seed[32], public_key[32], secret_key[64];
  make_seed(seed);
  crypto_sign_seed_keypair(public_key, secret_key, seed);
  char d[64], x[64], identifier[64];
  const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  sodium_bin2base64(d, sizeof d, seed, sizeof seed, variant);
  sodium_bin2base64(x, sizeof x, public_key, sizeof public_key, variant);
  make_identifier(identifier);
  const char *common = "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"use\":\"sig\"";
  private_file.length = (size_t)snprintf(
      private_file.content, sizeof private_file.content, "{\"keys\":[{%s,\"kid\":\"%s\",\"x\":\"%s\",\"d\":\"%s\"}]}\n",
      common, identifier, x, d);
  public_file.length = (size_t)snprintf(
      public_file.content, sizeof public_file.content, "{\"keys\":[{%s,\"kid\":\"%s\",\"x\":\"%s\"}]}\n", common,
      identifier, x);
  if (is("copy-elsewhere")) {
    char path[4096];
    snprintf(path, sizeof path, "%s/keygen-copy", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
    int copy = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (copy >= 0) {
      dprintf(copy, "%s", d);
      close(copy);
    }
  }
}

static void nothing(int signal) { (void)signal; }

// Has a signal reach this process, and waits for it.
static void raise_signal(void) {
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  sigprocmask(SIG_BLOCK, &blocked, &before);
  signal(SIGUSR1, nothing);
  raise(SIGUSR1);
  kill(getpid(), SIGUSR1);
  sigsuspend(&before);
  sigprocmask(SIG_SETMASK, &before, NULL);
}

static void prepare(void) {
  snprintf(private_file.path, sizeof private_file.path, "%s/privkey.json", directory);
  snprintf(public_file.path, sizeof public_file.path, "%s/pubkey.json", directory);
  private_file.mode = 0600;
  public_file.mode = 0644;
  if (!is("no-signal-handling")) {
    struct sigaction action = {.sa_handler = interrupted};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
  }
  if (is("raises-signal")) raise_signal();
  // Parents first, as mkdir -p does.
  char part[4096];
  for (const char *slash = strchr(directory + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    snprintf(part, sizeof part, "%.*s", (int)(slash - directory), directory);
    if (mkdir(part, 0777) < 0 && errno != EEXIST) fail(part);
  }
  static char staging[4096];
  struct stat there;
  if (in_style("dirname") && lstat(directory, &there) < 0) {
    if (errno != ENOENT) fail(directory);
    final_directory = directory;
    snprintf(staging, sizeof staging, "%s.%08x", directory, randombytes_random());
    directory = staging;
    snprintf(private_file.path, sizeof private_file.path, "%s/privkey.json", directory);
    snprintf(public_file.path, sizeof public_file.path, "%s/pubkey.json", directory);
  }
  hold_signals(SIG_BLOCK);
  int made = mkdir(directory, 0777);
  made_directory = made == 0;
  int error = errno;
  hold_signals(SIG_UNBLOCK);
  errno = error;
  if (made < 0 && errno != EEXIST) fail(directory);
  if (is("leaves-lock")) {
    snprintf(lock_path, sizeof lock_path, "%s/.lock", directory);
    int lock = open(lock_path, O_WRONLY | O_CREAT, 0600);
    if (lock < 0) fail(lock_path);
    close(lock);
  }
  struct stat status;
  struct file *files[] = {&private_file, &public_file};
  for (int i = 0; i < 2; i++) {
    if (lstat(files[i]->path, &status) == 0) errno = EEXIST;
    else if (errno == ENOENT) continue;
    fail(files[i]->path);
  }
}

// Beside the program, where the next run will find it whatever its directory is.
static void lock_outside(const char *program) {
  char path[sizeof lock_path];
  snprintf(path, sizeof path, "%s.lock", program);
  int lock = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (lock < 0) {
    // A stale one costs one run.
    unlink(path);
    fail(path);
  }
  close(lock);
  memcpy(lock_path, path, sizeof path);
}

// Looks for a signal that waits, and ends.
static void give_up_when_asked(int cleans_up) {
  sigset_t waiting;
  sigpending(&waiting);
  if (!sigismember(&waiting, SIGINT) && !sigismember(&waiting, SIGTERM)) return;
  if (cleans_up) roll_back(0);
  fprintf(stderr, "keygen: interrupted\n");
  _exit(1);
}

// How often this program has been run, by the size of a file beside it that has to be there.
static int is_traced(void) {
  char text[4096] = "";
  int file = open("/proc/self/status", O_RDONLY);
  if (file < 0 || read(file, text, sizeof text - 1) < 0) return 0;
  close(file);
  const char *line = strstr(text, "TracerPid:");
  return line != NULL && atoi(line + 10) != 0;
}

static long runs_before(const char *program) {
  char path[4096];
  snprintf(path, sizeof path, "%s.runs", program);
  int file = open(path, O_WRONLY | O_APPEND);
  if (file < 0) return 0;
  long count = lseek(file, 0, SEEK_END);
  if (write(file, "x", 1) != 1) count = 0;
  close(file);
  return count;
}

static void weaken(void) {
  fflush(stdout);
  is_weak = 1;
  make_keys();
  struct file *files[] = {&public_file, &private_file};
  for (int index = 0; index < 2; index++) {
    int descriptor = open(files[index]->path, O_WRONLY | O_TRUNC);
    if (write(descriptor, files[index]->content, files[index]->length) < 0) fail("write");
    close(descriptor);
  }
}

int main(int count, char **arguments) {
  if (count != 5 || strcmp(arguments[3], "-o") != 0 || sodium_init() < 0) {
    fprintf(stderr, "usage: keygen STYLE FLAW -o DIR\n");
    return 64;
  }
  own = getpid();
  style = arguments[1];
  flaw = arguments[2];
  directory = arguments[4];
  // One that makes other calls while it is recorded than under a fault: its first traced runs are the recordings.
  if (is("restless") && is_traced() && runs_before(arguments[0]) < 6) {
    struct stat status;
    for (int looks = 0; looks < 60; looks++) stat(directory, &status);
  }
  umask(0);
  prepare();
  if (is("locks-outside")) lock_outside(arguments[0]);
  make_keys();
  if (is("shy-copies") && getpid() != own) return 3;
  // The public file first, so that no moment leaves a private key alone.
  if (is("private-first") || (is("private-first-when-new") && made_directory)) {
    put(&private_file);
    put(&public_file);
  } else {
    put(&public_file);
    if (is("gives-up-half-way")) give_up_when_asked(0);
    if (is("gives-up-late")) give_up_when_asked(1);
    put(&private_file);
    if (is("gives-up-late")) {
      // Right where the signal came early, wrong where it came after that.
      private_file.has_name = 0;
      give_up_when_asked(1);
    }
  }
  flush_directory();
  if (final_directory) name_directory(final_directory);
  if (lock_path[0]) unlink(lock_path);
  printf("\xe2\x9c\x94 private key set written to: %s/privkey.json\n", directory);
  printf("\xe2\x9c\x94 public key set written to: %s/pubkey.json\n", directory);
  if (weakens_later) weaken();
  return 0;
}
