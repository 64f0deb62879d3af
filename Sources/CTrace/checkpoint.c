#define _GNU_SOURCE
#include "CTrace.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "registers.h"

// Copies of a stopped task. The task issues fork(2) although its program knows nothing of it.

int mirror_trace_share(pid_t process, int descriptor) {
#if defined(SYS_pidfd_open) && defined(SYS_pidfd_getfd)
  int handle = (int)syscall(SYS_pidfd_open, process, 0u);
  if (handle < 0) return -1;
  int shared = (int)syscall(SYS_pidfd_getfd, handle, descriptor, 0u), error_number = errno;
  close(handle);
  errno = error_number;
  return shared;
#else
  (void)process, (void)descriptor;
  errno = ENOSYS;
  return -1;
#endif
}

int mirror_trace_put_back(int shared, int64_t offset, int flags) {
  // A path descriptor has neither an offset nor locks, and says so.
  if (fcntl(shared, F_SETFL, flags) < 0 && errno != EBADF) return errno;
  if (lseek(shared, (off_t)offset, SEEK_SET) < 0 && errno != EBADF && errno != ESPIPE) return errno;
  flock(shared, LOCK_UN);
  struct flock all = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
  fcntl(shared, F_OFD_SETLK, &all);
  return 0;
}

void mirror_trace_move(const struct mirror_trace_processor *processor, pid_t task) {
  if (processor->number < 0) return;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(processor->number, &one);
  sched_setaffinity(task, sizeof one, &one);
}

static const int exit_or_entry_stop = SIGTRAP | 0x80;

// The number that the kernel remembers is taken away: it would move the instruction back once more, as after an
// interrupted call.
static int put(pid_t task, registers set) {
  int failure = put_number(task, &set, -1);
  return failure ? failure : put_registers(task, &set);
}

// Waits for the next stop of one task. Returns 0, or ESRCH when it has ended.
static int wait_for(pid_t task, int *status) {
  pid_t found;
  do found = waitpid(task, status, __WALL | __WNOTHREAD);
  while (found < 0 && errno == EINTR);
  if (found < 0) return errno;
  return WIFSTOPPED(*status) ? 0 : ESRCH;
}

static int go_on(pid_t task, int *status) {
  if (ptrace(PTRACE_SYSCALL, task, 0, 0) < 0) return errno;
  return wait_for(task, status);
}

// Goes on to the stop that is expected next. Returns 0, EPROTO after another one, or what else is in the way.
static int go_on_to(pid_t task, int expected) {
  int status, failure = go_on(task, &status);
  if (failure) return failure;
  return status >> 8 == expected ? 0 : EPROTO;
}

static registers kept(const struct mirror_trace_template *template) {
  registers set;
  _Static_assert(sizeof template->registers >= sizeof set, "the registers fit");
  memcpy(&set, template->registers, sizeof set);
  return set;
}

// Points the task at its own system call instruction once more, with another number.
static registers again(const struct mirror_trace_template *template, int64_t number) {
  registers set = kept(template);
  move_back(&set, number);
  return set;
}

int mirror_trace_park(pid_t task, struct mirror_trace_template *template) {
  registers set;
  int failure = get_registers(task, &set);
  if (failure) return failure;
  template->process = task;
  template->number = number_in(task, &set);
  memcpy(template->registers, &set, sizeof set);
  unsigned char instruction[sizeof usual_instruction] = {0};
  const uint64_t address = instruction_of(&set) - sizeof instruction;
  if (mirror_trace_read(task, address, instruction, sizeof instruction) != sizeof instruction) return EFAULT;
  if (memcmp(instruction, usual_instruction, sizeof instruction) != 0) return ENOEXEC;
  if (ptrace(PTRACE_GETSIGMASK, task, (void *)sizeof template->mask, &template->mask) < 0) return errno;
  // A signal that waits makes fork(2) fail.
  uint64_t all = ~0ull;
  if (ptrace(PTRACE_SETSIGMASK, task, (void *)sizeof all, &all) < 0) return errno;
  failure = put(task, set);
  return failure ? failure : go_on_to(task, exit_or_entry_stop);
}

// Has a copy that was just made lead a session of its own, as the template does: its group is another one then, too.
static int lead_session(const struct mirror_trace_template *template, pid_t copy) {
  int failure = put(copy, again(template, SYS_setsid));
  if (!failure) failure = go_on_to(copy, exit_or_entry_stop);
  return failure ? failure : go_on_to(copy, exit_or_entry_stop);
}

static int prepare(const struct mirror_trace_template *template, pid_t copy) {
  int status, failure = wait_for(copy, &status);
  if (!failure && WSTOPSIG(status) != SIGSTOP) failure = EPROTO;
  if (!failure) failure = lead_session(template, copy);
  if (failure) return failure;
  if (ptrace(PTRACE_SETSIGMASK, copy, (void *)sizeof template->mask, &template->mask) < 0) return errno;
  return put(copy, again(template, template->number));
}

pid_t mirror_trace_copy(const struct mirror_trace_template *template) {
  pid_t task = template->process, copy = 0;
  registers call = again(template, SYS_clone);
  // The supervisor is the parent of both, and hears of the end of both.
  *argument_of(&call, 0) = CLONE_PARENT | SIGCHLD;
  for (int i = 1; i < 5; i++) *argument_of(&call, i) = 0;
  int status = 0, failure = put(task, call);
  if (!failure) failure = go_on_to(task, exit_or_entry_stop);
  if (!failure) failure = go_on(task, &status);
  if (!failure && status >> 8 == (SIGTRAP | PTRACE_EVENT_FORK << 8)) {
    copy = mirror_trace_message(task);
    failure = go_on_to(task, exit_or_entry_stop);
  } else if (!failure) {
    // The call has failed.
    int64_t result = 0;
    failure = mirror_trace_result(task, &result);
    if (!failure) failure = result < 0 ? (int)-result : EPROTO;
  }
  if (!failure) failure = prepare(template, copy);
  if (!failure) return copy;
  if (copy > 0) {
    kill(copy, SIGKILL);
    while (waitpid(copy, &status, __WALL | __WNOTHREAD) > 0 && WIFSTOPPED(status)) {}
  }
  errno = failure;
  return -1;
}
