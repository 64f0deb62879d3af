#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/uio.h>
#include <unistd.h>

#include "CTrace.h"

// A container may forbid process_vm_readv(2) and still allow ptrace(2): the same memory is a file then.
static int is_forbidden(ssize_t moved) { return moved < 0 && (errno == EPERM || errno == ENOSYS); }

static int open_memory(pid_t task, int flags) {
  char path[32];
  snprintf(path, sizeof path, "/proc/%d/mem", (int)task);
  return open(path, flags | O_CLOEXEC);
}

ssize_t mirror_trace_read(pid_t task, uint64_t address, void *bytes, size_t count) {
  struct iovec here = {bytes, count}, there = {(void *)(uintptr_t)address, count};
  ssize_t moved = process_vm_readv(task, &here, 1, &there, 1, 0);
  if (!is_forbidden(moved)) return moved;
  int error_number = errno, memory = open_memory(task, O_RDONLY);
  if (memory < 0) {
    errno = error_number;
    return -1;
  }
  moved = pread(memory, bytes, count, (off_t)address);
  // What is no memory of the task is an input error of the file.
  if (moved < 0 && errno == EIO) errno = EFAULT;
  error_number = errno;
  close(memory);
  errno = error_number;
  return moved;
}

ssize_t mirror_trace_write(pid_t task, uint64_t address, const void *bytes, size_t count) {
  struct iovec here = {(void *)(uintptr_t)bytes, count}, there = {(void *)(uintptr_t)address, count};
  ssize_t moved = process_vm_writev(task, &here, 1, &there, 1, 0);
  if (!is_forbidden(moved)) return moved;
  int memory = open_memory(task, O_WRONLY);
  if (memory < 0) return -1;
  moved = pwrite(memory, bytes, count, (off_t)address);
  close(memory);
  return moved;
}
