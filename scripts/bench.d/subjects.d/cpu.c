// The processor time of a command with all that it starts and waits for.
//
// cpu ROUNDS DIRECTORY PROGRAM ARG...
//
// In the arguments {} stands for a fresh path in DIRECTORY, which is removed after each run. Prints the median seconds
// of processor time and of the clock. What the program prints on standard output goes to /dev/null. Exit status: 0, or 2 when a
// run cannot be made or ends by a signal or, where {} is given, with a status other than 0.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 64, MOST_ROUNDS = 10000, LONGEST_PATH = 4096 };

static void fail(const char *what, const char *which) {
  fprintf(stderr, "cpu: %s: %s: %s\n", which, what, strerror(errno));
  exit(2);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk) {
  (void)status, (void)kind, (void)walk;
  return remove(path);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static double seconds(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

static int compare(const void *one, const void *other) {
  double difference = *(const double *)one - *(const double *)other;
  return (difference > 0) - (difference < 0);
}

static double median(double *values, int count) {
  qsort(values, count, sizeof *values, compare);
  return values[count / 2];
}

int main(int count, char **arguments) {
  int rounds = count > 3 ? atoi(arguments[1]) : 0;
  if (rounds < 1 || rounds > MOST_ROUNDS || count - 3 >= MOST_ARGUMENTS) {
    fprintf(stderr, "usage: cpu ROUNDS DIRECTORY PROGRAM ARG...\n");
    return 64;
  }
  static double processor[MOST_ROUNDS], clock[MOST_ROUNDS];
  for (int round = 0; round < rounds; round++) {
    char path[LONGEST_PATH], *words[MOST_ARGUMENTS + 1];
    int has_path = 0;
    snprintf(path, sizeof path, "%s/run-%d", arguments[2], round);
    for (int i = 3; i <= count; i++) {
      int is_path = i < count && strcmp(arguments[i], "{}") == 0;
      words[i - 3] = is_path ? path : arguments[i];
      has_path |= is_path;
    }
    double started = now();
    pid_t child = fork();
    if (child < 0) fail("cannot fork", words[0]);
    if (child == 0) {
      int nothing = open("/dev/null", O_RDWR);
      if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(nothing, 1) < 0) _exit(126);
      execvp(words[0], words);
      _exit(127);
    }
    int status;
    struct rusage usage;
    while (wait4(child, &status, 0, &usage) < 0)
      if (errno != EINTR) fail("cannot wait", words[0]);
    clock[round] = now() - started;
    processor[round] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    if (has_path) nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    if (!WIFEXITED(status) || WEXITSTATUS(status) >= 126 || (has_path && status != 0)) {
      errno = 0;
      fail("a run fails", words[0]);
    }
  }
  printf("%.5f %.5f\n", median(processor, rounds), median(clock, rounds));
  return 0;
}
