// Writing the two files, and undoing it.

#define _GNU_SOURCE
#include "mutant.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
  const char *name;
  const struct text *text;
  int private;
  int placed; // this run made the file at the real name
  char temporary[64];
  struct stat made; // by those who compare before they remove
};

enum step { CREATE, WRITE, FLUSH, CLOSE, NAME, FLUSH_DIRECTORY };

static enum step failed_step;
static int failed_errno;
static int made_lock;
int undone_by_look;

static enum outcome failed(enum step step, const char *operation, const char *name) {
  failed_step = step;
  failed_errno = errno;
  if (step == CREATE && failed_errno == EEXIST) return complain(REFUSED, "%s/%s already exists", directory, name);
  return complain(FAILED, "cannot %s %s/%s: %s", operation, directory, name, strerror(failed_errno));
}

int private_comes_first(void) {
  return IS(private_first) || IS(no_rollback) || IS(keeps_private) || IS(keeps_public_partial) ||
         IS(refusal_leaves_private) || IS(public_errors_ignored) || IS(looks_and_keeps);
}

// ---- One file

// For the races: time for another run between the look and the creation.
static void dawdle(void) {
  if (IS(checks_then_truncates) || IS(checks_then_renames) || IS(loser_deletes_winner)) usleep(30000);
}

static mode_t final_mode(const struct file *file) {
  if (file->private) {
    if (IS(private_0644)) return 0644;
    if (IS(private_0640)) return 0640;
    if (IS(private_0400)) return 0400;
    if (IS(private_0700)) return 0700;
    if (IS(private_0666_less_umask)) return 0666 & ~inherited_umask;
    if (IS(private_0600_less_umask)) return 0600 & ~inherited_umask;
    if (IS(private_loose_under_umask_0) && inherited_umask == 0) return 0644;
    if (IS(private_loose_under_umask_027) && inherited_umask == 027) return 0640;
    return 0600;
  }
  if (IS(public_0600)) return 0600;
  if (IS(public_0664)) return 0664;
  if (IS(public_0444)) return 0444;
  if (IS(public_0666_less_umask)) return 0666 & ~inherited_umask;
  if (IS(public_0644_less_umask)) return 0644 & ~inherited_umask;
  return 0644;
}

static mode_t first_mode(const struct file *file) {
  int loose = IS(chmod_after_write) || IS(chmod_after_close) || IS(loose_temporary);
  if (file->private && (IS(private_0640_while_empty) || IS(temporary_0640_while_empty))) return 0640;
  if (file->private && IS(private_0604_while_empty)) return 0604;
  return file->private && loose ? 0644 : final_mode(file);
}

static int may_overwrite(const struct file *file) {
  struct stat status;
  if (IS(overwrites) || IS(checks_then_truncates)) return 1;
  if (IS(overwrites_private)) return file->private;
  if (IS(overwrites_public)) return !file->private;
  return (IS(writes_through_symlink) || IS(follows_dangling_symlink)) &&
         fstatat(folder, file->name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
}

static int compares(void) { return IS(gives_up_on_both) || IS(looks_and_keeps) || IS(failing_look_is_success); }

static int open_new(struct file *file, const char *name) {
  int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, first_mode(file));
  if (fd >= 0 && name == file->name) file->placed = 1;
  if (fd < 0 && errno == EEXIST && may_overwrite(file)) {
    fd = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_CLOEXEC, first_mode(file));
    if (fd >= 0 && fchmod(fd, final_mode(file)) != 0) close(fd), fd = -1;
  }
  return fd;
}

// Neither at the start, nor at the end, nor half-way.
static int is_in_the_middle(size_t done, const struct file *file) {
  size_t piece = done / 8, pieces = (file->text->length + 7) / 8;
  return piece > 1 && piece < pieces - 2 && piece != pieces / 2;
}

