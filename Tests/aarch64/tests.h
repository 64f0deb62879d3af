// A few lines of test framework, and the lists of tests. Every test runs in a process and a directory of its own.

#ifndef TESTS_H
#define TESTS_H

#include <stdbool.h>

struct test {
  const char *name;
  void (*run)(void);
};

// Ended by a test without a name.
extern const struct test constant_tests[], file_tests[], launch_tests[], canary_tests[], register_tests[];
extern const struct test filter_tests[], injection_tests[], signal_tests[], task_tests[], checkpoint_tests[];

// Ends the present test as failed when a condition does not hold, and says what was seen.
#define EXPECT(condition, ...) \
  do { \
    if (!(condition)) fail(__FILE__, __LINE__, #condition, " " __VA_ARGS__); \
  } while (0)

_Noreturn void fail(const char *file, int line, const char *condition, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// Ends the present test as one that cannot be run here.
_Noreturn void skip(const char *reason);

bool file_exists(const char *name);
void make_file(const char *name, const char *content);
// The beginning of a file; the room is the callee's, and used again.
const char *content_of(const char *name);

#endif
