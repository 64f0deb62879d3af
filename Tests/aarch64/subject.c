#define _GNU_SOURCE
#include "subject.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "calls.h"

static void say(void) {
  dprintf(1, "to output\n");
  dprintf(2, "to error\n");
  exit(SUBJECT_EXIT_STATUS);
}

static void sleep_for_ever(void) {
  for (;;) pause();
}

static void flood(void) {
  char room[4096] = {0};
  while (write(1, room, sizeof room) > 0) {}
}

static void leave_child(void) {
  if (fork() == 0) sleep_for_ever();
}

static void tell_circumstances(void) {
  mode_t mask = umask(0);
  char room[4096];
  const char *value = getenv("A");
  dprintf(1, "%s umask=%o A=%s", getcwd(room, sizeof room), mask, value ? value : "none");
  for (int descriptor = 3; descriptor < 64; descriptor++)
    if (fcntl(descriptor, F_GETFD) >= 0) dprintf(1, " open=%d", descriptor);
  sigset_t blocked;
  sigprocmask(SIG_SETMASK, NULL, &blocked);
  dprintf(1, " blocked=%d leads=%d", sigismember(&blocked, SIGTERM), getsid(0) == getpid());
}

static void grow(void) {
  int file = open("grown", O_CREAT | O_WRONLY, 0600);
  dprintf(1, "%s", ftruncate(file, 64 << 20) < 0 ? strerrorname_np(errno) : "grown");
}

static void open_many(void) {
  int count = 0;
  while (open("/", O_RDONLY | O_DIRECTORY) >= 0) count++;
  dprintf(1, "opened=%d %s", count, strerrorname_np(errno));
}

static void peek(void) { dprintf(1, "%s", open("closed", O_RDONLY) < 0 ? strerrorname_np(errno) : "opened"); }

// Six arguments that no kernel minds, of which the last is an address on the stack.
static void call_with_six(void) {
  struct raw_call call = {.number = SYS_fsync, .arguments = {~0u, 0x2222222222222222, 3, 0xfffffffffffffff4, 5}};
  call.arguments[5] = (uint64_t)&call;
  make_call(&call);
  uint64_t kept = 0;
  for (int i = 1; i < 6; i++) kept += call.after[i] == call.arguments[i];
  dprintf(1, "%lx %lx %ld %lu", call.instruction, (unsigned long)&call, call.result, kept);
}

static int open_file(void) { return open("file", O_CREAT | O_WRONLY | O_APPEND, 0600); }

static void report(const struct raw_call *call) {
  int kept = 0;
  for (int i = 1; i < 6; i++) kept += call->after[i] == call->arguments[i];
  dprintf(1, "result=%ld kept=%d", call->result, kept);
}

// The call that most faults go into: five bytes through a descriptor.
static void write_once(void) {
  struct raw_call call = {.number = SYS_pwrite64, .arguments = {open_file(), (uint64_t)"hello", 5, 0, 55, 66}};
  make_call(&call);
  report(&call);
}

static void make_file_once(void) {
  const uint64_t flags = O_CREAT | O_EXCL | O_WRONLY;
  struct raw_call call = {
      .number = SYS_openat,
      .arguments = {(uint64_t)AT_FDCWD, (uint64_t)"made", flags, 0600, 55, 66},
  };
  make_call(&call);
  report(&call);
}

static volatile sig_atomic_t handled;
static void handle(int signal) { handled += signal; }

static void write_once_handling(int flags) {
  struct sigaction action = {.sa_handler = handle, .sa_flags = flags};
  sigaction(SIGTERM, &action, NULL);
  write_once();
  dprintf(1, " handled=%d", handled);
}

static void write_once_interrupted(void) { write_once_handling(0); }
static void write_once_restarting(void) { write_once_handling(SA_RESTART); }

static void read_from_pipe(void) {
  int ends[2];
  if (pipe(ends) < 0) return;
  struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
  sigaction(SIGTERM, &action, NULL);
  char room[8];
  if (write(ends[1], "word", 4) != 4) return;
  struct raw_call call = {
      .number = SYS_read,
      .arguments = {(uint64_t)ends[0], (uint64_t)room, sizeof room, 44, 55, 66},
  };
  make_call(&call);
  report(&call);
  dprintf(1, " handled=%d %.4s", handled, room);
}

