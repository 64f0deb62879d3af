#define _GNU_SOURCE
#include "starting.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests.h"

static char *no_environment[] = {NULL};
static char *arguments[] = {"subject", NULL, NULL};

static const char *own_path(void) {
  static char path[4096];
  if (!path[0] && readlink("/proc/self/exe", path, sizeof path - 1) < 0) skip("there is no /proc");
  return path;
}

struct mirror_launch launch_of(char *act) {
  arguments[1] = act;
  return (struct mirror_launch){.path = own_path(),
                                .arguments = arguments,
                                .environment = no_environment,
                                .directory = ".",
                                .input = -1,
                                .output = -1,
                                .error = -1,
                                .umask = 022,
                                .file_size_limit = -1,
                                .open_files_limit = -1,
                                .gate = -1,
                                .arrival = -1};
}

struct traced trace(char *act, const struct mirror_traced_number *numbers, int count) {
  struct mirror_launch launch = launch_of(act);
  struct traced traced = {.output = mirror_trace_capture_file("o")};
  launch.input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  launch.output = launch.error = traced.output;
  struct mirror_trace_start start = mirror_trace_start(&launch, numbers, count, 0);
  EXPECT(start.stage == MIRROR_TRACE_STARTED, "stage %d of %d, %s", start.stage, start.launch_stage,
         strerrorname_np(start.error_number));
  traced.task = start.process;
  EXPECT(mirror_trace_wait(&traced.status) == traced.task);
  EXPECT(WIFSTOPPED(traced.status) && WSTOPSIG(traced.status) == SIGTRAP);
  int failure = mirror_trace_follow(traced.task);
  EXPECT(failure == 0, "%s", strerrorname_np(failure));
  return traced;
}

struct traced trace_call(char *act, const char *name) {
  struct mirror_traced_number number = {(int32_t)mirror_trace_number(name), MIRROR_TRACE_ALWAYS};
  EXPECT(number.number >= 0, "%s", name);
  return trace(act, &number, 1);
}

enum stop stop_of(int status) {
  if (!WIFSTOPPED(status)) return STOP_ENDED;
  switch (status >> 16) {
  case 0: return WSTOPSIG(status) == (SIGTRAP | 0x80) ? STOP_LEFT : STOP_SIGNAL;
  case PTRACE_EVENT_SECCOMP: return STOP_ENTERED;
  case PTRACE_EVENT_FORK: return STOP_FORK;
  case PTRACE_EVENT_VFORK: return STOP_VFORK;
  case PTRACE_EVENT_CLONE: return STOP_CLONE;
  case PTRACE_EVENT_EXEC: return STOP_EXEC;
  default: return STOP_OTHER;
  }
}

enum stop go_on(struct traced *traced, int signal, int to_exit) {
  int failure = mirror_trace_continue(traced->task, signal, to_exit);
  EXPECT(failure == 0, "%s", strerrorname_np(failure));
  pid_t task = mirror_trace_wait(&traced->status);
  EXPECT(task == traced->task, "task %d of %d", task, traced->task);
  return stop_of(traced->status);
}

void go_on_to(struct traced *traced, int to_exit, enum stop expected) {
  enum stop stop = go_on(traced, 0, to_exit);
  EXPECT(stop == expected, "stop %d rather than %d, status %#x, output \"%s\"", stop, expected,
         (unsigned)traced->status, output_of(traced));
}

void expect_end(struct traced *traced, const char *output) {
  go_on_to(traced, 0, STOP_ENDED);
  EXPECT(traced->status == 0, "status %#x, output \"%s\"", (unsigned)traced->status, output_of(traced));
  EXPECT(strcmp(output_of(traced), output) == 0, "\"%s\" rather than \"%s\"", output_of(traced), output);
}

const char *output_of(const struct traced *traced) {
  static char room[4096];
  ssize_t length = pread(traced->output, room, sizeof room - 1, 0);
  room[length > 0 ? length : 0] = 0;
  return room;
}

struct mirror_trace_call call_of(const struct traced *traced) {
  struct mirror_trace_call call;
  int failure = mirror_trace_get(traced->task, &call);
  EXPECT(failure == 0, "%s", strerrorname_np(failure));
  return call;
}
