// Sends signals to itself, to a thread and to children, each by the IDs that it is told. Usage: signals
// Prints what failed, or "all came".
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t count;
static int failures;

static void arrived(int signal) {
  (void)signal;
  count++;
}

// A signal to the only thread of a process is there before the call returns.
static void expect(const char *what, long result) {
  if (result != 0 || count != 1) {
    printf("%s: result %ld (%s), %d came\n", what, result, strerror(errno), (int)count);
    failures++;
  }
  count = 0;
}

static long queue(int isThread, pid_t process, pid_t thread) {
  siginfo_t information;
  memset(&information, 0, sizeof information);
  information.si_code = SI_QUEUE;
  return isThread ? syscall(SYS_rt_tgsigqueueinfo, process, thread, SIGUSR1, &information)
                  : syscall(SYS_rt_sigqueueinfo, process, SIGUSR1, &information);
}

static pid_t thread_id(void) { return (pid_t)syscall(SYS_gettid); }

static void *signal_itself(void *unused) {
  expect("tgkill to a thread", syscall(SYS_tgkill, getpid(), thread_id(), SIGUSR1));
  expect("pthread_kill to a thread", pthread_kill(pthread_self(), SIGUSR1));
  expect("tkill to a thread", syscall(SYS_tkill, thread_id(), SIGUSR1));
  return unused;
}

// A child that tells its ID and waits; by that or by the one that fork(2) told it gets a signal.
static pid_t signal_child(int isTold) {
  int ends[2];
  pid_t told = 0, parent = getpid();
  if (pipe(ends) < 0) exit(2);
  pid_t child = fork();
  if (child == 0) {
    // As who wants to end with its parent makes sure that it still has that.
    told = getppid() == parent ? getpid() : 0;
    if (write(ends[1], &told, sizeof told) != sizeof told) _exit(2);
    for (;;) pause();
  }
  if (read(ends[0], &told, sizeof told) != sizeof told) exit(2);
  if (told == 0) {
    printf("the parent of a child has another ID\n");
    failures++;
  }
  int status = 0;
  long result = kill(isTold ? told : child, SIGTERM);
  if (result < 0) kill(child, SIGKILL);
  waitpid(child, &status, 0);
  count = WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM;
  expect(isTold ? "kill of a child by the ID that it told" : "kill of a child by the ID that fork told", result);
  return told;
}

int main(void) {
  struct sigaction action = {.sa_handler = arrived};
  sigaction(SIGUSR1, &action, NULL);
  expect("raise", raise(SIGUSR1));
  expect("kill", kill(getpid(), SIGUSR1));
  expect("tgkill", syscall(SYS_tgkill, getpid(), thread_id(), SIGUSR1));
  expect("tkill", syscall(SYS_tkill, thread_id(), SIGUSR1));
  expect("rt_sigqueueinfo", queue(0, getpid(), 0));
  expect("rt_tgsigqueueinfo", queue(1, getpid(), thread_id()));
  if (setpgid(0, 0) < 0 && errno != EPERM) return 2;
  expect("kill of the group", kill(-getpid(), SIGUSR1));
  expect("kill of the own group", kill(0, SIGUSR1));
  pthread_t thread;
  if (pthread_create(&thread, NULL, signal_itself, NULL) != 0) return 2;
  pthread_join(thread, NULL);
  pid_t ended = signal_child(1);
  signal_child(0);
  if (kill(ended, 0) == 0 || errno != ESRCH) {
    printf("kill of a child that has ended: %s\n", strerror(errno));
    failures++;
  }
  // The calls leave the IDs in the registers as they are.
  register long first = getpid();
  long kept = first;
#ifdef __x86_64__
  long result;
  __asm__ volatile("syscall" : "=a"(result), "+D"(first) : "a"(SYS_kill), "S"(0L) : "rcx", "r11", "memory");
  if (result != 0) failures++;
#endif
  if (first != kept) {
    printf("kill changes its argument\n");
    failures++;
  }
  if (failures == 0) puts("all came");
  return failures != 0;
}