static void *fsync_in_thread(void *unused) {
  (void)unused;
  fsync(-1);
  return NULL;
}

static void start_thread(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, fsync_in_thread, NULL);
  pthread_join(thread, NULL);
  dprintf(1, "joined");
}

static void start_child(void) {
  pid_t child = fork();
  if (child == 0) _exit(fsync(-1) < 0 ? 3 : 4);
  int status = 0;
  waitpid(child, &status, 0);
  dprintf(1, "child=%d", WEXITSTATUS(status));
}

static void become_another(void) {
  char *arguments[] = {"subject", "say", NULL};
  execve("/proc/self/exe", arguments, environ);
}

static void answer(const char *name, long result) {
  dprintf(1, "%s=%s ", name, result < 0 ? strerrorname_np(errno) : "0");
}

// Calls that the filter answers itself.
static void try_refused(void) {
  answer("io_uring", syscall(SYS_io_uring_setup, 1, NULL));
  answer("clone3", syscall(SYS_clone3, NULL, 0));
  answer("untraced", syscall(SYS_clone, CLONE_UNTRACED | SIGCHLD, 0, 0, 0, 0));
  answer("kill", kill(getppid(), SIGKILL));
  answer("tgkill", syscall(SYS_tgkill, getppid(), getppid(), SIGKILL));
}

// Of each pair the filter lets the first pass and stops at the second.
static void try_rules(void) {
  int file = open_file();
  struct flock lock = {.l_type = F_WRLCK};
  if (ftruncate(file, 4096) < 0) return;
  mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, file, 0);
  mmap(NULL, 4096, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  mmap(NULL, 4096, PROT_NONE, MAP_SHARED, file, 0);
  int marks;
  ioctl(file, FS_IOC_GETFLAGS, &marks);
  ioctl(file, FICLONE, -1);
  fcntl(file, F_GETFL);
  fcntl(file, F_SETLK, &lock);
  prctl(PR_GET_DUMPABLE);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void tell_addresses(void) {
  int local;
  dprintf(1, "%p", (void *)&local);
}

// What a copy has to have from its template, beside memory: registers of numbers with a point, thread-local storage.
static _Thread_local int local_to_thread;

static void be_copied(void) {
  local_to_thread = 42;
  int file = open_file();
  struct raw_call call = {.number = SYS_pwrite64, .arguments = {file, (uint64_t)"hello", 5, 0, 55, 66}};
  uint64_t given = 0x3ff8000000000000, found = 0;
#if defined(__x86_64__)
  __asm__ volatile("movq %0, %%xmm7" : : "r"(given) : "xmm7");
  make_call(&call);
  __asm__ volatile("movq %%xmm7, %0" : "=r"(found));
#else
  __asm__ volatile("fmov d7, %0" : : "r"(given) : "d7");
  make_call(&call);
  __asm__ volatile("fmov %0, d7" : "=r"(found));
#endif
  report(&call);
  sigset_t blocked;
  sigprocmask(SIG_SETMASK, NULL, &blocked);
  dprintf(1, " point=%d local=%d blocked=%d leads=%d\n", given == found, local_to_thread,
          sigismember(&blocked, SIGTERM), getsid(0) == syscall(SYS_getpid));
}

int be_subject(const char *act) {
  static const struct {
    const char *name;
    void (*run)(void);
  } acts[] = {
      {"say", say},
      {"sleep", sleep_for_ever},
      {"flood", flood},
      {"leave child", leave_child},
      {"circumstances", tell_circumstances},
      {"grow", grow},
      {"open many", open_many},
      {"peek", peek},
      {"six", call_with_six},
      {"write", write_once},
      {"make", make_file_once},
      {"write, interrupted", write_once_interrupted},
      {"write, restarting", write_once_restarting},
      {"read", read_from_pipe},
      {"thread", start_thread},
      {"child", start_child},
      {"exec", become_another},
      {"refused", try_refused},
      {"rules", try_rules},
      {"addresses", tell_addresses},
      {"copied", be_copied},
  };
  for (unsigned i = 0; i < sizeof acts / sizeof *acts; i++)
    if (strcmp(acts[i].name, act) == 0) {
      acts[i].run();
      return 0;
    }
  return 64;
}
