// The parts of the tracer that cannot be Swift: code that runs between fork and exec, registers, the seccomp filter.
//
// ptrace(2) is bound to a thread: every function below that takes a task must be called from the thread that called
// `mirror_trace_start`.

#ifndef CTRACE_H
#define CTRACE_H

#include <stdint.h>
#include <sys/types.h>

struct mirror_launch;

// The number of a system call on this architecture, or -1 if it has none of that name.
long mirror_trace_number(const char *name);

enum mirror_trace_rule {
  MIRROR_TRACE_ALWAYS,       // every such call stops
  MIRROR_TRACE_SHARED,       // mmap(2) of a file, MAP_SHARED
  MIRROR_TRACE_CLONE_IOCTL,  // ioctl(2) with FICLONE or FICLONERANGE
  MIRROR_TRACE_LOCK_FCNTL,   // fcntl(2) that sets a record lock
  MIRROR_TRACE_PARENT_PRCTL, // prctl(2) that ties a process to its parent or to its children
};

struct mirror_traced_number {
  int32_t number;
  int32_t rule;  // of mirror_trace_rule
};

// A call as it stands at a seccomp stop.
struct mirror_trace_call {
  int64_t number;
  uint64_t arguments[6];
  uint64_t instruction;  // address after the call
  uint64_t stack;
};

enum mirror_trace_stage {
  MIRROR_TRACE_STARTED = 0,
  MIRROR_TRACE_PREPARE,  // `mirror_launch_prepare` failed; `launch_stage` says where
  MIRROR_TRACE_ME,
  MIRROR_TRACE_PRIVILEGES,
  MIRROR_TRACE_FILTER,
  MIRROR_TRACE_EXEC,
  MIRROR_TRACE_FORK,
};

struct mirror_trace_start {
  int32_t stage;         // where it failed, or MIRROR_TRACE_STARTED
  int32_t launch_stage;  // of mirror_stage
  int32_t error_number;
  pid_t process;
};

// Starts a program stopped at its first instruction, with the filter in place; if asked to, with the same addresses in
// every run. Nothing is left behind on failure.
struct mirror_trace_start mirror_trace_start(
    const struct mirror_launch *launch, const struct mirror_traced_number *numbers, int count, int fixed_addresses);

// Starts a copy of this process, stopped, that does at two calls what the tracer relies on, in the directory that
// `directory` is open on: readlinkat(AT_FDCWD, MIRROR_TRACE_CANARY_NAME), and fsync(directory) with its own ID, the address
// of a word that is to become MIRROR_TRACE_CANARY_WORD, and `duplicate` as further arguments. Both calls have to return
// `wanted_error`. It exits with a mirror_trace_canary.
enum { MIRROR_TRACE_CANARY_WORD = 0x6d697272 };
#define MIRROR_TRACE_CANARY_NAME "canary"
enum mirror_trace_canary {
  MIRROR_TRACE_CANARY_WORKS = 0,
  MIRROR_TRACE_CANARY_NO_ERROR,  // an injected error did not arrive
  MIRROR_TRACE_CANARY_NO_PTRACE,
  MIRROR_TRACE_CANARY_NO_PRIVILEGES,
  MIRROR_TRACE_CANARY_NO_FILTER,
  MIRROR_TRACE_CANARY_NO_MEMORY,  // its memory was not written
};
struct mirror_trace_start mirror_trace_start_canary(int directory, int duplicate, int wanted_error);

// After the first stop: follow children, and end them all with the tracer. Returns 0, or an errno.
int mirror_trace_follow(pid_t task);

// Lets a task go on, with a signal or 0; `to_exit`: stop again when the present call is over. Returns 0, or an errno.
int mirror_trace_continue(pid_t task, int signal, int to_exit);

// What came with an event stop: a child's ID, a former thread's ID, at a seccomp stop 1 for a call made for another
// architecture (its number means something else), or 0.
pid_t mirror_trace_message(pid_t task);

