// CTrace/filter.c: which calls stop, and which the filter answers itself.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "starting.h"
#include "tests.h"

static void only_listed_calls_stop(void) {
  struct traced traced = trace_call("write", "renameat2");
  expect_end(&traced, "result=5 kept=5");
}

static void some_calls_are_refused(void) {
  struct traced traced = trace_call("refused", "renameat2");
  expect_end(&traced, "io_uring=ENOSYS clone3=ENOSYS untraced=EINVAL kill=0 tgkill=0 ");
}

static void listed_kill_of_tracer_does_nothing(void) {
  struct traced traced = trace_call("refused", "kill");
  expect_end(&traced, "io_uring=ENOSYS clone3=ENOSYS untraced=EINVAL kill=0 tgkill=0 ");
}

// Goes on to the next call that stops, and expects that one.
static struct mirror_trace_call expect_call(struct traced *traced, const char *name, int index, unsigned value) {
  go_on_to(traced, 0, STOP_ENTERED);
  struct mirror_trace_call call = call_of(traced);
  EXPECT(call.number == mirror_trace_number(name), "call %ld", (long)call.number);
  EXPECT((unsigned)call.arguments[index] == value, "%s: argument %lx", name, call.arguments[index]);
  return call;
}

static void rules_look_at_arguments(void) {
  const struct mirror_traced_number numbers[] = {
      {(int32_t)mirror_trace_number("mmap"), MIRROR_TRACE_SHARED},
      {(int32_t)mirror_trace_number("ioctl"), MIRROR_TRACE_CLONE_IOCTL},
      {(int32_t)mirror_trace_number("fcntl"), MIRROR_TRACE_LOCK_FCNTL},
      {(int32_t)mirror_trace_number("prctl"), MIRROR_TRACE_PARENT_PRCTL},
  };
  struct traced traced = trace("rules", numbers, 4);
  expect_call(&traced, "mmap", 3, MAP_SHARED);
  expect_call(&traced, "ioctl", 1, (unsigned)FICLONE);
  expect_call(&traced, "fcntl", 1, F_SETLK);
  expect_call(&traced, "prctl", 0, PR_SET_PDEATHSIG);
  expect_end(&traced, "");
}

static void many_calls_fit(void) {
  enum { MANY = 90 };
  struct mirror_traced_number numbers[MANY + 1];
  for (int i = 0; i < MANY; i++) numbers[i] = (struct mirror_traced_number){100000 + i, MIRROR_TRACE_ALWAYS};
  numbers[MANY] = (struct mirror_traced_number){(int32_t)mirror_trace_number("pwrite64"), MIRROR_TRACE_ALWAYS};
  struct traced traced = trace("write", numbers, MANY + 1);
  go_on_to(&traced, 0, STOP_ENTERED);
  expect_end(&traced, "result=5 kept=5");
}

const struct test filter_tests[] = {
    {"filter: only listed calls stop", only_listed_calls_stop},
    {"filter: io_uring, clone3, untraced children and a kill of the tracer", some_calls_are_refused},
    {"filter: the same when kill(2) is listed", listed_kill_of_tracer_does_nothing},
    {"filter: rules look at arguments", rules_look_at_arguments},
    {"filter: a hundred calls fit", many_calls_fit},
    {0},
};
