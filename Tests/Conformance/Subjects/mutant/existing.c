// What is at the two names before the run, and what a refusal does.

#define _GNU_SOURCE
#include "mutant.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int skips_look(const char *name) {
  int private = strcmp(name, "privkey.json") == 0;
  return IS(overwrites) || (IS(overwrites_private) && private) || (IS(overwrites_public) && !private);
}

// Whether this mutation makes room for itself, or takes the name as free.
static int takes_as_absent(const char *name, const struct stat *status) {
  struct stat target;
  char backup[64];
  if (IS(keeps_backup)) {
    snprintf(backup, sizeof backup, "%s.bak", name);
    return renameat(folder, name, folder, backup) == 0;
  }
  if (IS(writes_through_symlink)) return S_ISLNK(status->st_mode);
  if (IS(follows_dangling_symlink)) return fstatat(folder, name, &target, 0) != 0 && errno == ENOENT;
  if (IS(replaces_symlink)) return S_ISLNK(status->st_mode) && unlinkat(folder, name, 0) == 0;
  if (IS(replaces_empty_file))
    return S_ISREG(status->st_mode) && status->st_size == 0 && unlinkat(folder, name, 0) == 0;
  if (IS(replaces_empty_directory)) return S_ISDIR(status->st_mode) && unlinkat(folder, name, AT_REMOVEDIR) == 0;
  if (IS(blocks_on_fifo) && S_ISFIFO(status->st_mode)) close(openat(folder, name, O_RDONLY | O_CLOEXEC));
  return 0;
}

enum outcome look_for(const char *name) {
  struct stat status;
  if (skips_look(name)) return DONE;
  if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0)
    return takes_as_absent(name, &status) ? DONE : complain(REFUSED, "%s/%s already exists", directory, name);
  if (errno == ENOENT) return DONE;
  return complain(FAILED, "cannot look for %s/%s: %s", directory, name, strerror(errno));
}

static void replace_inode(const char *name) {
  char bytes[65536];
  struct stat status;
  int from = openat(folder, name, O_RDONLY | O_CLOEXEC);
  if (from < 0 || fstat(from, &status) != 0) return;
  ssize_t count = read(from, bytes, sizeof bytes);
  close(from);
  int to = openat(folder, ".kept", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (to < 0) return;
  struct timespec times[2] = {status.st_atim, status.st_mtim};
  if (write(to, bytes, (size_t)count) == count && fchmod(to, status.st_mode & 07777) == 0 && futimens(to, times) == 0)
    renameat(folder, ".kept", folder, name);
  close(to);
}

static void disturb(const char *name) {
  struct stat status;
  if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode)) return;
  if (IS(refusal_deletes)) unlinkat(folder, name, 0);
  if (IS(refusal_touches)) touch(folder, name);
  if (IS(refusal_chmods)) fchmodat(folder, name, 0604, 0);
  if (IS(refusal_truncates)) close(openat(folder, name, O_WRONLY | O_TRUNC | O_CLOEXEC));
  if (IS(refusal_replaces_inode)) replace_inode(name);
  if (IS(refusal_writes_log)) write_extra(folder, "keygen.log", "refused\n", 8);
}

// Into whoever reads there; without a reader it does not open.
static void write_into_fifo(const char *name) {
  struct stat status;
  if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISFIFO(status.st_mode)) return;
  int fd = openat(folder, name, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return;
  if (write(fd, "keygen\n", 7) < 0) errno = 0;
  close(fd);
}

// Makes the target of a dangling link, and takes it back.
static void write_through_link(const char *name) {
  char target[PATH_MAX];
  struct stat status;
  if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISLNK(status.st_mode)) return;
  if (fstatat(folder, name, &status, 0) == 0) return;
  int fd = openat(folder, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return;
  if (write(fd, "keygen\n", 7) < 0) errno = 0;
  close(fd);
  ssize_t length = readlinkat(folder, name, target, sizeof target - 1);
  if (length > 0) target[length] = 0, unlinkat(folder, target, 0);
}

void after_refusal(void) {
  if (folder < 0) return;
  for (int i = 0; i < 2; i++) {
    const char *name = i == 0 ? "privkey.json" : "pubkey.json";
    if (IS(refusal_writes_into_fifo)) write_into_fifo(name);
    if (IS(refusal_writes_through_link)) write_through_link(name);
  }
  if (IS(refusal_makes_and_removes)) {
    write_extra(folder, ".writable", "", 0);
    unlinkat(folder, ".writable", 0);
  }
  disturb("privkey.json");
  disturb("pubkey.json");
  if (IS(refusal_writes_in_home)) write_extra_below("HOME", ".keygen.log", "refused\n", 8);
}
