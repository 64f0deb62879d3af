// CFiles and CSystemSupport.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "CFiles.h"
#include "CLaunch.h"
#include "CSystemSupport.h"
#include "tests.h"

static int here(void) { return open(".", O_RDONLY | O_DIRECTORY); }

static bool fails(int result, int error) { return result < 0 && errno == error; }

static void opens_directories(void) {
  EXPECT(mkdir("real", 0700) == 0 && symlink("real", "link") == 0);
  make_file("file", "");
  EXPECT(mirror_open_directory(AT_FDCWD, "link", 1, 1) >= 0);
  EXPECT(mirror_open_directory(AT_FDCWD, "real", 0, 0) >= 0);
  EXPECT(fails(mirror_open_directory(AT_FDCWD, "link", 1, 0), ENOTDIR), "%s", strerrorname_np(errno));
  EXPECT(fails(mirror_open_directory(AT_FDCWD, "file", 1, 1), ENOTDIR));
}

static void opens_files(void) {
  EXPECT(mirror_open_exclusive(here(), "new", 0600) >= 0);
  EXPECT(fails(mirror_open_exclusive(here(), "new", 0600), EEXIST));
  EXPECT(symlink("new", "link") == 0 && mkdir("inner", 0700) == 0 && symlink("..", "inner/up") == 0);
  EXPECT(mirror_open_for_reading(here(), "new") >= 0);
  EXPECT(fails(mirror_open_for_reading(here(), "link"), ELOOP), "%s", strerrorname_np(errno));
  EXPECT(mkfifo("fifo", 0600) == 0 && mirror_open_for_reading(here(), "fifo") >= 0);
  EXPECT(mirror_open_beneath(here(), "new") >= 0);
  EXPECT(fails(mirror_open_beneath(here(), "inner/../../x"), EXDEV), "%s", strerrorname_np(errno));
  EXPECT(fails(mirror_open_beneath(here(), "inner/up/new"), ELOOP), "%s", strerrorname_np(errno));
}

static void names_unnamed_files(void) {
  int file = mirror_open_unnamed(here(), 0600);
  EXPECT(file >= 0 && write(file, "text", 4) == 4, "%s", strerrorname_np(errno));
  EXPECT(mirror_link_through_proc(file, here(), "name") == 0, "%s", strerrorname_np(errno));
  EXPECT(fails(mirror_link_through_proc(file, here(), "name"), EEXIST));
  EXPECT(strcmp(content_of("name"), "text") == 0, "%s", content_of("name"));
  if (mirror_link_descriptor(file, here(), "other") == 0) EXPECT(strcmp(content_of("other"), "text") == 0);
  else EXPECT(errno == ENOENT && geteuid() != 0, "%s", strerrorname_np(errno));
}

static void renames_locks_and_flushes(void) {
  make_file("one", "1");
  make_file("two", "2");
  EXPECT(fails(mirror_rename_exclusively(here(), "one", "two"), EEXIST));
  EXPECT(mirror_rename_exclusively(here(), "one", "three") == 0 && file_exists("three") && !file_exists("one"));
  int one = here(), other = here();
  EXPECT(mirror_try_lock(one) == 0 && fails(mirror_try_lock(other), EWOULDBLOCK));
  EXPECT(close(one) == 0 && mirror_try_lock(other) == 0 && mirror_flush_file_system(other) == 0);
}

static void removes_trees(void) {
  EXPECT(mkdir("tree", 0700) == 0);
  int at = open("tree", O_RDONLY | O_DIRECTORY);
  // Deeper than a path can say.
  for (int i = 0; i < 200; i++) {
    char name[33];
    snprintf(name, sizeof name, "%032d", i);
    EXPECT(mkdirat(at, name, 0700) == 0 && symlinkat("/", at, "root") == 0);
    int next = openat(at, name, O_RDONLY | O_DIRECTORY);
    close(at);
    at = next;
  }
  close(at);
  EXPECT(mkdir("tree/closed", 0700) == 0 && mkdir("tree/closed/inner", 0) == 0 && chmod("tree/closed", 0) == 0);
  EXPECT(mirror_remove_tree("tree") == 0 && !file_exists("tree") && file_exists("/tmp"));
  EXPECT(mirror_remove_tree("tree") == ENOENT);
}

static void reads_attributes(void) {
  make_file("file", "");
  uint8_t room[256];
  const char *name = geteuid() == 0 ? "trusted.mirror" : "user.mirror";
  if (setxattr("file", name, "value", 5, 0) < 0) skip("this file system has no extended attributes");
  ssize_t length = mirror_attributes("file", room, sizeof room);
  EXPECT(memmem(room, (size_t)length, name, strlen(name)) && memmem(room, (size_t)length, "value", 5), "%zd", length);
  EXPECT(mirror_attributes("none", room, sizeof room) < 0);
}

static void makes_pipes_and_memory(void) {
  int ends[2];
  EXPECT(mirror_pipe(ends) == 0 && fcntl(ends[0], F_GETFD) == FD_CLOEXEC && fcntl(ends[1], F_GETFD) == FD_CLOEXEC);
  int file = mirror_memory_file("name");
  EXPECT(file >= 0 && fcntl(file, F_GETFD) == FD_CLOEXEC && ftruncate(file, 100) == 0);
}

const struct test file_tests[] = {
    {"files: directories, and links to them", opens_directories},
    {"files: new ones, FIFOs, links, and paths that lead out", opens_files},
    {"files: unnamed ones get a name", names_unnamed_files},
    {"files: renaming, locking, flushing", renames_locks_and_flushes},
    {"files: trees are removed", removes_trees},
    {"files: extended attributes", reads_attributes},
    {"files: pipes and files in memory", makes_pipes_and_memory},
    {0},
};
