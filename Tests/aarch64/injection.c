// Errors at calls that are left out, as `Tracer+Injection.swift` makes them.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "starting.h"
#include "tests.h"

static void error_arrives(void) {
  struct traced traced = trace_call("make", "openat");
  // The C library may open files before.
  for (;;) {
    go_on_to(&traced, 0, STOP_ENTERED);
    if (call_of(&traced).arguments[5] == 66) break;
  }
  EXPECT(mirror_trace_skip(traced.task, -ENOSPC) == 0);
  expect_end(&traced, "result=-28 kept=5");
  EXPECT(!file_exists("made"));
}

static void call_without_fault_takes_effect(void) {
  struct traced traced = trace_call("write", "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  expect_end(&traced, "result=5 kept=5");
  EXPECT(strcmp(content_of("file"), "hello") == 0, "%s", content_of("file"));
}

static void success_is_feigned(void) {
  struct traced traced = trace_call("write", "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  EXPECT(mirror_trace_skip(traced.task, 5) == 0);
  expect_end(&traced, "result=5 kept=5");
  EXPECT(strcmp(content_of("file"), "") == 0, "%s", content_of("file"));
}

static void result_of_skipped_call_is_seen(void) {
  struct traced traced = trace_call("write", "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  EXPECT(mirror_trace_skip(traced.task, -EDQUOT) == 0);
  go_on_to(&traced, 1, STOP_LEFT);
  int64_t result = 0;
  EXPECT(mirror_trace_result(traced.task, &result) == 0 && result == -EDQUOT, "%ld", (long)result);
  expect_end(&traced, "result=-122 kept=5");
}

static void kill_comes_before_call(void) {
  struct traced traced = trace_call("write", "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  kill(traced.task, SIGKILL);
  EXPECT(mirror_trace_wait(&traced.status) == traced.task && WIFSIGNALED(traced.status));
  EXPECT(strcmp(content_of("file"), "") == 0, "%s", content_of("file"));
}

const struct test injection_tests[] = {
    {"injection: without a fault the call takes effect", call_without_fault_takes_effect},
    {"injection: an error arrives, and the call is left out", error_arrives},
    {"injection: a success is feigned", success_is_feigned},
    {"injection: the exit of a call that was left out shows the error", result_of_skipped_call_is_seen},
    {"injection: a kill comes before the call", kill_comes_before_call},
    {0},
};
