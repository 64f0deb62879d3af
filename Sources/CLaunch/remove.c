#define _GNU_SOURCE
#include "CLaunch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_dots(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

// Opens a directory for listing, whatever its mode is.
static DIR *open_directory(int parent, const char *name) {
  fchmodat(parent, name, 0700, 0);
  int descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR *directory = descriptor < 0 ? NULL : fdopendir(descriptor);
  if (!directory && descriptor >= 0) close(descriptor);
  return directory;
}

// Whether a name is a directory and no link to one.
static int is_directory(int parent, const char *name) {
  struct stat status;
  return fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

// Empties a directory in the root and removes it; what is not empty in it is moved up into the root. Returns whether
// anything has changed.
static int flatten(int root, const char *name, unsigned long *moved) {
  int changed = 0;
  DIR *directory = open_directory(root, name);
  if (directory) {
    for (struct dirent *entry; (entry = readdir(directory));) {
      if (is_dots(entry->d_name)) continue;
      int here = dirfd(directory);
      if (unlinkat(here, entry->d_name, 0) == 0 || unlinkat(here, entry->d_name, AT_REMOVEDIR) == 0) {
        changed = 1;
      } else if (is_directory(here, entry->d_name)) {
        char up[64];
        snprintf(up, sizeof up, ".mirror-moved-%lu", (*moved)++);
        fchmodat(here, entry->d_name, 0700, 0);
        if (renameat2(here, entry->d_name, root, up, RENAME_NOREPLACE) == 0) changed = 1;
      }
    }
    closedir(directory);
  }
  return unlinkat(root, name, AT_REMOVEDIR) == 0 || changed;
}

// Works on descriptors and never deeper than two levels: a tree may be deeper than any path can say.
int mirror_remove_tree(const char *path) {
  DIR *root = open_directory(AT_FDCWD, path);
  if (!root) return errno;
  unsigned long moved = 0;
  for (int changed = 1; changed;) {
    changed = 0;
    rewinddir(root);
    for (struct dirent *entry; (entry = readdir(root));) {
      if (is_dots(entry->d_name)) continue;
      if (unlinkat(dirfd(root), entry->d_name, 0) == 0)
        changed = 1;
      else if (is_directory(dirfd(root), entry->d_name))
        changed |= flatten(dirfd(root), entry->d_name, &moved);
    }
  }
  closedir(root);
  return rmdir(path) == 0 ? 0 : errno;
}
