// System calls without the C library between: all six arguments, and what the registers hold afterwards.

#ifndef CALLS_H
#define CALLS_H

#include <stdint.h>

struct raw_call {
  uint64_t number, arguments[6];
  int64_t result;
  uint64_t after[6]; // the registers of the arguments after the call; on aarch64 the first one holds the result
  uint64_t instruction; // the address after the call
};

// Reads the address after its own system call instruction, which is the only one in it.
static inline __attribute__((always_inline)) void make_call(struct raw_call *call) {
  const uint64_t *given = call->arguments;
  uint64_t next;
#if defined(__x86_64__)
  register uint64_t a __asm__("rax") = call->number, b __asm__("rdi") = given[0], c __asm__("rsi") = given[1];
  register uint64_t d __asm__("rdx") = given[2], e __asm__("r10") = given[3], f __asm__("r8") = given[4];
  register uint64_t g __asm__("r9") = given[5];
  __asm__ volatile("lea 1f(%%rip), %7\n\tsyscall\n1:"
                   : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e), "+r"(f), "+r"(g), "=&r"(next)
                   :
                   : "rcx", "r11", "memory", "cc");
#elif defined(__aarch64__)
  register uint64_t a __asm__("x8") = call->number, b __asm__("x0") = given[0], c __asm__("x1") = given[1];
  register uint64_t d __asm__("x2") = given[2], e __asm__("x3") = given[3], f __asm__("x4") = given[4];
  register uint64_t g __asm__("x5") = given[5];
  __asm__ volatile("adr %7, 1f\n\tsvc #0\n1:"
                   : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e), "+r"(f), "+r"(g), "=&r"(next)
                   :
                   : "memory", "cc");
#endif
  const uint64_t after[] = {b, c, d, e, f, g};
  for (int i = 0; i < 6; i++) call->after[i] = after[i];
#if defined(__x86_64__)
  call->result = (int64_t)a;
#else
  call->result = (int64_t)b;
#endif
  call->instruction = next;
}

#endif
