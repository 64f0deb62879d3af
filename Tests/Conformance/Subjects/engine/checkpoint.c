// A program that does something before its first call on the output directory, and something after it, to try copies of a
// stopped process on. Usage: checkpoint WAY DIR
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char path[2][4096];

static void fail(const char *what) {
  fprintf(stderr, "checkpoint: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void put(const char *name, mode_t mode) {
  int file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) fail(name);
  if (write(file, name, 16) != 16) {
    unlink(name);
    fail(name);
  }
  if (close(file) < 0) {
    unlink(name);
    fail(name);
  }
}

static void undo(int number) {
  (void)number;
  unlink(path[0]);
  unlink(path[1]);
  _exit(130);
}

static void *idle(void *unused) { return unused; }

int main(int count, char **arguments) {
  if (count != 3) return 64;
  const char *way = arguments[1], *directory = arguments[2];
  snprintf(path[0], sizeof path[0], "%s/privkey.json", directory);
  snprintf(path[1], sizeof path[1], "%s/pubkey.json", directory);
#define IS(name) (strcmp(way, name) == 0)
  pid_t own = getpid();
  int script = -1;
  timer_t timer;

  // Before the checkpoint.
  if (IS("buffered")) printf("said before, ");
  if (IS("printed") && write(1, "said before\n", 12) != 12) return 2;
  if (IS("named")) prctl(PR_SET_NAME, "copied-often");
  if (IS("alarm")) alarm(1000);
  if (IS("disarmed")) alarm(0);
  if (IS("interval")) setitimer(ITIMER_REAL, &(struct itimerval){.it_value = {1000, 0}}, NULL);
  if (IS("timer")) timer_create(CLOCK_MONOTONIC, NULL, &timer);
  if (IS("shared")) mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (IS("sharedlater")) mmap(NULL, 4096, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (IS("leftout")) {
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    madvise(memory, 4096, MADV_DONTFORK);
  }
  if (IS("tied")) prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (IS("event")) eventfd(0, 0);
  if (IS("writes")) memfd_create("writes", 0);
  if (IS("telling") && open("/proc/self/status", O_RDONLY) < 0) return 2;
  if (IS("locked")) flock(open("/proc/self/exe", O_RDONLY), LOCK_SH);
  if (IS("moved") && chdir("/") < 0) return 2;
  if (IS("pending")) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGUSR1);
  }
  if (IS("blocked")) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
  }
  if (IS("handler")) signal(SIGTERM, undo);
  if (IS("thread")) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, idle, NULL) == 0) pthread_join(thread, NULL);
  }
  if (IS("child") && fork() == 0) {
    pause();
    _exit(0);
  }
  if (IS("zombie")) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    siginfo_t information;
    waitid(P_PID, (id_t)child, &information, WEXITED | WNOWAIT);
  }
  if (IS("waited")) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    waitpid(child, NULL, 0);
  }
  if (IS("inner")) {
    pid_t child = fork();
    if (child == 0) put(path[0], 0600);
    if (child == 0) _exit(0);
    waitpid(child, NULL, 0);
  }
  if (IS("script")) {
    char text[16];
    script = open(arguments[0], O_RDONLY);
    if (read(script, text, sizeof text) != sizeof text) return 2;
  }

  // The checkpoint.
  if (mkdir(directory, 0777) < 0 && errno != EEXIST) fail(directory);
  put(path[0], 0600);

  // After it.
  if (IS("script")) {
    char text[16] = "";
    printf("%ld, ", (long)lseek(script, 0, SEEK_CUR));
    if (read(script, text, sizeof text) != sizeof text) return 2;
    fcntl(script, F_SETFL, O_NONBLOCK);
    flock(script, LOCK_EX);
    printf("%ld, %d\n", (long)lseek(script, 0, SEEK_CUR), fcntl(script, F_GETFL) & O_NONBLOCK);
  }
  if (IS("nonblocking")) printf("%d\n", fcntl(1, F_GETFL)), fcntl(1, F_SETFL, O_NONBLOCK);
  if (IS("fork") || IS("waited")) {
    pid_t child = fork();
    if (child == 0) {
      put(path[1], 0644);
      _exit(0);
    }
    int status = 0;
    if (waitpid(child, &status, 0) != child || status != 0) return 1;
    return 0;
  }
  if (IS("daemon") && fork() == 0) {
    setsid();
    for (;;) pause();
  }
  put(path[1], 0644);
  if (IS("raise")) raise(SIGTERM);
  if (IS("abort")) abort();
  if (IS("group")) kill(0, SIGTERM);
  if (IS("cached")) kill(own, SIGTERM);
  if (IS("cachedthread")) syscall(SYS_tgkill, own, own, SIGTERM);
  if (IS("cachedgroup")) kill(-own, SIGTERM);
  if (IS("session")) printf("%d %d\n", getpgrp() == getpid(), getsid(0) == getpid());
  if (IS("hang")) for (;;) pause();
  puts("done");
  return 0;
}
