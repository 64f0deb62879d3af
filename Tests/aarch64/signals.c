// A signal before a call: it is left out, the signal arrives, and the call is made again.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "starting.h"
#include "tests.h"

// Rewinds the call at which the subject stands, and sends it SIGTERM.
static struct mirror_trace_call rewind_with_signal(struct traced *traced) {
  struct mirror_trace_call call = call_of(traced);
  EXPECT(mirror_trace_skip(traced->task, -EINTR) == 0);
  go_on_to(traced, 1, STOP_LEFT);
  EXPECT(mirror_trace_rewind(traced->task, &call) == 0);
  EXPECT(mirror_trace_signal(traced->task, traced->task, SIGTERM) == 0);
  go_on_to(traced, 0, STOP_SIGNAL);
  EXPECT(WSTOPSIG(traced->status) == SIGTERM && mirror_trace_is_delivery(traced->task));
  return call;
}

static void expect_again(struct traced *traced, const struct mirror_trace_call *call) {
  enum stop stop = go_on(traced, SIGTERM, 0);
  EXPECT(stop == STOP_ENTERED, "stop %d, status %#x", stop, (unsigned)traced->status);
  struct mirror_trace_call again = call_of(traced);
  EXPECT(again.number == call->number && again.instruction == call->instruction, "call %ld", (long)again.number);
  for (int i = 0; i < 6; i++)
    EXPECT(again.arguments[i] == call->arguments[i], "argument %d: %lx", i, again.arguments[i]);
}

static void send_before(char *act) {
  struct traced traced = trace_call(act, "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  struct mirror_trace_call call = rewind_with_signal(&traced);
  EXPECT(strcmp(content_of("file"), "") == 0, "%s", content_of("file"));
  expect_again(&traced, &call);
  expect_end(&traced, "result=5 kept=5 handled=15");
  EXPECT(strcmp(content_of("file"), "hello") == 0, "%s", content_of("file"));
}

static void handler_runs_first(void) { send_before("write, interrupted"); }
static void handler_that_restarts_runs_first(void) { send_before("write, restarting"); }

static void handler_runs_before_read(void) {
  struct traced traced = trace_call("read", "read");
  for (;;) {
    go_on_to(&traced, 0, STOP_ENTERED);
    if (call_of(&traced).arguments[5] == 66) break;
  }
  struct mirror_trace_call call = rewind_with_signal(&traced);
  expect_again(&traced, &call);
  expect_end(&traced, "result=4 kept=5 handled=15 word");
}

static void subject_ends_by_signal(void) {
  struct traced traced = trace_call("write", "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  rewind_with_signal(&traced);
  EXPECT(go_on(&traced, SIGTERM, 0) == STOP_ENDED);
  EXPECT(WIFSIGNALED(traced.status) && WTERMSIG(traced.status) == SIGTERM, "%#x", (unsigned)traced.status);
  EXPECT(strcmp(content_of("file"), "") == 0, "%s", content_of("file"));
}

static void signal_comes_after_call(void) {
  struct traced traced = trace_call("write, interrupted", "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  go_on_to(&traced, 1, STOP_LEFT);
  EXPECT(mirror_trace_signal(traced.task, traced.task, SIGTERM) == 0);
  go_on_to(&traced, 0, STOP_SIGNAL);
  EXPECT(go_on(&traced, SIGTERM, 0) == STOP_ENDED);
  EXPECT(strcmp(output_of(&traced), "result=5 kept=5 handled=15") == 0, "%s", output_of(&traced));
}

const struct test signal_tests[] = {
    {"signals: one before a call is handled, and the call is made again", handler_runs_first},
    {"signals: the same with SA_RESTART", handler_that_restarts_runs_first},
    {"signals: the same at a read from a pipe", handler_runs_before_read},
    {"signals: one before a call that nobody handles ends the subject", subject_ends_by_signal},
    {"signals: one after a call leaves its result alone", signal_comes_after_call},
    {0},
};