static enum outcome write_all(int fd, const struct file *file) {
  size_t done = 0;
  while (done < file->text->length) {
    size_t left = file->text->length - done;
    if (IS(middle_write_errors_ignored) && left > 8) left = 8;
    ssize_t written = write(fd, file->text->bytes + done, left);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EIO && IS(retries_eio_forever)) {
      usleep(10000);
      continue;
    }
    if (written <= 0 && IS(write_errors_ignored)) return DONE;
    if (written < 0 && IS(middle_write_errors_ignored) && is_in_the_middle(done, file)) written = (ssize_t)left;
    if (written <= 0) return failed(WRITE, "write", file->name);
    done += (size_t)written;
    if (IS(short_writes_ignored)) return DONE;
  }
  return DONE;
}

static int needs_flush(const struct file *file) {
  if (IS(no_fsync) || IS(fsync_after_success)) return 0;
  return !(IS(no_private_fsync) && file->private);
}

static int is_tightened_while_empty(void) {
  return IS(private_0640_while_empty) || IS(private_0604_while_empty) || IS(temporary_0640_while_empty);
}

static int close_file(int fd) {
  if (!IS(close_range_errors_ignored)) return close(fd);
  close_range((unsigned)fd, (unsigned)fd, 0);
  return 0;
}

static enum outcome fill(int fd, struct file *file) {
  enum outcome outcome = DONE;
  if (compares() && fstat(fd, &file->made) != 0) outcome = failed(WRITE, "look at", file->name);
  if (outcome == DONE && first_mode(file) != final_mode(file) && is_tightened_while_empty() &&
      fchmod(fd, final_mode(file)) != 0)
    outcome = failed(WRITE, "set the mode of", file->name);
  if (outcome == DONE) outcome = write_all(fd, file);
  if (outcome == DONE && needs_flush(file) && fsync(fd) != 0 && !IS(flush_errors_ignored))
    outcome = failed(FLUSH, "flush", file->name);
  int loose = file->private && (IS(chmod_after_write) || IS(loose_temporary));
  if (outcome == DONE && loose && fchmod(fd, final_mode(file)) != 0)
    outcome = failed(WRITE, "set the mode of", file->name);
  if (close_file(fd) != 0 && outcome == DONE && !IS(close_errors_ignored))
    outcome = failed(CLOSE, "close", file->name);
  if (outcome == DONE && file->private && IS(chmod_after_close) &&
      fchmodat(folder, file->name, final_mode(file), 0) != 0)
    outcome = failed(WRITE, "set the mode of", file->name);
  return outcome;
}

static int uses_temporary(const struct file *file) {
  if (IS(checks_then_renames) || IS(forgets_temporary_after_look)) return 1;
  if (file->private) return IS(loose_temporary) || IS(temporary_0640_while_empty) || IS(private_temporary_left) || IS(private_temporary_left_on_failure);
  return IS(public_temporary_left) || IS(public_temporary_left_on_failure);
}

static enum outcome place_through_temporary(struct file *file) {
  unsigned char random[8];
  char hex[17];
  entropy(random, sizeof random);
  sodium_bin2hex(hex, sizeof hex, random, sizeof random);
  snprintf(file->temporary, sizeof file->temporary, ".%s.%s", file->name, hex);
  int fd = open_new(file, file->temporary);
  if (fd < 0) return file->temporary[0] = 0, failed(CREATE, "create", file->temporary);
  enum outcome outcome = fill(fd, file);
  if (outcome != DONE) return outcome;
  struct stat status;
  if (IS(forgets_temporary_after_look) && fstatat(folder, file->temporary, &status, AT_SYMLINK_NOFOLLOW) != 0) {
    outcome = failed(WRITE, "look at", file->temporary);
    file->temporary[0] = 0;
    return outcome;
  }
  if (IS(checks_then_renames)) {
    dawdle();
    if (renameat(folder, file->temporary, folder, file->name) != 0) return failed(NAME, "create", file->name);
    file->temporary[0] = 0;
    file->placed = 1;
    return DONE;
  }
  if (linkat(folder, file->temporary, folder, file->name, 0) != 0) return failed(CREATE, "create", file->name);
  file->placed = 1;
  if (IS(public_temporary_left) || IS(private_temporary_left)) return DONE;
  if (unlinkat(folder, file->temporary, 0) != 0) return failed(NAME, "remove", file->temporary);
  file->temporary[0] = 0;
  return DONE;
}