// Not 0 when a stop by a signal is the delivery of that signal, rather than a group stop.
int mirror_trace_is_delivery(pid_t task);

int mirror_trace_get(pid_t task, struct mirror_trace_call *call);
int mirror_trace_result(pid_t task, int64_t *result);

// Both at a seccomp stop: leaves the call out and makes it return `result`; changes one argument.
int mirror_trace_skip(pid_t task, int64_t result);
int mirror_trace_set_argument(pid_t task, int index, uint64_t value);

// All three at an exit stop: changes what the call returned; puts back an argument that was changed (it returned
// `result`); makes the task issue the call again.
int mirror_trace_set_result(pid_t task, int64_t result);
int mirror_trace_restore_argument(pid_t task, int index, uint64_t value, int64_t result);
int mirror_trace_rewind(pid_t task, const struct mirror_trace_call *call);

// A task's memory. Returns how many bytes were moved, or -1.
ssize_t mirror_trace_read(pid_t task, uint64_t address, void *bytes, size_t count);
ssize_t mirror_trace_write(pid_t task, uint64_t address, const void *bytes, size_t count);

// A signal to one thread of a process.
int mirror_trace_signal(pid_t process, pid_t thread, int signal);

// Not 0 when two descriptors of a task are the same open file, as after dup(2).
int mirror_trace_same_file(pid_t task, int one, int other);

// Wakes the calling thread's waitpid(2) with EINTR at short intervals until disarmed. Returns 0, or an errno.
struct mirror_trace_alarm {
  void *timer;
  int armed;
};
int mirror_trace_arm(struct mirror_trace_alarm *alarm, int64_t interval);
void mirror_trace_disarm(struct mirror_trace_alarm *alarm);

// Whether the calling thread has no child, so that whatever it waits for will be a task of its own.
int mirror_trace_is_alone(void);

// waitpid(2) for the tasks of this thread only. Returns a task, 0 when there is none left, or -1 after an alarm.
pid_t mirror_trace_wait(int *status);

// An unnamed file in memory that every writer appends to, or -1 with errno set.
int mirror_trace_capture_file(const char *name);

// A processor that the calling thread is bound to, and the ones it may run on otherwise.
struct mirror_trace_processor {
  int number;
  unsigned long former[16];
};

// Binds the calling thread, with all that it starts, to one processor: the one it is on, unless a traced run is there.
//
// A tracer and its subject never run at the same time. On one processor they hand over without waking another one,
// which takes a fifth off a traced run. Returns the number, or -1 where it cannot be done; nothing else changes then.
int mirror_trace_bind(struct mirror_trace_processor *processor);
void mirror_trace_unbind(const struct mirror_trace_processor *processor);
// Binds a stopped task to the processor of the calling thread.
void mirror_trace_move(const struct mirror_trace_processor *processor, pid_t task);

// A task that is kept at a call of its own, to be copied.
struct mirror_trace_template {
  pid_t process;
  int64_t number; // of the call
  uint64_t mask;  // the signals that it had blocked
  uint64_t registers[40];
};

// At a seccomp stop: leaves the call out and keeps the task stopped for good, with all signals blocked. Returns 0, or an
// errno: ENOEXEC where the call was not made in the usual way.
int mirror_trace_park(pid_t task, struct mirror_trace_template *template);

// Makes a copy of a parked task: a traced child of the calling thread, stopped, that leads a session of its own and is
// about to issue the call at which the template was parked. The template stays as it is. Returns the copy, or -1 with
// errno set: ESRCH or ECHILD when the template is gone.
pid_t mirror_trace_copy(const struct mirror_trace_template *template);

// A descriptor of this process for the same open file as one of another process, close-on-exec, or -1 with errno set.
int mirror_trace_share(pid_t process, int descriptor);

// Puts back the offset and the flags of an open file, and takes its locks away. Returns 0, or an errno.
int mirror_trace_put_back(int shared, int64_t offset, int flags);

#endif
