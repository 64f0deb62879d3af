// Runs all tests, and prints what came of them in TAP. As process 1 of a virtual machine it also makes a system of it,
// and turns it off in the end. With arguments it is the subject of a test.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "CSystemSupport.h"
#include "subject.h"
#include "tests.h"

enum { PASSED = 0, FAILED = 1, SKIPPED = 77, DEADLINE_SECONDS = 60 };

static const struct test *const suites[] = {
    constant_tests, file_tests,      launch_tests, canary_tests, register_tests,
    filter_tests,   injection_tests, signal_tests, task_tests,   checkpoint_tests,
};
enum { SUITES = sizeof suites / sizeof *suites };

static char reason[256];
static int note; // where a test leaves why it was skipped

void fail(const char *file, int line, const char *condition, const char *format, ...) {
  printf("# %s:%d: not so: %s", file, line, condition);
  va_list arguments;
  va_start(arguments, format);
  if (format[1]) printf(";");
  vprintf(format, arguments);
  va_end(arguments);
  printf("\n");
  exit(FAILED);
}

void skip(const char *why) {
  if (write(note, why, strlen(why)) < 0) exit(FAILED);
  exit(SKIPPED);
}

static double seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int status_of(const struct test *test) {
  char directory[] = "/tmp/mirror-test-XXXXXX";
  int ends[2];
  if (!mkdtemp(directory) || pipe2(ends, O_CLOEXEC) < 0) return -1;
  fflush(stdout);
  pid_t process = fork();
  if (process == 0) {
    note = ends[1];
    if (chdir(directory) < 0) _exit(FAILED);
    test->run();
    exit(PASSED);
  }
  close(ends[1]);
  int status = -1;
  double end = seconds() + DEADLINE_SECONDS;
  while (waitpid(process, &status, WNOHANG) == 0) {
    if (seconds() > end) {
      printf("# not over after %d seconds\n", DEADLINE_SECONDS);
      kill(process, SIGKILL);
    }
    usleep(2000);
  }
  ssize_t length = read(ends[0], reason, sizeof reason - 1);
  reason[length > 0 ? length : 0] = 0;
  close(ends[0]);
  mirror_remove_tree(directory);
  return status;
}

static int run_all(void) {
  int passed = 0, failed = 0, skipped = 0, count = 0;
  for (int i = 0; i < SUITES; i++)
    for (const struct test *test = suites[i]; test->name; test++) count++;
  struct utsname system;
  uname(&system);
  printf("# %s %s %s\n1..%d\n", system.sysname, system.release, system.machine, count);
  for (int i = 0; i < SUITES; i++)
    for (const struct test *test = suites[i]; test->name; test++) {
      int status = status_of(test), number = passed + failed + skipped + 1;
      if (status == 0) {
        passed++;
        printf("ok %d - %s\n", number, test->name);
      } else if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED) {
        skipped++;
        printf("ok %d - %s # SKIP %s\n", number, test->name, reason);
      } else {
        failed++;
        if (WIFSIGNALED(status)) printf("# ended by signal %d\n", WTERMSIG(status));
        printf("not ok %d - %s\n", number, test->name);
      }
    }
  printf("%s: %d passed, %d failed, %d skipped\n", system.machine, passed, failed, skipped);
  fflush(stdout);
  return failed > 0;
}

// The kernel's first process finds an empty file system and no open files.
static void make_system(void) {
  mkdir("/proc", 0755);
  mkdir("/dev", 0755);
  mkdir("/tmp", 01777);
  mount("proc", "/proc", "proc", 0, NULL);
  mount("dev", "/dev", "devtmpfs", 0, NULL);
  mount("tmp", "/tmp", "tmpfs", 0, NULL);
  int console = open("/dev/console", O_RDWR);
  for (int i = 0; i < 3; i++) dup2(console, i);
  if (console > 2) close(console);
}

int main(int argc, char **argv) {
  if (getpid() != 1) return argc > 1 ? be_subject(argv[1]) : run_all();
  make_system();
  // What belongs to the first process only, such as being deaf to signals, must not show in the tests.
  pid_t process = fork();
  if (process == 0) exit(run_all());
  while (waitpid(-1, NULL, 0) > 0 || errno != ECHILD) {}
  fflush(stdout);
  sync();
  reboot(RB_POWER_OFF);
  return 1;
}