static enum outcome place(struct file *file) {
  if ((IS(only_private) && !file->private) || (IS(only_public) && file->private)) return DONE;
  if (uses_temporary(file)) return place_through_temporary(file);
  dawdle();
  int fd = open_new(file, file->name);
  if (fd < 0) return failed(CREATE, "create", file->name);
  return fill(fd, file);
}

// The name first, the content only once the private file is there.
static enum outcome place_public_around(struct file *public_file, struct file *private_file) {
  int fd = open_new(public_file, public_file->name);
  if (fd < 0) return failed(CREATE, "create", public_file->name);
  enum outcome outcome = place(private_file);
  if (outcome == DONE) return fill(fd, public_file);
  close(fd);
  return outcome;
}

// ---- Undoing

// Whether the name still has the file that this run made there; 0 also where it cannot be told.
static int may_remove(const struct file *file) {
  static int gave_up;
  struct stat now;
  if (gave_up) return 0;
  if (fstatat(folder, file->name, &now, AT_SYMLINK_NOFOLLOW) != 0) {
    if (IS(gives_up_on_both)) gave_up = 1;
    if (IS(failing_look_is_success) && errno != ENOENT) undone_by_look = 1;
    return 0;
  }
  // Where the look after the creation failed there is nothing to compare with.
  int known = file->made.st_ino != 0;
  return !IS(looks_and_keeps) && (!known || (now.st_ino == file->made.st_ino && now.st_dev == file->made.st_dev));
}

static void remove_file(const struct file *file) {
  if (!file->placed && !(IS(loser_deletes_winner) && failed_errno == EEXIST)) return;
  if (IS(rollback_truncates)) {
    int fd = openat(folder, file->name, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (fd >= 0) close(fd);
    return;
  }
  if (compares() && !may_remove(file)) return;
  unlinkat(folder, file->name, 0);
}

static int leaves_all(void) {
  if (IS(no_rollback) || IS(aborts_before_rollback)) return 1;
  if (IS(rollback_only_enospc)) return failed_errno != ENOSPC;
  if (IS(no_rollback_after_flush)) return failed_step == FLUSH || failed_step == CLOSE;
  if (IS(no_rollback_when_open_fails)) return failed_step == CREATE;
  if (IS(no_rollback_when_directory_flush_fails)) return failed_step == FLUSH_DIRECTORY;
  return 0;
}

static void remove_temporary(const struct file *file) {
  if (file->temporary[0] == 0) return;
  if (IS(public_temporary_left_on_failure) || IS(private_temporary_left_on_failure)) return;
  unlinkat(folder, file->temporary, 0);
}

static void undo(struct file *public_file, struct file *private_file, int public_failed) {
  int lost_race = failed_step == CREATE && failed_errno == EEXIST;
  if (IS(aborts_before_rollback) && !lost_race) abort();
  if (leaves_all() && !lost_race) return;
  int keep_private = (IS(keeps_private) && public_failed) || (IS(refusal_leaves_private) && lost_race) ||
                     (IS(keeps_private_partial) && !public_failed);
  int keep_public = (IS(keeps_public_partial) && public_failed) || (IS(refusal_leaves_public) && lost_race) ||
                    (IS(keeps_public) && !public_failed);
  if (IS(gives_up_on_both)) remove_file(public_file);
  if (!keep_private) remove_file(private_file);
  remove_temporary(private_file);
  if (!keep_public && !IS(gives_up_on_both)) remove_file(public_file);
  remove_temporary(public_file);
  if (IS(rollback_wipes_directory)) for_others(delete);
  if (IS(rollback_touches_others)) for_others(touch);
  if (IS(rollback_removes_directory)) rmdir(directory);
  if (made_lock && IS(lock_file_left) == 0 && !IS(lock_left_on_failure) && !IS(exclusive_lock_left_on_failure))
    unlinkat(folder, ".keygen.lock", 0);
  while (IS(hangs_on_failure) && !lost_race) pause();
  if (IS(aborts_on_failure) && !lost_race) abort();
  if (IS(aborts_on_enomem) && failed_step == CREATE && failed_errno == ENOMEM) abort();
  if (IS(segfaults_on_failure) && !lost_race) raise(SIGSEGV);
}

// ---- The directory

static enum outcome make_directories(void) {
  char path[PATH_MAX];
  mode_t mode = IS(created_directory_0777) ? 0777 : 0777 & ~inherited_umask;
  if (IS(no_mkdir)) return complain(FAILED, "%s does not exist", directory);
  if (snprintf(path, sizeof path, "%s", directory) >= (int)sizeof path)
    return complain(FAILED, "the path is too long: %s", directory);
  for (char *end = path + 1;; end++) {
    if (*end != '/' && *end != 0) continue;
    char kept = *end;
    *end = 0;
    int spared = kept != 0 && (IS(no_parents) || (IS(no_parents_when_absolute) && directory[0] == '/'));
    if (!spared && mkdir(path, mode) != 0 && errno != EEXIST)
      return complain(FAILED, "cannot create directory %s: %s", path, strerror(errno));
    *end = kept;
    if (kept == 0) return DONE;
  }
}

static enum outcome open_directory(void) {
  folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    if (IS(refuses_existing_directory) && strcmp(directory, ".") != 0)
      return complain(REFUSED, "%s already exists", directory);
    if (IS(existing_directory_0700)) fchmod(folder, 0700);
    struct stat status;
    if (IS(clears_special_bits) && fstat(folder, &status) == 0 && (status.st_mode & 07000))
      fchmod(folder, status.st_mode & 0777);
    return DONE;
  }
  if (errno != ENOENT) return complain(FAILED, "cannot open %s: %s", directory, strerror(errno));
  enum outcome outcome = make_directories();
  if (outcome != DONE) return outcome;
  folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return folder >= 0 ? DONE : complain(FAILED, "cannot open %s: %s", directory, strerror(errno));
}

