#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests.h"

bool file_exists(const char *name) { return faccessat(AT_FDCWD, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0; }

void make_file(const char *name, const char *content) {
  int file = open(name, O_CREAT | O_EXCL | O_WRONLY, 0600);
  EXPECT(file >= 0 && write(file, content, strlen(content)) == (ssize_t)strlen(content), "%s", name);
  close(file);
}

const char *content_of(const char *name) {
  static char room[4096];
  int file = open(name, O_RDONLY);
  if (file < 0) return "no such file";
  ssize_t length = read(file, room, sizeof room - 1);
  close(file);
  room[length > 0 ? length : 0] = 0;
  return room;
}
