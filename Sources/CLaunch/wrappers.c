#define _GNU_SOURCE
#include "CLaunch.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

int mirror_mount_tmpfs(const char *path, const char *options) {
  if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0) return errno;
  return mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, options) < 0 ? errno : 0;
}

int mirror_grow_tmpfs(const char *path) {
  return mount("tmpfs", path, NULL, MS_REMOUNT | MS_NOSUID | MS_NODEV, "size=256m,nr_inodes=16k") < 0 ? errno : 0;
}

int mirror_unmount(const char *path) { return umount2(path, MNT_DETACH) < 0 ? errno : 0; }

int mirror_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) < 0 ? errno : 0; }

int mirror_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }
