#ifndef MIRROR_TRACE_REGISTERS_H
#define MIRROR_TRACE_REGISTERS_H

#include <elf.h>
#include <errno.h>
#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/user.h>

// The one place that knows registers. Adding an architecture is adding a block here and the name in filter.c.

#if defined(__x86_64__)

typedef struct user_regs_struct registers;
enum { INSTRUCTION_LENGTH = 2 };
static const unsigned char usual_instruction[INSTRUCTION_LENGTH] = {0x0f, 0x05};  // syscall

static inline unsigned long long *argument_of(registers *set, int index) {
  switch (index) {
  case 0: return &set->rdi;
  case 1: return &set->rsi;
  case 2: return &set->rdx;
  case 3: return &set->r10;
  case 4: return &set->r8;
  default: return &set->r9;
  }
}

static inline int64_t result_of(const registers *set) { return (int64_t)set->rax; }
static inline void put_result(registers *set, int64_t value) { set->rax = (unsigned long long)value; }
static inline uint64_t instruction_of(const registers *set) { return set->rip; }
static inline uint64_t stack_of(const registers *set) { return set->rsp; }
static inline void move_back(registers *set, int64_t number) {
  set->rip -= INSTRUCTION_LENGTH;
  set->rax = (unsigned long long)number;
  set->orig_rax = ~0ull;
}
static inline int64_t number_in(pid_t task, const registers *set) {
  (void)task;
  return (int64_t)set->orig_rax;
}
static inline int put_number(pid_t task, registers *set, int64_t number) {
  (void)task;
  set->orig_rax = (unsigned long long)number;
  return 0;
}

#elif defined(__aarch64__)

#ifndef NT_ARM_SYSTEM_CALL
#define NT_ARM_SYSTEM_CALL 0x404
#endif

typedef struct user_regs_struct registers;
enum { INSTRUCTION_LENGTH = 4 };
static const unsigned char usual_instruction[INSTRUCTION_LENGTH] = {0x01, 0x00, 0x00, 0xd4};  // svc #0

static inline unsigned long long *argument_of(registers *set, int index) { return &set->regs[index]; }
static inline int64_t result_of(const registers *set) { return (int64_t)set->regs[0]; }
static inline void put_result(registers *set, int64_t value) { set->regs[0] = (unsigned long long)value; }
static inline uint64_t instruction_of(const registers *set) { return set->pc; }
static inline uint64_t stack_of(const registers *set) { return set->sp; }
static inline void move_back(registers *set, int64_t number) {
  set->pc -= INSTRUCTION_LENGTH;
  set->regs[8] = (unsigned long long)number;
}
static inline int64_t number_in(pid_t task, const registers *set) {
  (void)task;
  return (int)set->regs[8];
}
static inline int put_number(pid_t task, registers *set, int64_t number) {
  (void)set;
  int value = (int)number;
  struct iovec part = {&value, sizeof value};
  return ptrace(PTRACE_SETREGSET, task, (void *)NT_ARM_SYSTEM_CALL, &part) < 0 ? errno : 0;
}

#else
#error "the tracer knows x86_64 and aarch64"
#endif

// Both: 0, or an errno.
static inline int get_registers(pid_t task, registers *set) {
  struct iovec part = {set, sizeof *set};
  return ptrace(PTRACE_GETREGSET, task, (void *)NT_PRSTATUS, &part) < 0 ? errno : 0;
}

static inline int put_registers(pid_t task, registers *set) {
  struct iovec part = {set, sizeof *set};
  return ptrace(PTRACE_SETREGSET, task, (void *)NT_PRSTATUS, &part) < 0 ? errno : 0;
}

#endif
