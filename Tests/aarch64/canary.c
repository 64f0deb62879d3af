// The tracer's canary, looked at as `Canary.swift` does.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "starting.h"
#include "tests.h"

// What a tracer that does its work badly leaves out.
enum neglect { NOTHING, ERROR, MEMORY };

struct canary {
  int directory, duplicate;
  struct traced traced;
};

static bool is_same_directory(const char *path, int descriptor) {
  struct stat one, other;
  return stat(path, &one) == 0 && fstat(descriptor, &other) == 0 && one.st_dev == other.st_dev &&
         one.st_ino == other.st_ino;
}

static void expect_in_proc(const struct canary *canary, const char *format, int number) {
  char path[64], end[32];
  snprintf(end, sizeof end, format, number);
  snprintf(path, sizeof path, "/proc/%d/%s", (int)canary->traced.task, end);
  EXPECT(is_same_directory(path, canary->directory), "%s", path);
}

static void look_at_path(const struct canary *canary) {
  struct mirror_trace_call call = call_of(&canary->traced);
  EXPECT(call.number == mirror_trace_number("readlinkat"), "%ld", (long)call.number);
  EXPECT((int)call.arguments[0] == AT_FDCWD);
  char name[sizeof MIRROR_TRACE_CANARY_NAME] = "";
  ssize_t length = mirror_trace_read(canary->traced.task, call.arguments[1], name, sizeof name);
  EXPECT(length == sizeof name && strcmp(name, MIRROR_TRACE_CANARY_NAME) == 0, "%zd \"%s\"", length, name);
  EXPECT(call.arguments[3] == 8);
  expect_in_proc(canary, "cwd", 0);
}

static void look_at_descriptor(const struct canary *canary, enum neglect neglect) {
  struct mirror_trace_call call = call_of(&canary->traced);
  pid_t task = canary->traced.task;
  EXPECT(call.number == mirror_trace_number("fsync"), "%ld", (long)call.number);
  EXPECT(call.arguments[0] == (uint64_t)canary->directory && call.arguments[1] == (uint64_t)task);
  EXPECT(call.arguments[3] == (uint64_t)canary->duplicate);
  expect_in_proc(canary, "fd/%d", canary->directory);
  EXPECT(mirror_trace_same_file(task, canary->directory, canary->duplicate));
  EXPECT(!mirror_trace_same_file(task, canary->directory, 0));
  uint64_t word = MIRROR_TRACE_CANARY_WORD;
  if (neglect == MEMORY) return;
  EXPECT(mirror_trace_write(task, call.arguments[2], &word, sizeof word) == sizeof word);
}

static void run_canary(enum neglect neglect, int expected) {
  struct canary canary = {.directory = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  canary.duplicate = dup(canary.directory);
  struct mirror_trace_start start = mirror_trace_start_canary(canary.directory, canary.duplicate, EIO);
  EXPECT(start.stage == MIRROR_TRACE_STARTED);
  canary.traced = (struct traced){.task = start.process, .output = -1};
  EXPECT(mirror_trace_wait(&canary.traced.status) == start.process);
  EXPECT(mirror_trace_follow(start.process) == 0);
  for (int i = 0; i < 2; i++) {
    go_on_to(&canary.traced, 0, STOP_ENTERED);
    if (i == 0) look_at_path(&canary);
    else look_at_descriptor(&canary, neglect);
    if (neglect != ERROR) EXPECT(mirror_trace_skip(start.process, -EIO) == 0);
  }
  go_on_to(&canary.traced, 0, STOP_ENDED);
  int status = canary.traced.status;
  EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == expected, "%#x", (unsigned)status);
}

static void works(void) { run_canary(NOTHING, MIRROR_TRACE_CANARY_WORKS); }
static void misses_error(void) { run_canary(ERROR, MIRROR_TRACE_CANARY_NO_ERROR); }
static void misses_memory(void) { run_canary(MEMORY, MIRROR_TRACE_CANARY_NO_MEMORY); }

const struct test canary_tests[] = {
    {"canary: works", works},
    {"canary: tells that an error does not arrive", misses_error},
    {"canary: tells that its memory is not written", misses_memory},
    {0},
};
