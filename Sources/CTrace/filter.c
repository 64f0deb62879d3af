#define _GNU_SOURCE
#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE AUDIT_ARCH_AARCH64
#endif

// A program under construction. Verdicts are returned on the spot, so that no jump is ever too long.
struct program {
  struct sock_filter *room;
  int length;
};

static void statement(struct program *p, unsigned short code, unsigned k) {
  if (p->length < MIRROR_TRACE_FILTER_ROOM) p->room[p->length] = (struct sock_filter)BPF_STMT(code, k);
  p->length++;
}

static void jump(struct program *p, unsigned short code, unsigned k, unsigned char yes, unsigned char no) {
  if (p->length < MIRROR_TRACE_FILTER_ROOM) p->room[p->length] = (struct sock_filter)BPF_JUMP(code, k, yes, no);
  p->length++;
}

static void load(struct program *p, size_t offset) { statement(p, BPF_LD | BPF_W | BPF_ABS, (unsigned)offset); }
static void verdict(struct program *p, unsigned action) { statement(p, BPF_RET | BPF_K, action); }

// The low half of an argument: both architectures are little-endian, and the flags looked at fit.
static size_t argument(int index) { return offsetof(struct seccomp_data, args) + 8 * (size_t)index; }

static void refuse(struct program *p, long number, int error_number) {
  jump(p, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 1);
  verdict(p, SECCOMP_RET_ERRNO | ((unsigned)error_number & SECCOMP_RET_DATA));
}

// A signal to the tracer would stop or end the whole suite. It is taken and does nothing, as the supervising process of an
// untraced run takes it.
static void spare(struct program *p, long number, unsigned process, int is_traced) {
  jump(p, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 4);
  load(p, argument(0));
  jump(p, BPF_JMP | BPF_JEQ | BPF_K, process, 0, 1);
  verdict(p, SECCOMP_RET_ERRNO);
  verdict(p, is_traced ? SECCOMP_RET_TRACE : SECCOMP_RET_ALLOW);
}

static int is_among(long number, const struct mirror_traced_number *numbers, int count) {
  for (int i = 0; i < count; i++)
    if (numbers[i].number == number) return 1;
  return 0;
}

// The call in question is the only one whose argument is looked at: each block ends with a verdict.
static void one_of(struct program *p, long number, int index, const unsigned *values, int count) {
  jump(p, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, (unsigned char)(2 + 2 * count));
  load(p, argument(index));
  for (int i = 0; i < count; i++) {
    jump(p, BPF_JMP | BPF_JEQ | BPF_K, values[i], 0, 1);
    verdict(p, SECCOMP_RET_TRACE);
  }
  verdict(p, SECCOMP_RET_ALLOW);
}

int mirror_trace_make_filter(struct sock_filter *room, const struct mirror_traced_number *numbers, int count) {
  struct program p = {room, 0};
  // A call for another architecture has other numbers; the tracer ends such a run.
  load(&p, offsetof(struct seccomp_data, arch));
  jump(&p, BPF_JMP | BPF_JEQ | BPF_K, NATIVE, 1, 0);
  verdict(&p, SECCOMP_RET_TRACE | 1);
  load(&p, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
  jump(&p, BPF_JMP | BPF_JSET | BPF_K, __X32_SYSCALL_BIT, 0, 1);
  verdict(&p, SECCOMP_RET_ERRNO | ENOSYS);
#endif
  // Work handed to the kernel in a queue is never seen as a call; every runtime has a fall-back.
#ifdef SYS_io_setup
  refuse(&p, SYS_io_setup, ENOSYS);
#endif
#ifdef SYS_io_uring_setup
  refuse(&p, SYS_io_uring_setup, ENOSYS);
#endif
  // The flags of clone3 lie in memory, out of the filter's sight; every runtime falls back to clone.
#ifdef SYS_clone3
  refuse(&p, SYS_clone3, ENOSYS);
#endif
  const long kills[] = {SYS_kill, SYS_tgkill, SYS_tkill};
  for (int i = 0; i < 3; i++) spare(&p, kills[i], (unsigned)getpid(), is_among(kills[i], numbers, count));
  jump(&p, BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4);
  load(&p, argument(0));
  jump(&p, BPF_JMP | BPF_JSET | BPF_K, CLONE_UNTRACED, 0, 1);
  verdict(&p, SECCOMP_RET_ERRNO | EINVAL);
  verdict(&p, SECCOMP_RET_ALLOW);
  for (int i = 0; i < count; i++) {
    static const unsigned clones[] = {FICLONE, FICLONERANGE};
    static const unsigned locks[] = {F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW};
    static const unsigned ties[] = {PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER};
    unsigned number = (unsigned)numbers[i].number;
    switch (numbers[i].rule) {
    case MIRROR_TRACE_SHARED:
      jump(&p, BPF_JMP | BPF_JEQ | BPF_K, number, 0, 6);
      load(&p, argument(3));
      jump(&p, BPF_JMP | BPF_JSET | BPF_K, MAP_ANONYMOUS, 2, 0);
      jump(&p, BPF_JMP | BPF_JSET | BPF_K, MAP_SHARED, 0, 1);
      verdict(&p, SECCOMP_RET_TRACE);
      verdict(&p, SECCOMP_RET_ALLOW);
      verdict(&p, SECCOMP_RET_ALLOW);
      break;
    case MIRROR_TRACE_CLONE_IOCTL: one_of(&p, number, 1, clones, 2); break;
    case MIRROR_TRACE_LOCK_FCNTL: one_of(&p, number, 1, locks, 4); break;
    case MIRROR_TRACE_PARENT_PRCTL: one_of(&p, number, 0, ties, 2); break;
    default:
      jump(&p, BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1);
      verdict(&p, SECCOMP_RET_TRACE);
    }
  }
  verdict(&p, SECCOMP_RET_ALLOW);
  return p.length > MIRROR_TRACE_FILTER_ROOM ? 0 : p.length;
}
