// CTrace/registers.c and memory.c: what a tracer sees of a call, and what it changes.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "starting.h"
#include "tests.h"

static void numbers_are_those_of_this_machine(void) {
  EXPECT(mirror_trace_number("openat") == SYS_openat && mirror_trace_number("fsync") == SYS_fsync);
  EXPECT(mirror_trace_number("no such call") == -1);
#if defined(__aarch64__)
  EXPECT(mirror_trace_number("openat") == 56);
  // This architecture never had them.
  EXPECT(mirror_trace_number("open") == -1 && mirror_trace_number("rename") == -1);
#endif
}

// The subject says itself what it passed and where it is.
static void call_is_seen_whole(void) {
  struct traced traced = trace_call("six", "fsync");
  go_on_to(&traced, 0, STOP_ENTERED);
  EXPECT(mirror_trace_message(traced.task) == 0);
  struct mirror_trace_call call = call_of(&traced);
  EXPECT(call.number == SYS_fsync, "%ld", (long)call.number);
  const uint64_t given[5] = {~0u, 0x2222222222222222, 3, 0xfffffffffffffff4, 5};
  for (int i = 0; i < 5; i++) EXPECT(call.arguments[i] == given[i], "argument %d: %lx", i, call.arguments[i]);
  EXPECT(call.arguments[5] - call.stack < 1 << 16, "%lx is not near the stack %lx", call.arguments[5], call.stack);
  go_on_to(&traced, 1, STOP_LEFT);
  int64_t result = 0;
  EXPECT(mirror_trace_result(traced.task, &result) == 0 && result == -EBADF, "%ld", (long)result);
  char expected[128];
  snprintf(expected, sizeof expected, "%lx %lx %d 5", call.instruction, call.arguments[5], -EBADF);
  expect_end(&traced, expected);
}

static void memory_is_read_and_written(void) {
  struct traced traced = trace_call("write", "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  struct mirror_trace_call call = call_of(&traced);
  char word[5];
  EXPECT(mirror_trace_read(traced.task, call.arguments[1], word, 5) == 5 && memcmp(word, "hello", 5) == 0);
  errno = 0;
  EXPECT(mirror_trace_read(traced.task, 8, word, 5) == -1 && errno == EFAULT, "%s", strerrorname_np(errno));
  // A constant of the program is not for it to write; its stack is.
  uint64_t beyond = call.stack - 4096, given = 0x0123456789abcdef, found = 0;
  EXPECT(mirror_trace_write(traced.task, beyond, &given, 8) == 8);
  EXPECT(mirror_trace_read(traced.task, beyond, &found, 8) == 8 && found == given, "%lx", found);
  expect_end(&traced, "result=5 kept=5");
}

// As the Swift code walks from here to the auxiliary vector.
static void stack_begins_with_arguments(void) {
  struct traced traced = trace_call("write", "renameat2");
  uint64_t stack = call_of(&traced).stack, word = 0, zero = 1;
  EXPECT(mirror_trace_read(traced.task, stack, &word, 8) == 8 && word == 2, "%lu arguments", word);
  char name[8] = "";
  EXPECT(mirror_trace_read(traced.task, stack + 8, &word, 8) == 8);
  EXPECT(mirror_trace_read(traced.task, word, name, 8) == 8 && strcmp(name, "subject") == 0, "%.8s", name);
  EXPECT(mirror_trace_read(traced.task, stack + 24, &zero, 8) == 8 && zero == 0);
  expect_end(&traced, "result=5 kept=5");
}

static void argument_is_changed_and_put_back(void) {
  struct traced traced = trace_call("write", "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  EXPECT(mirror_trace_set_argument(traced.task, 2, 2) == 0);
  go_on_to(&traced, 1, STOP_LEFT);
  int64_t result = 0;
  EXPECT(mirror_trace_result(traced.task, &result) == 0 && result == 2, "%ld", (long)result);
  EXPECT(mirror_trace_restore_argument(traced.task, 2, 5, result) == 0);
  expect_end(&traced, "result=2 kept=5");
  EXPECT(strcmp(content_of("file"), "he") == 0, "%s", content_of("file"));
}

// On aarch64 it shares its register with the result.
static void first_argument_is_changed_and_put_back(void) {
  struct traced traced = trace_call("write", "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  uint64_t given = call_of(&traced).arguments[0];
  EXPECT(mirror_trace_set_argument(traced.task, 0, 63) == 0);
  go_on_to(&traced, 1, STOP_LEFT);
  int64_t result = 0;
  EXPECT(mirror_trace_result(traced.task, &result) == 0 && result == -EBADF, "%ld", (long)result);
  EXPECT(mirror_trace_restore_argument(traced.task, 0, given, result) == 0);
  expect_end(&traced, "result=-9 kept=5");
  EXPECT(strcmp(content_of("file"), "") == 0);
}

static void result_is_changed(void) {
  struct traced traced = trace_call("write", "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  go_on_to(&traced, 1, STOP_LEFT);
  EXPECT(mirror_trace_set_result(traced.task, -EIO) == 0);
  expect_end(&traced, "result=-5 kept=5");
  EXPECT(strcmp(content_of("file"), "hello") == 0, "%s", content_of("file"));
}

static void foreign_task_is_an_error(void) {
  struct mirror_trace_call call;
  EXPECT(mirror_trace_get(1 << 21, &call) == ESRCH);
  EXPECT(mirror_trace_skip(1 << 21, 0) == ESRCH && mirror_trace_continue(1 << 21, 0, 0) == ESRCH);
}

const struct test register_tests[] = {
    {"registers: calls have the numbers of this machine", numbers_are_those_of_this_machine},
    {"registers: number, arguments, instruction, stack and result", call_is_seen_whole},
    {"registers: memory is read and written", memory_is_read_and_written},
    {"registers: the stack of a new program begins with its arguments", stack_begins_with_arguments},
    {"registers: an argument is changed and put back", argument_is_changed_and_put_back},
    {"registers: the first argument is changed and put back", first_argument_is_changed_and_put_back},
    {"registers: a result is changed after the call took effect", result_is_changed},
    {"registers: a task that is not ours is an error", foreign_task_is_an_error},
    {0},
};
