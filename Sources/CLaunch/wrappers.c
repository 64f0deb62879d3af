#define _GNU_SOURCE
#include "CLaunch.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

int mirror_mount_tmpfs(const char *path, const char *options) {
  if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0) return errno;
  return mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, options) < 0 ? errno : 0;
}

int mirror_unmount(const char *path) { return umount2(path, MNT_DETACH) < 0 ? errno : 0; }

int mirror_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) < 0 ? errno : 0; }

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place) {
  (void)status, (void)place;
  // A directory that could not be read is opened up and walked anew.
  if (kind == FTW_DNR && chmod(path, 0700) == 0) mirror_remove_tree(path);
  remove(path);
  return 0;
}

int mirror_remove_tree(const char *path) {
  chmod(path, 0700);
  return nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT) == 0 ? 0 : errno;
}
