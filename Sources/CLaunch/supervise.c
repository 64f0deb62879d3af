#define _GNU_SOURCE
#include "CLaunch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const int64_t second = 1000000000;
// Helpers of a shell may end a moment after the shell does; only what stays longer is a stray.
static const int64_t stray_grace = 250000000;
static const int64_t kill_deadline = 5000000000;

static int64_t now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * second + time.tv_nsec;
}

// Waits for SIGCHLD (blocked in the supervisor) until a moment of the monotonic clock; nothing to do on a time-out.
static void wait_for_child(int64_t until) {
  int64_t left = until - now(CLOCK_MONOTONIC);
  if (left <= 0) return;
  struct timespec time = {left / second, left % second};
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigtimedwait(&set, NULL, &time);
}

// The parent of a process, read with plain system calls (stdio may hold a lock of the forked process).
static pid_t parent_of(const char *process) {
  char path[64], text[512];
  size_t length = strlen(process);
  if (length > 20) return -1;
  memcpy(path, "/proc/", 6);
  memcpy(path + 6, process, length);
  memcpy(path + 6 + length, "/stat", 6);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  if (count <= 0) return -1;
  text[count] = 0;
  // The name in parentheses may hold anything, so look for the last one.
  char *rest = strrchr(text, ')');
  if (!rest || strlen(rest) < 5) return -1;
  pid_t parent = 0;
  for (char *digit = rest + 4; *digit >= '0' && *digit <= '9'; digit++) parent = parent * 10 + (*digit - '0');
  return parent;
}

