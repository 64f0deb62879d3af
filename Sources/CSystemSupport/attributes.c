#define _GNU_SOURCE
#include "CSystemSupport.h"

#include <string.h>
#include <sys/xattr.h>

enum { NAMES_ROOM = 4096 };

ssize_t mirror_attributes(const char *path, uint8_t *room, size_t size) {
  char names[NAMES_ROOM];
  ssize_t length = llistxattr(path, names, sizeof names);
  size_t used = 0;
  for (ssize_t at = 0; at < length; at += (ssize_t)strlen(names + at) + 1) {
    // A name may carry something, too.
    size_t count = strlen(names + at) + 1;
    if (count > size - used) break;
    memcpy(room + used, names + at, count);
    used += count;
    ssize_t value = lgetxattr(path, names + at, room + used, size - used);
    if (value > 0) used += (size_t)value;
  }
  return length < 0 ? -1 : (ssize_t)used;
}
