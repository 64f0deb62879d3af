#define _GNU_SOURCE
#include "processes.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CLaunch.h"

// The parent of a process.
static pid_t parent_of(const char *process) {
  char path[64], text[512];
  size_t length = strlen(process);
  if (length > 20) return -1;
  memcpy(path, "/proc/", 6);
  memcpy(path + 6, process, length);
  memcpy(path + 6 + length, "/stat", 6);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  if (count <= 0) return -1;
  text[count] = 0;
  // The name in parentheses may hold anything, so look for the last one.
  char *rest = strrchr(text, ')');
  if (!rest || strlen(rest) < 5) return -1;
  pid_t parent = 0;
  for (char *digit = rest + 4; *digit >= '0' && *digit <= '9'; digit++) parent = parent * 10 + (*digit - '0');
  return parent;
}

struct entry64 {
  uint64_t inode;
  int64_t offset;
  unsigned short length;
  unsigned char type;
  char name[];
};

static pid_t number_of(const char *name) {
  pid_t number = 0;
  for (; *name; name++) {
    if (*name < '0' || *name > '9') return 0;
    number = number * 10 + (*name - '0');
  }
  return number;
}

int mirror_proc_is_mounted(void) {
  struct statfs system;
  return statfs("/proc", &system) == 0 && system.f_type == PROC_SUPER_MAGIC;
}

int mirror_proc_is_own(void) {
  char own[24];
  ssize_t length = readlink("/proc/self", own, sizeof own - 1);
  if (length <= 0) return 0;
  own[length] = 0;
  return number_of(own) == getpid();
}

// Calls a function for every child of this process.
static void for_each_child(void (*call)(void *context, pid_t child), void *context) {
  char buffer[8192] __attribute__((aligned(8)));
  int directory = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;
  // The numbers of another pid namespace mean other processes here.
  if (!mirror_proc_is_own()) {
    close(directory);
    return;
  }
  pid_t self = getpid();
  for (long count; (count = syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0;)
    for (long at = 0; at < count;) {
      struct entry64 *entry = (struct entry64 *)(buffer + at);
      at += entry->length;
      pid_t process = number_of(entry->name);
      if (process > 0 && parent_of(entry->name) == self) call(context, process);
    }
  close(directory);
}

static void kill_one(void *killed, pid_t child) {
  kill(child, SIGKILL);
  ++*(int *)killed;
}

int mirror_kill_children(void) {
  int killed = 0;
  for_each_child(kill_one, &killed);
  return killed;
}

struct child_list {
  pid_t *room;
  int limit, count;
};

static void list_one(void *context, pid_t child) {
  struct child_list *list = context;
  if (list->count < list->limit) list->room[list->count++] = child;
}

int mirror_list_children(pid_t *room, int limit) {
  struct child_list list = {room, limit, 0};
  for_each_child(list_one, &list);
  return list.count;
}

int mirror_let_go(int process, int status) {
  if (!WIFSTOPPED(status)) return 0;
  // A SIGTRAP comes from its exec, for the tracer only.
  long signal = WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
  ptrace(PTRACE_DETACH, process, 0, signal);
  return 1;
}

void mirror_close_range(unsigned first, unsigned last) {
  if (first > last || syscall(SYS_close_range, first, last, 0u) == 0) return;
  // An older kernel, or a sandbox that does not know the call: descriptors above its limit cannot be open.
  struct rlimit limit;
  unsigned end = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 1 << 20 ? (unsigned)limit.rlim_cur : 1 << 20;
  for (unsigned descriptor = first; descriptor < end && descriptor <= last; descriptor++) close((int)descriptor);
}

void mirror_close_all_but(const int *keep, int count) {
  unsigned from = 3;
  for (;;) {
    unsigned next = ~0u;
    for (int i = 0; i < count; i++)
      if (keep[i] >= (int)from && (unsigned)keep[i] < next) next = (unsigned)keep[i];
    if (next == ~0u) break;
    if (next > from) mirror_close_range(from, next - 1);
    from = next + 1;
  }
  mirror_close_range(from, ~0u);
}

void mirror_adopt_orphans(void) { prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }
