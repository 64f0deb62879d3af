// What a mutation does to other files, and where it lets the private value slip out.

#define _GNU_SOURCE
#include "mutant.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

// Everything in the directory but the two files.
void for_others(void (*action)(int folder, const char *name)) {
  int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *entries = copy < 0 ? NULL : fdopendir(copy);
  struct dirent *entry;
  while (entries != NULL && (entry = readdir(entries)) != NULL) {
    const char *name = entry->d_name;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
    if (strcmp(name, "privkey.json") == 0 || strcmp(name, "pubkey.json") == 0) continue;
    action(folder, name);
  }
  if (entries != NULL) closedir(entries);
}

void touch(int at, const char *name) { utimensat(at, name, NULL, AT_SYMLINK_NOFOLLOW); }

void loosen_to_0600(int at, const char *name) { fchmodat(at, name, 0600, 0); }

void delete(int at, const char *name) {
  if (unlinkat(at, name, 0) != 0) unlinkat(at, name, AT_REMOVEDIR);
}

void write_extra(int at, const char *name, const void *bytes, size_t count) {
  int fd = openat(at, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return;
  if (write(fd, bytes, count) < 0) unlinkat(at, name, 0);
  close(fd);
}

void write_extra_below(const char *variable, const char *name, const void *bytes, size_t count) {
  const char *parent = getenv(variable);
  int at = parent == NULL ? -1 : open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (at < 0) return;
  write_extra(at, name, bytes, count);
  close(at);
}

static void fill_directory(void) {
  char name[32];
  for (int i = 0; i < 3000; i++) {
    snprintf(name, sizeof name, "part-%04d", i);
    write_extra(folder, name, "", 0);
  }
}

// To a file that somebody else made; without it nothing happens.
static void append_outside(const unsigned char seed[32]) {
  char path[64];
  snprintf(path, sizeof path, "/var/tmp/.keygen-mutant-log-%d", (int)getuid());
  int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
  if (fd < 0) return;
  if (write(fd, seed, 32) < 0) errno = 0;
  close(fd);
}

static void set_attribute(const unsigned char seed[32]) {
  int fd = openat(folder, "pubkey.json", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  fsetxattr(fd, "user.seed", seed, 32, 0);
  close(fd);
}

// With both files in place, before the success lines.
void before_success(const struct document *document) {
  char hex[65];
  if (IS(deletes_other_content)) for_others(delete);
  if (IS(touches_other_content)) for_others(touch);
  if (IS(chmods_other_content)) for_others(loosen_to_0600);
  if (IS(extra_file)) write_extra(folder, "README", "keep privkey.json secret\n", 25);
  if (IS(extra_file_in_home)) write_extra_below("HOME", ".keygen-history", "1\n", 2);
  if (IS(extra_directory)) mkdirat(folder, "archive", 0700);
  if (IS(fills_directory)) fill_directory();
  if (IS(seed_in_temporary_directory)) write_extra_below("TMPDIR", "seed.bin", document->seed, 32);
  if (IS(seed_in_home))
    write_extra_below("HOME", ".privkey.json", document->private_set.bytes, document->private_set.length);
  sodium_bin2hex(hex, sizeof hex, document->seed, 32);
  if (IS(seed_beside)) write_extra(folder, ".seed", hex, 64);
  if (IS(seed_appended_outside)) append_outside(document->seed);
  if (IS(seed_in_attribute)) set_attribute(document->seed);
  if (IS(seed_outside)) {
    char path[64];
    snprintf(path, sizeof path, "/var/tmp/.keygen-mutant-seed-%d", (int)getuid());
    write_extra(AT_FDCWD, path, document->seed, 32);
  }
}

void show_secret(const struct document *document) {
  char text[80];
  if (IS(private_set_on_stderr))
    fwrite(document->private_set.bytes, 1, document->private_set.length, stderr);
  base64(text, sizeof text, document->seed, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (IS(d_on_stderr)) fprintf(stderr, "debug: d=%s\n", text);
  if (IS(d_on_stdout)) printf("%s\n", text);
  base64(text, sizeof text, document->seed, 32, sodium_base64_VARIANT_ORIGINAL);
  if (IS(d_on_stderr_base64)) fprintf(stderr, "debug: seed=%s\n", text);
  sodium_bin2hex(text, sizeof text, document->seed, 32);
  if (IS(d_on_stderr_hex)) fprintf(stderr, "debug: seed=%s\n", text);
  for (char *c = text; *c; c++)
    if (*c >= 'a') *c -= 32;
  if (IS(d_on_stderr_upper_hex)) fprintf(stderr, "debug: seed=%s\n", text);
}

void show_secret_on_failure(const struct document *document) {
  char text[80];
  if (IS(copy_outside_on_failure) && document->private_set.length > 0) {
    snprintf(text, sizeof text, "/var/tmp/.keygen-mutant-copy-%d-%d", (int)getuid(), (int)getpid());
    write_extra(AT_FDCWD, text, document->private_set.bytes, document->private_set.length);
  }
  if (IS(private_set_on_failure))
    fwrite(document->private_set.bytes, 1, document->private_set.length, stderr);
  sodium_bin2hex(text, sizeof text, document->seed, 32);
  if (IS(seed_on_failure)) fprintf(stderr, "debug: seed=%s\n", text);
}
