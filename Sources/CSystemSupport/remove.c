#define _GNU_SOURCE
#include "CSystemSupport.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_dots(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

// Takes away the marks that keep root, too, from removing something.
static void clear_marks(int descriptor) {
  int marks = 0;
  if (ioctl(descriptor, FS_IOC_GETFLAGS, &marks) < 0 || !(marks & (FS_IMMUTABLE_FL | FS_APPEND_FL))) return;
  marks &= ~(FS_IMMUTABLE_FL | FS_APPEND_FL);
  ioctl(descriptor, FS_IOC_SETFLAGS, &marks);
}

static void clear_marks_of(int parent, const char *name) {
  struct stat status;
  // Opening a device may do something.
  if (fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) < 0) return;
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return;
  int descriptor = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return;
  clear_marks(descriptor);
  close(descriptor);
}

// Whether something is mounted on a name, also where it has the same device as what lies around it.
static int is_mount(int parent, const char *name) {
  struct statx status;
  int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT;
  if (statx(parent, name, flags, STATX_TYPE, &status) == 0 && status.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT)
    return (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
  struct stat inner, outer;
  return parent != AT_FDCWD && fstatat(parent, name, &inner, AT_SYMLINK_NOFOLLOW) == 0 && fstatat(parent, "", &outer, AT_EMPTY_PATH) == 0 &&
         inner.st_dev != outer.st_dev;
}

// Takes away what is mounted on a name, in layers. Returns whether nothing is mounted there any more.
static int unmount(int parent, const char *name) {
  char path[32 + PATH_MAX];
  if (parent == AT_FDCWD)
    snprintf(path, sizeof path, "%s", name);
  else
    snprintf(path, sizeof path, "/proc/self/fd/%d/%s", parent, name);
  for (int layers = 0; is_mount(parent, name); layers++)
    if (layers == 64 || umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW) < 0) return 0;
  return 1;
}

// Removes one name. Returns whether it is gone.
static int remove_name(int parent, const char *name) {
  for (int attempt = 0; attempt < 2; attempt++) {
    if (unlinkat(parent, name, 0) == 0 || unlinkat(parent, name, AT_REMOVEDIR) == 0) return 1;
    if (errno == ENOTEMPTY || errno == EEXIST) return 0;
    // The marks of the directory and of what is in it; a mount.
    clear_marks(parent);
    clear_marks_of(parent, name);
    if (!unmount(parent, name)) return 0;
  }
  return 0;
}

// Opens a directory for listing, whatever its mode is; never another mount, since what is there is not ours.
static DIR *open_directory(int parent, const char *name) {
  if (!unmount(parent, name)) {
    errno = EBUSY;
    return NULL;
  }
  clear_marks_of(parent, name);
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
  if (!directory) return 0;
  for (struct dirent *entry; (entry = readdir(directory));) {
    if (is_dots(entry->d_name)) continue;
    int here = dirfd(directory);
    if (remove_name(here, entry->d_name)) {
      changed = 1;
    } else if (is_directory(here, entry->d_name) && unmount(here, entry->d_name)) {
      char up[64];
      snprintf(up, sizeof up, ".moved-%lu", (*moved)++);
      fchmodat(here, entry->d_name, 0700, 0);
      if (renameat2(here, entry->d_name, root, up, RENAME_NOREPLACE) == 0) changed = 1;
    }
  }
  closedir(directory);
  return remove_name(root, name) || changed;
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
      if (remove_name(dirfd(root), entry->d_name))
        changed = 1;
      else if (is_directory(dirfd(root), entry->d_name))
        changed |= flatten(dirfd(root), entry->d_name, &moved);
    }
  }
  closedir(root);
  return rmdir(path) == 0 ? 0 : errno;
}
