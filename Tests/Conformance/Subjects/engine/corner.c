// A program that behaves in one of many ways, to try the tracer on. Usage: corner WAY DIR
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static const char *directory;
static char path[3][4096];
static const char text[] = "0123456789abcdef0123456789abcdef";
enum { LENGTH = sizeof text - 1 };

static void fail(const char *what) {
  fprintf(stderr, "corner: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int make(const char *name, mode_t mode) {
  int file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) fail(name);
  return file;
}

static void put(const char *name, mode_t mode) {
  int file = make(name, mode);
  for (size_t done = 0; done < LENGTH;) {
    ssize_t count = write(file, text + done, LENGTH - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      unlink(name);
      fail(name);
    }
    done += (size_t)count;
  }
  if (close(file) < 0) {
    unlink(name);
    fail(name);
  }
}

static void *put_private(void *unused) {
  put(path[0], 0600);
  return unused;
}

static void *idle(void *unused) { return unused; }

static void wait_for(pid_t child) {
  int status;
  if (waitpid(child, &status, 0) < 0) fail("waitpid");
  if (status != 0) exit(1);
}

static void spawn(const char *way) {
  char *arguments[] = {"corner", (char *)way, (char *)directory, NULL};
  pid_t child;
  errno = posix_spawn(&child, "/proc/self/exe", NULL, NULL, arguments, environ);
  if (errno) fail("posix_spawn");
  wait_for(child);
}

static void undo(int number) {
  (void)number;
  unlink(path[0]);
  unlink(path[1]);
  _exit(130);
}

// Sends the signal once more before it cleans up; it waits until the handler is over.
static void resend(int number) {
  signal(number, SIG_DFL);
  kill(getpid(), number);
  unlink(path[0]);
  unlink(path[1]);
}

