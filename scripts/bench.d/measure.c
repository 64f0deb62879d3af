// Measures whole runs of several programs, interleaved, and prints their medians and ratios.
//
// measure ROUNDS DIRECTORY (NAME PROGRAM ARG... --)... (per COUNT NAME NAME MICROSECONDS)... (goal NAME NAME RATIO)...
//
// A name that ends in "+ flush" has its output and the directory flushed after each run, as part of the time.
// In the arguments {} stands for a fresh path in DIRECTORY, which is removed after each run. Standard input is empty, or
// the file that MEASURE_INPUT names. Every round runs every
// program once, each round beginning with another one. Exit status: 0 when every goal is met, 1 when one is not,
// 2 when a run fails.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_PROGRAMS = 16, MOST_ARGUMENTS = 32, WARM_UP = 5 };

struct program {
  const char *name;
  char **arguments;
  int count;
  double *milliseconds;
  double median, low, high;
};

extern char **environ;

static void fail(const char *what, const char *which) {
  fprintf(stderr, "measure: %s: %s: %s\n", which, what, strerror(errno));
  exit(2);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk) {
  (void)status, (void)kind, (void)walk;
  return remove(path);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void flush(const char *path) {
  int file = open(path, O_RDONLY);
  if (file < 0 || fsync(file) != 0) fail("cannot flush", path);
  close(file);
}

static int ends_in(const char *text, const char *end) {
  size_t length = strlen(text), end_length = strlen(end);
  return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

static double run(const struct program *program, const char *path, const char *directory) {
  char *arguments[MOST_ARGUMENTS + 1];
  for (int i = 0; i < program->count; i++)
    arguments[i] = strcmp(program->arguments[i], "{}") == 0 ? (char *)path : program->arguments[i];
  arguments[program->count] = NULL;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const char *input = getenv("MEASURE_INPUT");
  posix_spawn_file_actions_addopen(&actions, 0, input != NULL ? input : "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  pid_t child;
  int status;
  double start = now();
  errno = posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ);
  if (errno != 0) fail("cannot start", arguments[0]);
  if (waitpid(child, &status, 0) != child) fail("cannot wait", arguments[0]);
  if (ends_in(program->name, "+ flush")) flush(path), flush(directory);
  double taken = now() - start;
  posix_spawn_file_actions_destroy(&actions);
  if (status != 0) {
    fprintf(stderr, "measure: %s: failed with status 0x%x\n", program->name, status);
    exit(2);
  }
  if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT) fail("cannot remove", path);
  return taken;
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

static const struct program *find(const struct program *programs, int count, const char *name) {
  for (int i = 0; i < count; i++)
    if (strcmp(programs[i].name, name) == 0) return &programs[i];
  fprintf(stderr, "measure: no program is called %s\n", name);
  exit(2);
}

int main(int argc, char **argv) {
  struct program programs[MOST_PROGRAMS];
  int count = 0, next = 3;
  int rounds = argc > 3 ? atoi(argv[1]) : 0;
  if (rounds < 1) {
    fprintf(stderr, "usage: measure ROUNDS DIRECTORY (NAME PROGRAM ARG... --)... (per COUNT NAME NAME MICROSECONDS)... "
                    "(goal NAME NAME RATIO)...\n");
    return 64;
  }
  while (next < argc && strcmp(argv[next], "goal") != 0 && strcmp(argv[next], "per") != 0 && count < MOST_PROGRAMS) {
    struct program *program = &programs[count++];
    program->name = argv[next++];
    program->arguments = &argv[next];
    program->count = 0;
    program->milliseconds = calloc(rounds, sizeof(double));
    while (next < argc && strcmp(argv[next], "--") != 0 && program->count < MOST_ARGUMENTS) next++, program->count++;
    next++;
  }
  for (int round = -WARM_UP; round < rounds; round++)
    for (int i = 0; i < count; i++) {
      struct program *program = &programs[(i + round + WARM_UP) % count];
      char path[4096];
      snprintf(path, sizeof path, "%s/run", argv[2]);
      double taken = run(program, path, argv[2]);
      if (round >= 0) program->milliseconds[round] = taken;
    }
  // The first decile is what a run takes when nothing else wants the processor.
  printf("  %-16s %10s %10s %10s %8s %12s\n", "program", "median ms", "10 %", "90 %", "ratio", "ratio, 10 %");
  for (int i = 0; i < count; i++) {
    struct program *program = &programs[i];
    qsort(program->milliseconds, rounds, sizeof(double), ascending);
    program->median = program->milliseconds[rounds / 2];
    program->low = program->milliseconds[rounds / 10];
    program->high = program->milliseconds[rounds * 9 / 10];
    printf("  %-16s %10.3f %10.3f %10.3f %8.2f %12.2f\n", program->name, program->median, program->low, program->high,
           program->median / programs[0].median, program->low / programs[0].low);
  }
  int missed = 0;
  for (; next + 4 < argc && strcmp(argv[next], "per") == 0; next += 5) {
    // What one of many things costs beyond what another program needs for as many.
    double things = atof(argv[next + 1]), goal = atof(argv[next + 4]);
    double beyond = (find(programs, count, argv[next + 2])->median - find(programs, count, argv[next + 3])->median);
    double each = beyond * 1e3 / things;
    printf("  goal: at most %.0f us each beyond %s: %.1f us, %s\n", goal, argv[next + 3], each,
           each <= goal ? "met" : "MISSED");
    missed += each > goal;
  }
  for (; next + 3 < argc; next += 4) {
    const struct program *program = find(programs, count, argv[next + 1]);
    const struct program *peer = find(programs, count, argv[next + 2]);
    double ratio = program->median / peer->median, goal = atof(argv[next + 3]);
    printf("  goal: %s at most %.2f x %s: %.2f (first decile %.2f), %s\n", program->name, goal, peer->name, ratio,
           program->low / peer->low, ratio <= goal ? "met" : "MISSED");
    missed += ratio > goal;
  }
  return missed > 0;
}
