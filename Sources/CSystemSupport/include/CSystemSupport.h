// What the Glibc module does not import, or what needs a directory descriptor at every step: removing whole trees, and
// extended attributes.

#ifndef CSYSTEMSUPPORT_H
#define CSYSTEMSUPPORT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Removes a directory with all below it, whatever the modes, marks and mounts are; never what lies behind a mount.
// Returns 0, or an errno.
int mirror_remove_tree(const char *path);
// Reads the names and values of a file's extended attributes, one after the other, as far as there is room. Returns how
// many bytes they are; negative where the file system has none.
ssize_t mirror_attributes(const char *path, uint8_t *room, size_t size);

#endif