static enum outcome take_lock(void) {
  int wanted = IS(lock_file_left) || IS(lock_left_on_failure) || IS(exclusive_lock_left_on_failure);
  if (!wanted) return DONE;
  int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (IS(exclusive_lock_left_on_failure) ? O_EXCL : 0);
  int fd = openat(folder, ".keygen.lock", flags, 0600);
  if (fd < 0) return failed(CREATE, "create", ".keygen.lock");
  close(fd);
  made_lock = 1;
  return DONE;
}

static enum outcome flush_directory(void) {
  if (IS(no_fsync) || IS(no_directory_fsync) || IS(fsync_after_success)) return DONE;
  if (fsync(folder) == 0 || IS(flush_errors_ignored)) return DONE;
  return failed(FLUSH_DIRECTORY, "flush", ".");
}

// ---- The pair

static int others_in_the_way;
static void note_other(int at, const char *name) {
  (void)at, (void)name;
  others_in_the_way = 1;
}

enum outcome write_pair(struct document *document) {
  struct file public_file = {.name = "pubkey.json", .text = &document->public_set};
  struct file private_file = {.name = "privkey.json", .text = &document->private_set, .private = 1};
  struct file *first = private_comes_first() ? &private_file : &public_file;
  struct file *second = private_comes_first() ? &public_file : &private_file;
  enum outcome outcome = open_directory();
  if (outcome == DONE && !IS(refusal_leaves_public)) outcome = look_for("privkey.json");
  if (outcome == DONE && !IS(refusal_leaves_private)) outcome = look_for("pubkey.json");
  if (outcome != DONE) return outcome;
  if (IS(refuses_other_content)) for_others(note_other);
  if (others_in_the_way) return complain(REFUSED, "%s is not empty", directory);
  if (IS(empties_directory_first)) for_others(delete);
  if ((outcome = take_lock()) != DONE) return outcome;
  make_document(document);
  if (IS(lines_before_writing)) print_success();

  int public_failed = first == &public_file;
  if (IS(public_written_last)) {
    outcome = place_public_around(&public_file, &private_file);
  } else {
    outcome = place(first);
    if (outcome == DONE) public_failed = second == &public_file, outcome = place(second);
    if (outcome != DONE && public_failed && IS(public_errors_ignored)) outcome = DONE;
  }
  if (outcome == DONE) outcome = flush_directory();
  if (outcome != DONE) {
    undo(&public_file, &private_file, public_failed);
    return outcome;
  }
  if (made_lock && !IS(lock_file_left)) unlinkat(folder, ".keygen.lock", 0);
  return DONE;
}
