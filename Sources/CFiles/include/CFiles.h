// The Linux file calls and flags that Swift's Glibc module leaves out. Each returns -1 and sets errno on failure.

#ifndef CFILES_H
#define CFILES_H

#include <sys/types.h>

// Opens a directory; `readable` is 0 for a handle that only serves as the start of paths (O_PATH), and
// `follow` is 0 to refuse a symbolic link.
int mirror_open_directory(int at, const char *path, int readable, int follow);

// Opens a new file without a name in a directory (O_TMPFILE), for writing.
int mirror_open_unnamed(int directory, mode_t mode);

// Opens a new file for writing; refuses a name that exists, whatever it is.
int mirror_open_exclusive(int directory, const char *name, mode_t mode);

// Opens a file for reading, never waiting for a FIFO's writer; does not follow a symbolic link.
int mirror_open_for_reading(int directory, const char *name);

// The same for a path that must not lead out of the directory, nor through any symbolic link (RESOLVE_BENEATH).
int mirror_open_beneath(int directory, const char *path);

// Locks an open file or directory for this descriptor alone; fails with EWOULDBLOCK where another one has it.
int mirror_try_lock(int descriptor);

// Gives an open file a name; refuses a name that exists.
// The first needs /proc, the second the right to link by descriptor (AT_EMPTY_PATH).
int mirror_link_through_proc(int descriptor, int directory, const char *name);
int mirror_link_descriptor(int descriptor, int directory, const char *name);

// Renames inside one directory; refuses a new name that exists (RENAME_NOREPLACE).
int mirror_rename_exclusively(int directory, const char *from, const char *to);

// Flushes the whole file system of a descriptor.
int mirror_flush_file_system(int descriptor);

#endif
