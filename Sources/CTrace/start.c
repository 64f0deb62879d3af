#define _GNU_SOURCE
#include "CTrace.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CLaunch.h"
#include "filter.h"

static int install(const struct sock_fprog *program) {
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, program);
}

// Becomes the subject. The memory is shared with the parent until the exec, so a failure is told by leaving it there:
// once the filter is in place, and before a tracer has said that it wants its stops, write(2) would fail.
static void become(const struct mirror_launch *launch, const struct sock_fprog *program, int fixed_addresses,
                   volatile struct mirror_trace_start *report) {
  // Containers may refuse this; the addresses then differ from run to run.
  if (fixed_addresses) personality(ADDR_NO_RANDOMIZE);
  int stage = mirror_launch_prepare(launch);
  if (stage != MIRROR_STAGE_NONE) {
    report->launch_stage = stage;
    report->stage = MIRROR_TRACE_PREPARE;
  } else if (ptrace(PTRACE_TRACEME, 0, 0, 0) < 0) {
    report->stage = MIRROR_TRACE_ME;
  } else if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) {
    report->stage = MIRROR_TRACE_PRIVILEGES;
  } else if (install(program) < 0) {
    report->stage = MIRROR_TRACE_FILTER;
  } else {
    execve(launch->path, launch->arguments, launch->environment);
    report->stage = MIRROR_TRACE_EXEC;
  }
  report->error_number = errno;
  _exit(127);
}

static void reap(pid_t process) {
  while (waitpid(process, NULL, __WALL) < 0 && errno == EINTR) {}
}

struct mirror_trace_start mirror_trace_start(
    const struct mirror_launch *launch, const struct mirror_traced_number *numbers, int count, int fixed_addresses) {
  volatile struct mirror_trace_start report = {MIRROR_TRACE_STARTED, 0, 0, -1};
  struct sock_filter room[MIRROR_TRACE_FILTER_ROOM];
  int length = mirror_trace_make_filter(room, numbers, count);
  struct sock_fprog program = {(unsigned short)length, room};
  if (length == 0) {
    return (struct mirror_trace_start){MIRROR_TRACE_FILTER, 0, E2BIG, -1};
  }
  // No handler of this program may run in the child while the memory is shared.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t process = vfork();
  if (process == 0) become(launch, &program, fixed_addresses, &report);
  int error_number = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (process < 0) return (struct mirror_trace_start){MIRROR_TRACE_FORK, 0, error_number, -1};
  if (report.stage != MIRROR_TRACE_STARTED) reap(process);
  return (struct mirror_trace_start){report.stage, report.launch_stage, report.error_number, process};
}

static int fails_with(long result, int wanted_error) { return result < 0 && errno == wanted_error; }

static void be_canary(int directory, int duplicate, int wanted_error) {
  struct sock_filter room[MIRROR_TRACE_FILTER_ROOM];
  const struct mirror_traced_number numbers[] = {{SYS_readlinkat, MIRROR_TRACE_ALWAYS}, {SYS_fsync, MIRROR_TRACE_ALWAYS}};
  struct sock_fprog program = {(unsigned short)mirror_trace_make_filter(room, numbers, 2), room};
  volatile uint64_t word = 0;
  char target[8];
  if (ptrace(PTRACE_TRACEME, 0, 0, 0) < 0) _exit(MIRROR_TRACE_CANARY_NO_PTRACE);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) _exit(MIRROR_TRACE_CANARY_NO_PRIVILEGES);
  // Where this fails, the tracer sees another directory than it expects, and says so.
  int moved = fchdir(directory);
  raise(SIGSTOP);
  if (install(&program) < 0) _exit(MIRROR_TRACE_CANARY_NO_FILTER);
  long link = syscall(SYS_readlinkat, AT_FDCWD, MIRROR_TRACE_CANARY_NAME, target, sizeof target);
  int arrived = moved == 0 && fails_with(link, wanted_error);
  arrived &= fails_with(syscall(SYS_fsync, directory, (long)getpid(), &word, (long)duplicate), wanted_error);
  if (!arrived) _exit(MIRROR_TRACE_CANARY_NO_ERROR);
  _exit(word == MIRROR_TRACE_CANARY_WORD ? MIRROR_TRACE_CANARY_WORKS : MIRROR_TRACE_CANARY_NO_MEMORY);
}

struct mirror_trace_start mirror_trace_start_canary(int directory, int duplicate, int wanted_error) {
  pid_t process = fork();
  if (process == 0) be_canary(directory, duplicate, wanted_error);
  if (process < 0) return (struct mirror_trace_start){MIRROR_TRACE_FORK, 0, errno, -1};
  return (struct mirror_trace_start){MIRROR_TRACE_STARTED, 0, 0, process};
}
