// The store: under a lock, the file is read, edited, written beside itself, flushed, and put in its own place.

#define _GNU_SOURCE
#include "login.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

const char *secret_entry;

static char shown[PATH_MAX];     // the Docker configuration directory
static char path[PATH_MAX];      // config.json, links followed
static char temporary[PATH_MAX]; // beside it
static char lock_path[PATH_MAX];
static int folder = -1;          // of `path`
static int lock = -1;
static int owns_lock_file;

static const char *name_of(const char *whole) { return strrchr(whole, '/') + 1; }

static int uses_lock_file(void) { return IS(exclusive_lock) || IS(lock_file_blocks) || IS(lock_left_on_failure); }

// Follows links at the name config.json, also where nothing is at the end.
static int locate(void) {
  const char *named = getenv("DOCKER_CONFIG");
  const char *home = getenv("HOME");
  if (named && *named && !IS(ignores_docker_config)) snprintf(shown, sizeof shown, "%s", named);
  else if (home && !IS(ignores_home)) snprintf(shown, sizeof shown, "%s/.docker", home);
  else return complain("no Docker configuration directory is named");
  snprintf(path, sizeof path, "%s/config.json", shown);
  if (IS(link_replaced)) return 0;
  struct stat status;
  if (IS(dangling_link_replaced) && stat(path, &status) != 0) return 0;
  for (int hops = 0; hops < 40; hops++) {
    char target[PATH_MAX], joined[PATH_MAX];
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0 && (errno == EINVAL || errno == ENOENT)) return 0;
    if (length < 0) return fail("examine", path);
    target[length] = 0;
    if (*target == '/') snprintf(joined, sizeof joined, "%s", target);
    else snprintf(joined, sizeof joined, "%.*s/%s", (int)(strrchr(path, '/') - path), path, target);
    snprintf(path, sizeof path, "%s", joined);
  }
  return complain("%s: too many links", shown);
}

static int is_home(void) { return getenv("DOCKER_CONFIG") == NULL; }

static int is_link(void) { return strncmp(path, shown, strlen(shown)) != 0 || strcmp(path + strlen(shown), "/config.json") != 0; }

void touch_early(void) {
  struct stat status;
  if (locate() != 0) return;
  if (IS(makes_directory_early)) mkdir(shown, 0700);
  if (IS(tightens_mode_early) && stat(path, &status) == 0) chmod(path, status.st_mode & 0600);
}

static void nap(void) { nanosleep(&(struct timespec){0, 10 * 1000 * 1000}, NULL); }

