#define _GNU_SOURCE
#include "CFiles.h"

#include <fcntl.h>
#include <stdio.h>
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