struct entry64 {
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

static pid_t number_of(const char *name) {
  pid_t number = 0;
  for (; *name; name++) {
    if (*name < '0' || *name > '9') return 0;
    number = number * 10 + (*name - '0');
  }
  return number;
}

// Kills the children of this process; orphans of theirs become children in turn. Returns how many there were.
static int kill_children(void) {
  char buffer[8192] __attribute__((aligned(8)));
  int directory = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC), killed = 0;
  if (directory < 0) return 0;
  pid_t self = getpid();
  for (long count; (count = syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0;)
    for (long at = 0; at < count;) {
      struct entry64 *entry = (struct entry64 *)(buffer + at);
      at += entry->length;
      pid_t process = number_of(entry->name);
      if (process > 0 && parent_of(entry->name) == self) {
        kill(process, SIGKILL);
        killed++;
      }
    }
  close(directory);
  return killed;
}

// Ends every descendant that is left. Returns how many processes outlived the first one.
static int end_descendants(int64_t grace) {
  int strays = 0;
  int64_t patience = now(CLOCK_MONOTONIC) + grace, limit = patience + kill_deadline;
  for (;;) {
    pid_t process = waitpid(-1, NULL, WNOHANG | __WALL);
    if (process > 0) continue;
    if (process < 0 && errno == ECHILD) return strays;
    int64_t moment = now(CLOCK_MONOTONIC);
    if (moment > limit) return strays;
    if (moment < patience) {
      wait_for_child(patience);
      continue;
    }
    int killed = kill_children();
    if (killed > strays) strays = killed;
    wait_for_child(now(CLOCK_MONOTONIC) + 20000000);
  }
}

static void start_subject(const struct mirror_launch *launch, int failure, struct mirror_outcome *outcome, pid_t *pid) {
  outcome->started_clock = now(CLOCK_REALTIME);
  *pid = fork();
  if (*pid < 0) {
    outcome->stage = MIRROR_STAGE_FORK;
    outcome->error_number = errno;
  }
  if (*pid != 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  int report[2] = {mirror_launch_prepare(launch, failure), 0};
  if (report[0] == MIRROR_STAGE_NONE) {
    execve(launch->path, launch->arguments, launch->environment);
    report[0] = MIRROR_STAGE_EXEC;
  }
  report[1] = errno;
  while (write(failure, report, sizeof report) < 0 && errno == EINTR) {}
  _exit(127);
}

static void close_all_but(const int *keep, int count) {
  unsigned from = 3;
  for (;;) {
    unsigned next = ~0u;
    for (int i = 0; i < count; i++)
      if (keep[i] >= (int)from && (unsigned)keep[i] < next) next = (unsigned)keep[i];
    if (next == ~0u) break;
    if (next > from) syscall(SYS_close_range, from, next - 1, 0u);
    from = next + 1;
  }
  syscall(SYS_close_range, from, ~0u, 0u);
}

// The supervising process: everything the subject starts is below it, and it is the one that inherits orphans.
static void supervise(const struct mirror_launch *launch, int64_t deadline, int report) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigaddset(&set, SIGPIPE);
  sigaddset(&set, SIGUSR1);  // asks for an early end
  sigprocmask(SIG_SETMASK, &set, NULL);
  const int keep[] = {launch->input, launch->output, launch->error, launch->gate, report};
  close_all_but(keep, sizeof keep / sizeof *keep);

  struct mirror_outcome outcome = {0};
  int failure[2];
  pid_t subject = -1;
  if (pipe2(failure, O_CLOEXEC) < 0) {
    outcome.stage = MIRROR_STAGE_FORK;
    outcome.error_number = errno;
  } else {
    int64_t started = now(CLOCK_MONOTONIC);
    start_subject(launch, failure[1], &outcome, &subject);
    close(failure[1]);
    close(launch->output);
    close(launch->error);
    int64_t end = started + deadline;
    while (subject > 0) {
      pid_t process = waitpid(-1, &outcome.wait_status, WNOHANG | __WALL);
      if (process == subject) break;
      if (process > 0) continue;
      if (now(CLOCK_MONOTONIC) >= end) {
        outcome.timed_out = 1;
        break;
      }
      int64_t left = end - now(CLOCK_MONOTONIC);
      struct timespec time = {left / second, left % second};
      sigset_t wake = set;
      sigdelset(&wake, SIGPIPE);
      if (sigtimedwait(&wake, NULL, &time) == SIGUSR1) end = 0;
    }
    outcome.ended_clock = now(CLOCK_REALTIME);
    outcome.elapsed = now(CLOCK_MONOTONIC) - started;
    if (outcome.timed_out) {
      kill(subject, SIGKILL);
      end_descendants(0);
    } else {
      outcome.strays = end_descendants(stray_grace);
    }
    int stage[2];
    if (read(failure[0], stage, sizeof stage) == (ssize_t)sizeof stage) {
      outcome.stage = stage[0];
      outcome.error_number = stage[1];
    }
  }
  while (write(report, &outcome, sizeof outcome) < 0 && errno == EINTR) {}
  _exit(0);
}

int mirror_run_start(const struct mirror_launch *launch, int64_t deadline, struct mirror_run *run) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) < 0) return errno;
  pid_t supervisor = fork();
  if (supervisor < 0) {
    int error_number = errno;
    close(report[0]);
    close(report[1]);
    return error_number;
  }
  if (supervisor == 0) supervise(launch, deadline, report[1]);
  close(report[1]);
  run->supervisor = supervisor;
  run->report = report[0];
  return 0;
}

int mirror_run_finish(struct mirror_run run, struct mirror_outcome *outcome) {
  memset(outcome, 0, sizeof *outcome);
  ssize_t count;
  while ((count = read(run.report, outcome, sizeof *outcome)) < 0 && errno == EINTR) {}
  close(run.report);
  while (waitpid(run.supervisor, NULL, 0) < 0 && errno == EINTR) {}
  if (count == (ssize_t)sizeof *outcome) return 0;
  outcome->stage = MIRROR_STAGE_SUPERVISOR;
  return ECHILD;
}

void mirror_run_cancel(struct mirror_run run) { kill(run.supervisor, SIGUSR1); }
