// Children, threads and programs of a subject; alarms, processors and captured output of the tracer.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "starting.h"
#include "tests.h"

// Lets the subject and the one task that it starts go on, each with its stops, until both have ended.
static void follow_both(char *act, enum stop expected, const char *output) {
  struct traced traced = trace_call(act, "fsync");
  go_on_to(&traced, 0, expected);
  pid_t child = mirror_trace_message(traced.task);
  EXPECT(child > 0 && child != traced.task);
  int ended = 0, stopped = 0;
  EXPECT(mirror_trace_continue(traced.task, 0, 0) == 0);
  while (ended < 2) {
    int status = 0;
    pid_t task = mirror_trace_wait(&status);
    EXPECT(task == child || task == traced.task, "%d", task);
    enum stop stop = stop_of(status);
    if (stop == STOP_ENDED) {
      ended++;
      if (task == traced.task) EXPECT(status == 0, "%#x", (unsigned)status);
      continue;
    }
    if (stop == STOP_ENTERED) {
      EXPECT(task == child);
      EXPECT(mirror_trace_skip(task, -EIO) == 0);
      stopped++;
    }
    int is_first = stop == STOP_SIGNAL && WSTOPSIG(status) == SIGSTOP;
    EXPECT(mirror_trace_continue(task, stop == STOP_SIGNAL && !is_first ? WSTOPSIG(status) : 0, 0) == 0);
  }
  EXPECT(stopped == 1, "%d", stopped);
  EXPECT(strcmp(output_of(&traced), output) == 0, "%s", output_of(&traced));
}

// Where there is no fork(2) it is a clone(2), of which the kernel tells as of a fork.
static void child_is_followed(void) { follow_both("child", STOP_FORK, "child=3"); }
static void thread_is_followed(void) { follow_both("thread", STOP_CLONE, "joined"); }

static void new_program_is_followed(void) {
  struct traced traced = trace_call("exec", "fsync");
  go_on_to(&traced, 0, STOP_EXEC);
  uint64_t count = 0;
  EXPECT(mirror_trace_read(traced.task, call_of(&traced).stack, &count, 8) == 8 && count == 2, "%lu", count);
  go_on_to(&traced, 0, STOP_ENDED);
  EXPECT(strcmp(output_of(&traced), "to output\nto error\n") == 0, "%s", output_of(&traced));
}

static const char *addresses(int fixed) {
  struct mirror_launch launch = launch_of("addresses");
  struct mirror_traced_number number = {(int32_t)mirror_trace_number("fsync"), MIRROR_TRACE_ALWAYS};
  struct traced traced = {.output = mirror_trace_capture_file("o")};
  launch.input = launch.output = launch.error = traced.output;
  struct mirror_trace_start start = mirror_trace_start(&launch, &number, 1, fixed);
  traced.task = start.process;
  EXPECT(start.stage == MIRROR_TRACE_STARTED && mirror_trace_wait(&traced.status) == traced.task);
  EXPECT(mirror_trace_follow(traced.task) == 0);
  go_on_to(&traced, 0, STOP_ENDED);
  return output_of(&traced);
}

static void addresses_are_fixed(void) {
  char one[64];
  snprintf(one, sizeof one, "%s", addresses(0));
  if (strcmp(one, addresses(0)) == 0) skip("addresses do not differ here anyway");
  snprintf(one, sizeof one, "%s", addresses(1));
  if (strcmp(one, addresses(1)) != 0) skip("the personality cannot be changed here");
}

static void failed_start_leaves_nothing(void) {
  struct mirror_launch launch = launch_of("say");
  struct mirror_traced_number number = {(int32_t)mirror_trace_number("fsync"), MIRROR_TRACE_ALWAYS};
  launch.path = "./none";
  launch.input = launch.output = launch.error = mirror_trace_capture_file("o");
  struct mirror_trace_start start = mirror_trace_start(&launch, &number, 1, 0);
  EXPECT(start.stage == MIRROR_TRACE_EXEC && start.error_number == ENOENT, "%d %d", start.stage, start.error_number);
  EXPECT(mirror_trace_is_alone());
}

static void alarm_ends_waiting(void) {
  struct traced traced = trace_call("sleep", "fsync");
  struct mirror_trace_alarm alarm;
  EXPECT(!mirror_trace_is_alone());
  EXPECT(mirror_trace_continue(traced.task, 0, 0) == 0);
  EXPECT(mirror_trace_arm(&alarm, 20000000) == 0);
  for (int i = 0; i < 2; i++) EXPECT(mirror_trace_wait(&traced.status) == -1 && errno == EINTR);
  mirror_trace_disarm(&alarm);
  kill(traced.task, SIGKILL);
  EXPECT(mirror_trace_wait(&traced.status) == traced.task && mirror_trace_wait(&traced.status) == 0);
}

static void thread_is_bound(void) {
  cpu_set_t before, set;
  struct mirror_trace_processor processor;
  EXPECT(sched_getaffinity(0, sizeof before, &before) == 0);
  EXPECT(mirror_trace_bind(&processor) >= 0);
  EXPECT(sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) == 1 && CPU_ISSET(processor.number, &set));
  mirror_trace_unbind(&processor);
  EXPECT(sched_getaffinity(0, sizeof set, &set) == 0 && CPU_EQUAL(&before, &set));
}

static void output_is_appended(void) {
  int file = mirror_trace_capture_file("name");
  EXPECT(write(file, "one", 3) == 3 && lseek(file, 0, SEEK_SET) == 0 && write(file, "two", 3) == 3);
  char room[8] = "";
  EXPECT(pread(file, room, 7, 0) == 6 && strcmp(room, "onetwo") == 0, "%s", room);
}

const struct test task_tests[] = {
    {"tasks: a child is followed", child_is_followed},
    {"tasks: a thread is followed", thread_is_followed},
    {"tasks: a new program is followed", new_program_is_followed},
    {"tasks: addresses are the same in every run", addresses_are_fixed},
    {"tasks: a failed start leaves nothing", failed_start_leaves_nothing},
    {"tasks: an alarm ends waiting", alarm_ends_waiting},
    {"tasks: a thread is bound to a processor", thread_is_bound},
    {"tasks: captured output is appended", output_is_appended},
    {0},
};
