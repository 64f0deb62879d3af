// CTrace/checkpoint.c: copies of a stopped subject, and open files that are shared with it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "starting.h"
#include "tests.h"

// A subject that is parked at its pwrite64.
static struct traced park(struct mirror_trace_template *template) {
  struct traced traced = trace_call("copied", "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  int failure = mirror_trace_park(traced.task, template);
  EXPECT(failure == 0, "%s", strerrorname_np(failure));
  EXPECT(template->process == traced.task && strcmp(content_of("file"), "") == 0);
  return traced;
}

static struct traced copy_of(const struct mirror_trace_template *template, int output) {
  pid_t copy = mirror_trace_copy(template);
  EXPECT(copy > 0, "%s", strerrorname_np(errno));
  EXPECT(copy != template->process && getsid(copy) == copy);
  struct traced traced = {.task = copy, .output = output};
  go_on_to(&traced, 0, STOP_ENTERED);
  EXPECT(call_of(&traced).arguments[5] == 66 && call_of(&traced).arguments[2] == 5);
  return traced;
}

static void copies_go_on(void) {
  struct mirror_trace_template template;
  struct traced parked = park(&template);
  struct mirror_trace_call call = call_of(&parked);
  for (int i = 0; i < 3; i++) {
    EXPECT(ftruncate(parked.output, 0) == 0);
    struct traced copy = copy_of(&template, parked.output);
    EXPECT(call_of(&copy).instruction == call.instruction && call_of(&copy).stack == call.stack);
    expect_end(&copy, "result=5 kept=5 point=1 local=42 blocked=0 leads=1\n");
    // It is opened for appending.
    EXPECT(strlen(content_of("file")) == 5u * (unsigned)(i + 1), "%s", content_of("file"));
  }
}

static void copies_take_faults(void) {
  struct mirror_trace_template template;
  struct traced parked = park(&template);
  struct traced copy = copy_of(&template, parked.output);
  EXPECT(mirror_trace_skip(copy.task, -ENOSPC) == 0);
  expect_end(&copy, "result=-28 kept=5 point=1 local=42 blocked=0 leads=1\n");
  EXPECT(strcmp(content_of("file"), "") == 0, "%s", content_of("file"));
}

static void template_that_is_gone_is_an_error(void) {
  struct mirror_trace_template template;
  struct traced parked = park(&template);
  kill(parked.task, SIGKILL);
  errno = 0;
  EXPECT(mirror_trace_copy(&template) == -1 && (errno == ESRCH || errno == ECHILD), "%s", strerrorname_np(errno));
}

static void open_file_is_shared_and_put_back(void) {
  struct traced traced = trace_call("write", "pwrite64");
  go_on_to(&traced, 0, STOP_ENTERED);
  int file = (int)call_of(&traced).arguments[0];
  int shared = mirror_trace_share(traced.task, file);
  if (shared < 0 && (errno == ENOSYS || errno == EPERM)) skip("descriptors of others cannot be had here");
  EXPECT(shared >= 0, "%s", strerrorname_np(errno));
  EXPECT(lseek(shared, 3, SEEK_SET) == 3 && fcntl(shared, F_SETFL, 0) == 0 && flock(shared, LOCK_EX) == 0);
  EXPECT(mirror_trace_put_back(shared, 1, O_APPEND) == 0);
  EXPECT(lseek(shared, 0, SEEK_CUR) == 1 && fcntl(shared, F_GETFL) & O_APPEND);
  int other = open("file", O_RDONLY);
  EXPECT(flock(other, LOCK_EX | LOCK_NB) == 0);
  expect_end(&traced, "result=5 kept=5");
}

const struct test checkpoint_tests[] = {
    {"checkpoint: copies go on from the call of their template", copies_go_on},
    {"checkpoint: a fault goes into a copy", copies_take_faults},
    {"checkpoint: a template that is gone is an error", template_that_is_gone_is_an_error},
    {"checkpoint: an open file is shared and put back", open_file_is_shared_and_put_back},
    {0},
};
