// How the tests start a subject, bare or traced: as `Launch` and `Tracer` of the Swift code do.

#ifndef STARTING_H
#define STARTING_H

#include <sys/types.h>

#include "CLaunch.h"
#include "CTrace.h"

// A launch of this program as a subject, in the working directory.
struct mirror_launch launch_of(char *act);

// A traced subject, and the stop at which it is.
struct traced {
  pid_t task;
  int status; // of waitpid(2)
  int output; // what it wrote to both streams
};

// Starts a subject whose calls of these names stop, and lets it come to its first instruction.
struct traced trace(char *act, const struct mirror_traced_number *numbers, int count);
// The same with one call that always stops.
struct traced trace_call(char *act, const char *name);

// Where a task is after it went on.
enum stop {
  STOP_ENDED,
  STOP_ENTERED,
  STOP_LEFT,
  STOP_SIGNAL,
  STOP_FORK,
  STOP_VFORK,
  STOP_CLONE,
  STOP_EXEC,
  STOP_OTHER,
};
enum stop stop_of(int status);
enum stop go_on(struct traced *traced, int signal, int to_exit);
// Goes on and expects that stop.
void go_on_to(struct traced *traced, int to_exit, enum stop expected);
// Goes on to the end and expects exit status 0 and that output.
void expect_end(struct traced *traced, const char *output);
const char *output_of(const struct traced *traced);

struct mirror_trace_call call_of(const struct traced *traced);

#endif
