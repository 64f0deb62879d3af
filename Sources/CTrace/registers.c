#define _GNU_SOURCE
#include "CTrace.h"

#include <elf.h>
#include <errno.h>
#include <linux/audit.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

// The one place that knows registers. Adding an architecture is adding a block here and the name in filter.c.

#if defined(__x86_64__)

typedef struct user_regs_struct registers;
static const int instruction_length = 2;  // syscall

static unsigned long long *argument_of(registers *set, int index) {
  switch (index) {
  case 0: return &set->rdi;
  case 1: return &set->rsi;
  case 2: return &set->rdx;
  case 3: return &set->r10;
  case 4: return &set->r8;
  default: return &set->r9;
  }
}

static int64_t result_of(const registers *set) { return (int64_t)set->rax; }
static void put_result(registers *set, int64_t value) { set->rax = (unsigned long long)value; }
static uint64_t instruction_of(const registers *set) { return set->rip; }
static uint64_t stack_of(const registers *set) { return set->rsp; }
static void move_back(registers *set, int64_t number) {
  set->rip -= (unsigned)instruction_length;
  set->rax = (unsigned long long)number;
  set->orig_rax = ~0ull;
}
static int64_t number_in(pid_t task, const registers *set) {
  (void)task;
  return (int64_t)set->orig_rax;
}
static int put_number(pid_t task, registers *set, int64_t number) {
  (void)task;
  set->orig_rax = (unsigned long long)number;
  return 0;
}

#elif defined(__aarch64__)

#ifndef NT_ARM_SYSTEM_CALL
#define NT_ARM_SYSTEM_CALL 0x404
#endif

typedef struct user_regs_struct registers;
static const int instruction_length = 4;  // svc

static unsigned long long *argument_of(registers *set, int index) { return &set->regs[index]; }
static int64_t result_of(const registers *set) { return (int64_t)set->regs[0]; }
static void put_result(registers *set, int64_t value) { set->regs[0] = (unsigned long long)value; }
static uint64_t instruction_of(const registers *set) { return set->pc; }
static uint64_t stack_of(const registers *set) { return set->sp; }
static void move_back(registers *set, int64_t number) {
  set->pc -= (unsigned)instruction_length;
  set->regs[8] = (unsigned long long)number;
}
static int64_t number_in(pid_t task, const registers *set) {
  (void)task;
  return (int)set->regs[8];
}
static int put_number(pid_t task, registers *set, int64_t number) {
  (void)set;
  int value = (int)number;
  struct iovec part = {&value, sizeof value};
  return ptrace(PTRACE_SETREGSET, task, (void *)NT_ARM_SYSTEM_CALL, &part) < 0 ? errno : 0;
}

#else
#error "the tracer knows x86_64 and aarch64"
#endif

static int get(pid_t task, registers *set, size_t *size) {
  struct iovec part = {set, sizeof *set};
  if (ptrace(PTRACE_GETREGSET, task, (void *)NT_PRSTATUS, &part) < 0) return errno;
  *size = part.iov_len;
  return 0;
}

static int put(pid_t task, registers *set) {
  struct iovec part = {set, sizeof *set};
  return ptrace(PTRACE_SETREGSET, task, (void *)NT_PRSTATUS, &part) < 0 ? errno : 0;
}

int mirror_trace_get(pid_t task, struct mirror_trace_call *call) {
  registers set;
  size_t size;
  int failure = get(task, &set, &size);
  if (failure) return failure;
  call->number = number_in(task, &set);
  for (int i = 0; i < 6; i++) call->arguments[i] = *argument_of(&set, i);
  call->instruction = instruction_of(&set);
  call->stack = stack_of(&set);
  return 0;
}

int mirror_trace_result(pid_t task, int64_t *result) {
  registers set;
  size_t size;
  int failure = get(task, &set, &size);
  if (!failure) *result = result_of(&set);
  return failure;
}

int mirror_trace_skip(pid_t task, int64_t result) {
  registers set;
  size_t size;
  int failure = get(task, &set, &size);
  if (failure) return failure;
  failure = put_number(task, &set, -1);
  if (failure) return failure;
  put_result(&set, result);
  return put(task, &set);
}

int mirror_trace_set_argument(pid_t task, int index, uint64_t value) {
  registers set;
  size_t size;
  int failure = get(task, &set, &size);
  if (failure) return failure;
  *argument_of(&set, index) = value;
  return put(task, &set);
}

int mirror_trace_set_result(pid_t task, int64_t result) {
  registers set;
  size_t size;
  int failure = get(task, &set, &size);
  if (failure) return failure;
  put_result(&set, result);
  return put(task, &set);
}

int mirror_trace_restore_argument(pid_t task, int index, uint64_t value, int64_t result) {
  registers set;
  size_t size;
  int failure = get(task, &set, &size);
  if (failure) return failure;
  *argument_of(&set, index) = value;
  put_result(&set, result);  // on aarch64 the result and the first argument share a register
  return put(task, &set);
}

int mirror_trace_rewind(pid_t task, const struct mirror_trace_call *call) {
  registers set;
  size_t size;
  int failure = get(task, &set, &size);
  if (failure) return failure;
  *argument_of(&set, 0) = call->arguments[0];
  move_back(&set, call->number);
  return put(task, &set);
}
