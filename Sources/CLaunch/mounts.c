#include "CLaunch.h"

#include <errno.h>
#include <sys/mount.h>

int mirror_mount_tmpfs(const char *path, const char *options) {
  return mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, options) < 0 ? errno : 0;
}

int mirror_unmount(const char *path) { return umount2(path, MNT_DETACH) < 0 ? errno : 0; }
