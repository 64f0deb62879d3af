#define _GNU_SOURCE
#include <sched.h>
#include <stdatomic.h>

#include "CTrace.h"

// The processors that hold a traced run.
static atomic_int in_use[CPU_SETSIZE];

int mirror_trace_bind(struct mirror_trace_processor *processor) {
  processor->number = -1;
  cpu_set_t *allowed = (cpu_set_t *)processor->former, one;
  _Static_assert(sizeof processor->former >= sizeof *allowed, "the set of processors fits");
  if (sched_getaffinity(0, sizeof *allowed, allowed) < 0) return -1;
  int current = sched_getcpu();
  for (int i = 0; i < CPU_SETSIZE; i++) {
    int number = ((current < 0 ? 0 : current) + i) % CPU_SETSIZE, free = 0;
    if (!CPU_ISSET(number, allowed) || !atomic_compare_exchange_strong(&in_use[number], &free, 1)) continue;
    CPU_ZERO(&one);
    CPU_SET(number, &one);
    if (sched_setaffinity(0, sizeof one, &one) == 0) return processor->number = number;
    atomic_store(&in_use[number], 0);
    return -1;
  }
  return -1;
}

void mirror_trace_unbind(const struct mirror_trace_processor *processor) {
  if (processor->number < 0) return;
  sched_setaffinity(0, sizeof(cpu_set_t), (const cpu_set_t *)processor->former);
  atomic_store(&in_use[processor->number], 0);
}
