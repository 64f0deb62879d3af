// What a run of the subject costs without any judging: a fresh sandbox, one bare run, and its removal, over and over.
//
// bare ROUNDS DIRECTORY PROGRAM ARG...
//
// In the arguments {} stands for the sandbox's output directory. Prints two numbers: the median milliseconds of a run
// (fork, exec, wait) and of making and removing its sandbox. Exit status: 0, or 2 when a run fails.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 32, WARM_UP = 5, LONGEST_PATH = 4096 };

static void fail(const char *what, const char *which) {
  fprintf(stderr, "bare: %s: %s: %s\n", which, what, strerror(errno));
  exit(2);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk) {
  (void)status, (void)kind, (void)walk;
  return remove(path);
}

// The directories that the harness makes for every case.
static void make_sandbox(const char *root) {
  static const char *const names[] = {"", "/work", "/home", "/tmp", "/elsewhere"};
  char path[LONGEST_PATH + 16];
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
    snprintf(path, sizeof path, "%s%s", root, names[i]);
    if (mkdir(path, 0755) != 0) fail("cannot make", path);
  }
}

static void run(char **arguments, const char *root) {
  char work[LONGEST_PATH + 16];
  snprintf(work, sizeof work, "%s/work", root);
  pid_t child = fork();
  if (child < 0) fail("cannot fork", arguments[0]);
  if (child == 0) {
    int null = open("/dev/null", O_RDWR);
    if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || chdir(work) != 0) _exit(126);
    execvp(arguments[0], arguments);
    _exit(127);
  }
  int status;
  if (waitpid(child, &status, 0) != child) fail("cannot wait", arguments[0]);
  if (status != 0) {
    fprintf(stderr, "bare: %s: failed with status 0x%x\n", arguments[0], status);
    exit(2);
  }
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

int main(int argc, char **argv) {
  int rounds = argc > 3 ? atoi(argv[1]) : 0;
  if (rounds < 1 || argc - 3 > MOST_ARGUMENTS) {
    fprintf(stderr, "usage: bare ROUNDS DIRECTORY PROGRAM ARG...\n");
    return 64;
  }
  double *runs = calloc(rounds, sizeof *runs), *sandboxes = calloc(rounds, sizeof *sandboxes);
  if (!runs || !sandboxes) fail("no memory for", "the results");
  char *arguments[MOST_ARGUMENTS + 1] = {NULL};
  for (int i = 3; i < argc; i++) arguments[i - 3] = strcmp(argv[i], "{}") == 0 ? "keys" : argv[i];
  char root[LONGEST_PATH];
  for (int round = -WARM_UP; round < rounds; round++) {
    snprintf(root, sizeof root, "%s/sandbox-%d", argv[2], round + WARM_UP);
    double start = now();
    make_sandbox(root);
    double made = now();
    run(arguments, root);
    double ran = now();
    if (nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0) fail("cannot remove", root);
    double removed = now();
    if (round < 0) continue;
    runs[round] = ran - made;
    sandboxes[round] = made - start + removed - ran;
  }
  qsort(runs, rounds, sizeof *runs, ascending);
  qsort(sandboxes, rounds, sizeof *sandboxes, ascending);
  printf("%.4f %.4f\n", runs[rounds / 2], sandboxes[rounds / 2]);
  return 0;
}
