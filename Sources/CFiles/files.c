#define _GNU_SOURCE
#include "CFiles.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

int mirror_open_directory(int at, const char *path, int readable, int follow) {
  int flags = O_DIRECTORY | O_CLOEXEC | (readable ? O_RDONLY : O_PATH) | (follow ? 0 : O_NOFOLLOW);
  return openat(at, path, flags);
}

int mirror_open_unnamed(int directory, mode_t mode) {
  return openat(directory, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
}

int mirror_open_exclusive(int directory, const char *name, mode_t mode) {
  return openat(directory, name, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, mode);
}

enum { READING = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };

int mirror_open_for_reading(int directory, const char *name) { return openat(directory, name, READING); }

int mirror_open_beneath(int directory, const char *path) {
  struct open_how how = {.flags = READING, .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
  int file = (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
  // Before Linux 5.6, or where a filter knows no such call: the path was resolved just before.
  return file < 0 && (errno == ENOSYS || errno == EPERM) ? openat(directory, path, READING) : file;
}

int mirror_try_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

int mirror_link_through_proc(int descriptor, int directory, const char *name) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  return linkat(AT_FDCWD, path, directory, name, AT_SYMLINK_FOLLOW);
}

int mirror_link_descriptor(int descriptor, int directory, const char *name) {
  return linkat(descriptor, "", directory, name, AT_EMPTY_PATH);
}

int mirror_rename_exclusively(int directory, const char *from, const char *to) {
  return renameat2(directory, from, directory, to, RENAME_NOREPLACE);
}

int mirror_flush_file_system(int descriptor) { return syncfs(descriptor); }