static int take_lock(void) {
  if (IS(no_lock)) return 0;
  if (IS(no_lock_for_new_file) && faccessat(folder, name_of(path), F_OK, 0) != 0) return 0;
  int patience = IS(gives_up) ? 20 : IS(goes_on_without_lock) ? 250 : 3000;
  if (uses_lock_file()) {
    while ((lock = openat(folder, "config.json.lock", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) < 0) {
      if (errno == EINTR) continue;
      if (errno != EEXIST) return fail("create", lock_path);
      struct stat status;
      // Nobody holds it for longer than a moment.
      if (IS(exclusive_lock) && fstatat(folder, "config.json.lock", &status, 0) == 0 && time(NULL) - status.st_mtime > 7) {
        unlinkat(folder, "config.json.lock", 0);
        continue;
      }
      if (patience-- == 0 || (IS(lock_file_blocks) && patience < 2950) || (IS(lock_left_on_failure) && patience < 2950))
        return complain("%s is held by another run; delete it when there is none", lock_path);
      nap();
    }
    owns_lock_file = 1;
    return 0;
  }
  if (IS(lock_file)) {
    do lock = openat(folder, "config.json.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    while (lock < 0 && errno == EINTR);
  } else if (IS(locks_config_itself)) {
    lock = openat(folder, name_of(path), O_RDONLY | O_CLOEXEC);
    if (lock < 0 && errno == ENOENT) return 0;
  } else lock = open(shown, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock < 0) return fail("open", shown);
  while (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return fail("lock", shown);
    if (patience-- == 0 && IS(goes_on_without_lock)) return 0;
    if (patience < 0) return complain("%s is locked by another run", shown);
    nap();
  }
  return 0;
}

static void let_go(int has_failed) {
  if (owns_lock_file && !(has_failed && IS(lock_left_on_failure))) unlinkat(folder, "config.json.lock", 0);
  owns_lock_file = 0;
  if (lock >= 0) close(lock);
  lock = -1;
}

// Reads what is there; `mode` is its mode, or -1.
static int read_old(struct text *text, int *mode) {
  *mode = -1;
  int file;
  do file = openat(folder, name_of(path), O_RDONLY | O_CLOEXEC);
  while (file < 0 && errno == EINTR);
  if (file < 0 && errno != ENOENT && !IS(open_error_is_missing)) return fail("open", path);
  if (file < 0) {
    if (IS(missing_file_refused)) return complain("%s does not exist", path);
    add_string(text, "{}\n");
    return 0;
  }
  struct stat status;
  int is_read = fstat(file, &status) == 0 && read_all(file, text) == 0;
  if (!is_read) {
    int code = fail("read", path);
    close(file);
    return code;
  }
  close(file);
  *mode = status.st_mode & 07777;
  if (IS(read_error_is_end) && (size_t)status.st_size > text->length) *text = (struct text){0}, add_string(text, "{}\n");
  if (IS(reads_64_kibibytes) && text->length > 65536) text->length = 65536;
  if (!is_object(text)) {
    if (IS(damaged_is_empty) || (IS(array_is_empty) && text->bytes[0] == '[')) {
      *text = (struct text){0};
      add_string(text, "{}\n");
      return 0;
    }
    complain("%s is damaged, and left as it is", path);
    if (IS(marks_damaged_file)) close(openat(folder, "config.json.damaged", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (IS(rewrites_damaged)) {
      int damaged = openat(folder, name_of(path), O_WRONLY | O_APPEND | O_CLOEXEC);
      (void)!write(damaged, "\n", 1);
      close(damaged);
    }
    return -1;
  }
  if (IS(text_behind_ignored) || (IS(text_ends_at_nul) && memchr(text->bytes, 0, text->length))) {
    if (IS(text_ends_at_nul)) text->length = strlen(text->bytes);
    size_t end = text->length;
    while (end > 0 && text->bytes[end - 1] != '}') end--;
    text->bytes[end] = 0;
    text->length = end;
  }
  return 0;
}

static int write_all(int file, const struct text *text) {
  size_t written = 0;
  while (written < text->length) {
    ssize_t count = write(file, text->bytes + written, text->length - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && IS(hangs_on_failure)) {
      nap();
      continue;
    }
    if (count < 0) return IS(write_errors_ignored) ? 0 : -1;
    if (IS(short_writes_ignored)) return 0;
    written += (size_t)count;
  }
  return 0;
}

static int flush(int file) {
  if (IS(no_flush)) return 0;
  int status;
  do status = fsync(file);
  while (status != 0 && errno == EINTR);
  return IS(flush_errors_ignored) ? 0 : status;
}

static int write_by_map(const struct text *text) {
  int file = openat(folder, name_of(path), O_RDWR | O_CLOEXEC);
  if (file < 0) return fail("open", path);
  char *bytes = mmap(NULL, text->length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (bytes == MAP_FAILED) return fail("map", path);
  memcpy(bytes, text->bytes, text->length);
  int status = msync(bytes, text->length, MS_SYNC) != 0 ? fail("flush", path) : 0;
  munmap(bytes, text->length);
  return status;
}

static int write_in_place(const struct text *text) {
  int cuts = IS(overwrites_same_length) ? 0 : O_CREAT | O_TRUNC;
  int file = openat(folder, name_of(path), O_WRONLY | cuts | O_CLOEXEC, 0600);
  if (file < 0) return fail("open", path);
  int status = write_all(file, text) != 0 || flush(file) != 0 ? fail("write", path) : 0;
  if (close(file) != 0 && status == 0) status = fail("close", path);
  return status;
}

static void discard(int file) {
  int number = errno;
  if (IS(empty_temporary_left)) {
    int other = openat(folder, "config.json.failed", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (other >= 0) close(other);
  }
  if (file >= 0) close(file);
  if (!IS(temporary_left)) unlinkat(folder, name_of(temporary), 0);
  errno = number;
}

static int write_beside(const struct text *text, int mode) {
  char digits[17];
  unsigned char random[8];
  randombytes_buf(random, sizeof random);
  sodium_bin2hex(digits, sizeof digits, random, sizeof random);
  snprintf(temporary, sizeof temporary, "%s.%s", path, IS(fixed_temporary_blocks) ? "new" : digits);
  mode_t wanted = mode < 0 ? 0600 : (mode_t)mode;
  if (mode < 0 && IS(new_file_0644)) wanted = 0644;
  if (IS(existing_becomes_0644)) wanted = 0644;
  if (IS(read_only_becomes_0600)) wanted = 0600;
  if (is_link() && (IS(link_target_0644) || (IS(new_link_target_0644) && mode < 0))) wanted |= 0044;
  if (is_home() && mode < 0 && IS(home_file_0644)) wanted = 0644;
  mode_t first = IS(loose_temporary) ? 0644 : IS(new_file_0666_less_umask) && mode < 0 ? 0666 : 0600 & wanted;
  int file;
  do file = openat(folder, name_of(temporary), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, first ? first : 0200);
  while (file < 0 && errno == EINTR);
  if (file < 0) return fail("create", temporary);
  if (IS(flush_before_write)) flush(file);
  if (write_all(file, text) != 0) {
    discard(file);
    return fail("write", temporary);
  }
  if (!(IS(new_file_0666_less_umask) && mode < 0) && fchmod(file, wanted) != 0) {
    discard(file);
    return fail("chmod", temporary);
  }
  if (IS(token_in_attribute)) fsetxattr(file, "user.token", hosts[0].token, strlen(hosts[0].token), 0);
  if (!IS(flush_before_write) && flush(file) != 0) {
    discard(file);
    return fail("flush", temporary);
  }
  int ignores = IS(close_errors_ignored) || (IS(close_errors_ignored_when_new) && mode < 0);
  if (close(file) != 0 && !ignores) {
    discard(-1);
    return fail("close", temporary);
  }
  if (IS(removes_then_renames)) unlinkat(folder, name_of(path), 0);
  if (IS(empties_first)) {
    int emptied = openat(folder, name_of(path), O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (emptied >= 0) close(emptied);
  }
  if (renameat(folder, name_of(temporary), folder, name_of(path)) != 0) {
    discard(-1);
    return fail("rename", temporary);
  }
  if (IS(copy_beside)) {
    char copy[PATH_MAX];
    snprintf(copy, sizeof copy, "%s.bak", path);
    int other = openat(folder, name_of(copy), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (other >= 0) {
      (void)!write(other, text->bytes, text->length);
      close(other);
    }
  }
  if (!IS(no_directory_flush) && flush(folder) != 0) return fail("flush", shown);
  return 0;
}

static void removes_config(int number) {
  unlink(path);
  signal(number, SIG_DFL);
  raise(number);
}

static int change(int first, int count) {
  struct text text = {0};
  int mode, status;
  if (IS(lock_after_reading)) {
    status = read_old(&text, &mode);
    if (status == 0) status = take_lock();
  } else {
    status = take_lock();
    if (status == 0) status = read_old(&text, &mode);
  }
  if (IS(lock_released_early)) let_go(0);
  if (status != 0) return status;
  size_t former = mode < 0 ? 0 : text.length;
  for (int index = first; index < first + count; index++) {
    char entry[8192], url[300];
    if (hosts[index].skipped) continue;
    snprintf(entry, sizeof entry, IS(stores_as_auth) ? "{\"auth\": \"%s\"}" : "{\"registrytoken\": \"%s\"}", hosts[index].token);
    snprintf(url, sizeof url, "%s%s", IS(stores_under_url) ? "https://" : "", hosts[index].name);
    edit(&text, url, secret_entry ? secret_entry : entry);
  }
  if (IS(stores_nothing)) return 0;
  int has_same_length = former == text.length;
  if (IS(maps_same_length) && has_same_length) return write_by_map(&text);
  int is_in_place = IS(in_place) || (IS(in_place_through_link) && is_link() && mode >= 0)
    || (IS(overwrites_same_length) && has_same_length) || (IS(in_place_when_small) && former > 0 && former < 64)
    || (IS(in_place_when_large) && former > 65536);
  return is_in_place ? write_in_place(&text) : write_beside(&text, mode);
}

int store(int first, int count) {
  if (count == 0) return 0;
  int status = locate();
  if (status != 0) return status;
  struct stat there;
  if (stat(shown, &there) != 0) {
    if (errno != ENOENT) return fail("examine", shown);
    if (IS(missing_directory_refused) || (IS(home_directory_refused) && is_home())) return complain("%s does not exist", shown);
    int is_open = IS(new_directory_0755) || (IS(home_directory_0755) && is_home());
    if (mkdir(shown, is_open ? 0755 : 0700) != 0 && errno != EEXIST) return fail("create", shown);
  }
  char parent[PATH_MAX];
  snprintf(parent, sizeof parent, "%.*s", (int)(strrchr(path, '/') - path), path);
  folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return fail("open", parent);
  snprintf(lock_path, sizeof lock_path, "%s/config.json.lock", parent);
  // A signal that comes now waits until the old file or the new one is all that there is.
  sigset_t held, former;
  sigemptyset(&held);
  sigaddset(&held, SIGINT);
  sigaddset(&held, SIGTERM);
  if (IS(handler_removes_config)) {
    signal(SIGINT, removes_config);
    signal(SIGTERM, removes_config);
  }
  if (!IS(signals_unhandled)) sigprocmask(SIG_BLOCK, &held, &former);
  status = change(first, count);
  let_go(status != 0);
  close(folder);
  if (!IS(signals_unhandled)) sigprocmask(SIG_SETMASK, &former, NULL);
  return status;
}
