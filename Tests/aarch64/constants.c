// Numbers that the Swift code writes down itself, where C has names for them.
#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

#include "tests.h"

// OpenFlags, in TracedCall.swift.
static void flags_of_open(void) {
#if defined(__aarch64__)
  EXPECT(O_DIRECTORY == 040000);
#else
  EXPECT(O_DIRECTORY == 0200000);
#endif
  EXPECT(O_CREAT == 0100 && O_EXCL == 0200 && O_TRUNC == 01000 && O_DSYNC == 010000 && O_ACCMODE == 03);
  EXPECT((O_TMPFILE & ~O_DIRECTORY) == 020000000);
}

static void other_numbers(void) {
  // Tracer+Entry.swift, Tracer+AuxiliaryVector.swift, Tracer.swift.
  EXPECT(FICLONERANGE == 0x4020940d);
  EXPECT(AT_IGNORE == 1 && AT_RANDOM == 25 && AT_SYSINFO_EHDR == 33);
  EXPECT(PTRACE_EVENT_FORK == 1 && PTRACE_EVENT_VFORK == 2 && PTRACE_EVENT_CLONE == 3);
  EXPECT(PTRACE_EVENT_EXEC == 4 && PTRACE_EVENT_SECCOMP == 7);
}

const struct test constant_tests[] = {
    {"constants: the flags of open(2)", flags_of_open},
    {"constants: the auxiliary vector, ptrace(2) and ioctl(2)", other_numbers},
    {0},
};