static void map(const char *name, mode_t mode) {
  int file = open(name, O_RDWR | O_CREAT | O_EXCL, mode);
  if (file < 0 || ftruncate(file, LENGTH) < 0) fail(name);
  char *bytes = mmap(NULL, LENGTH, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (bytes == MAP_FAILED) fail(name);
  memcpy(bytes, text, LENGTH);
  if (msync(bytes, LENGTH, MS_SYNC) < 0) fail("msync");
  munmap(bytes, LENGTH);
  if (close(file) < 0) fail("close");
}

static void unnamed(const char *name, mode_t mode) {
  int file = open(directory, O_WRONLY | O_TMPFILE, mode);
  if (file < 0) fail("O_TMPFILE");
  if (write(file, text, LENGTH) != LENGTH) fail("write");
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  if (linkat(AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW) < 0) fail(name);
  close(file);
}

static void renamed(const char *name, mode_t mode) {
  snprintf(path[2], sizeof path[2], "%s/.%d.tmp", directory, rand());
  put(path[2], mode);
  if (renameat2(AT_FDCWD, path[2], AT_FDCWD, name, RENAME_NOREPLACE) < 0) fail(name);
}

static void copied(const char *name, mode_t mode, int by_sendfile) {
  const char *temporary = getenv("TMPDIR");
  char room[4096];
  snprintf(room, sizeof room, "%s/corner-XXXXXX", temporary ? temporary : "/tmp");
  int from = mkstemp(room), to = make(name, mode);
  if (from < 0) fail("mkstemp");
  if (write(from, text, LENGTH) != LENGTH) fail("write");
  off_t zero = 0;
  ssize_t count =
      by_sendfile ? sendfile(to, from, &zero, LENGTH) : copy_file_range(from, &zero, to, NULL, LENGTH, 0);
  if (count != LENGTH) fail("copy");
  close(to);
  close(from);
  unlink(room);
}

static void gathered(const char *name, mode_t mode) {
  int file = make(name, mode);
  struct iovec parts[2] = {{(void *)text, 10}, {(void *)(text + 10), LENGTH - 10}};
  ssize_t count = writev(file, parts, 2);
  if (parts[1].iov_len != LENGTH - 10) _exit(99);  // the tracer must put back what it changed
  if (count < 0) fail("writev");
  while (count < LENGTH) {
    ssize_t more = write(file, text + count, (size_t)(LENGTH - count));
    if (more < 0) fail("write");
    count += more;
  }
  close(file);
}

#if defined(__x86_64__)
static void foreign(void) {
  long result;
  // getpid in the 32-bit numbering.
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
  (void)result;
}
static long other_numbers(void) { return syscall(0x40000000 | SYS_getpid); }
#else
static void foreign(void) {}
static long other_numbers(void) {
  errno = ENOSYS;
  return -1;
}
#endif

int main(int count, char **arguments) {
  if (count != 3) return 64;
  const char *way = arguments[1];
  directory = arguments[2];
  snprintf(path[0], sizeof path[0], "%s/privkey.json", directory);
  snprintf(path[1], sizeof path[1], "%s/pubkey.json", directory);
#define IS(name) (strcmp(way, name) == 0)
  if (IS("private")) {
    put(path[0], 0600);
    return 0;
  }
  if (IS("public")) {
    put(path[1], 0644);
    return 0;
  }
  if (mkdir(directory, 0777) < 0 && errno != EEXIST) fail(directory);

  if (IS("threads")) {
    pthread_t threads[20];
    for (int i = 0; i < 20; i++)
      if (pthread_create(&threads[i], NULL, i == 10 ? put_private : idle, NULL)) fail("pthread_create");
    for (int i = 0; i < 20; i++) pthread_join(threads[i], NULL);
    put(path[1], 0644);
  } else if (IS("plain")) {
    put(path[0], 0600);
    put(path[1], 0644);
  } else if (IS("fork")) {
    pid_t child = fork();
    if (child == 0) {
      put(path[0], 0600);
      _exit(0);
    }
    wait_for(child);
    put(path[1], 0644);
  } else if (IS("vfork")) {
    pid_t child = vfork();
    if (child == 0) {
      execl("/proc/self/exe", "corner", "private", directory, (char *)NULL);
      _exit(127);
    }
    wait_for(child);
    put(path[1], 0644);
  } else if (IS("spawn")) {
    spawn("private");
    spawn("public");
  } else if (IS("failedexec")) {
    execl("/nonexistent/program", "program", (char *)NULL);
    put(path[0], 0600);
    put(path[1], 0644);
  } else if (IS("exec")) {
    put(path[0], 0600);
    execl("/proc/self/exe", "corner", "public", directory, (char *)NULL);
    fail("exec");
  } else if (IS("handler")) {
    struct sigaction action = {.sa_handler = undo};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    put(path[0], 0600);
    put(path[1], 0644);
  } else if (IS("resending")) {
    struct sigaction action = {.sa_handler = resend};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    put(path[0], 0600);
    put(path[1], 0644);
  } else if (IS("blocked")) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    put(path[0], 0600);
    put(path[1], 0644);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
  } else if (IS("asking") || IS("releasing") || IS("watching") || IS("parting") || IS("reading-status") ||
             IS("holding-status")) {
    sigset_t set, waiting;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    if (IS("watching") && signalfd(-1, &set, SFD_NONBLOCK) < 0) fail("signalfd");
    if (IS("holding-status") && open("/proc/self/status", O_RDONLY | O_CLOEXEC) < 0) fail("status");
    if (IS("parting")) {
      pid_t child = fork();
      if (child == 0) _exit(0);
      wait_for(child);
    }
    put(path[0], 0600);
    if (IS("asking")) sigpending(&waiting);
    if (IS("reading-status")) close(open("/proc/self/status", O_RDONLY | O_CLOEXEC));
    if (IS("releasing")) {
      sigprocmask(SIG_UNBLOCK, &set, NULL);
      sigprocmask(SIG_BLOCK, &set, NULL);
    }
    put(path[1], 0644);
  } else if (IS("selftrace")) {
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) < 0) fail("ptrace");
    put(path[0], 0600);
    put(path[1], 0644);
  } else if (IS("closer")) {
    close_range(0, ~0u, 0);
    put(path[0], 0600);
    put(path[1], 0644);
  } else if (IS("chdir")) {
    if (chdir(directory) < 0) fail("chdir");
    put("privkey.json", 0600);
    put("../out/./pubkey.json", 0644);
  } else if (IS("descriptor")) {
    int at = open(directory, O_RDONLY | O_DIRECTORY);
    int one = openat(at, "privkey.json", O_WRONLY | O_CREAT | O_EXCL, 0600);
    int two = openat(at, "pubkey.json", O_WRONLY | O_CREAT | O_EXCL, 0644);
    if (write(one, text, LENGTH) != LENGTH || write(two, text, LENGTH) != LENGTH) fail("write");
    close(one);
    close(two);
    close(at);
  } else if (IS("duplicate")) {
    int one = make(path[0], 0600), two = dup(one);
    if (write(one, text, LENGTH) != LENGTH) fail("write");
    close(two);
    close(one);
    put(path[1], 0644);
  } else if (IS("daemon")) {
    put(path[0], 0600);
    put(path[1], 0644);
    if (fork() == 0) {
      setsid();
      if (fork() == 0) for (;;) pause();
      _exit(0);
    }
  } else if (IS("hang")) {
    for (;;) pause();
  } else if (IS("spin")) {
    for (;;) access(directory, F_OK);
  } else if (IS("flood")) {
    char block[4096];
    memset(block, 'x', sizeof block);
    for (;;)
      if (write(1, block, sizeof block) < 0) return 1;
  } else if (IS("crash")) {
    put(path[0], 0600);
    abort();
  } else if (IS("stop")) {
    raise(SIGSTOP);
    put(path[0], 0600);
    put(path[1], 0644);
  } else if (IS("map")) {
    map(path[0], 0600);
    map(path[1], 0644);
  } else if (IS("unnamed")) {
    unnamed(path[0], 0600);
    unnamed(path[1], 0644);
  } else if (IS("rename")) {
    srand((unsigned)getpid());
    renamed(path[0], 0600);
    renamed(path[1], 0644);
  } else if (IS("sendfile")) {
    copied(path[0], 0600, 1);
    put(path[1], 0644);
  } else if (IS("copyrange")) {
    copied(path[0], 0600, 0);
    put(path[1], 0644);
  } else if (IS("gather")) {
    gathered(path[0], 0600);
    gathered(path[1], 0644);
  } else if (IS("loose")) {
    put(path[0], 0644);
    chmod(path[0], 0600);
    put(path[1], 0644);
  } else if (IS("foreign")) {
    foreign();
  } else if (IS("othernumbers")) {
    if (other_numbers() >= 0 || errno != ENOSYS) return 2;
  } else if (IS("ring")) {
    struct io_uring_params parameters = {0};
    if (syscall(SYS_io_uring_setup, 4, &parameters) >= 0 || errno != ENOSYS) return 2;
    unsigned long context = 0;
    if (syscall(SYS_io_setup, 4, &context) >= 0 || errno != ENOSYS) return 2;
  } else if (IS("random")) {
    unsigned char bytes[32], more[16];
    if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes) fail("getrandom");
    int file = open("/dev/urandom", O_RDONLY);
    if (file < 0 || read(file, more, sizeof more) != sizeof more) fail("/dev/urandom");
    for (unsigned i = 0; i < sizeof bytes; i++) printf("%02x", bytes[i]);
    for (unsigned i = 0; i < sizeof more; i++) printf("%02x", more[i]);
    put(path[0], 0600);
    put(path[1], 0644);
  } else {
    return 64;
  }
  puts("done");
  return 0;
}
