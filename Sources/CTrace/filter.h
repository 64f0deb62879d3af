#ifndef MIRROR_TRACE_FILTER_H
#define MIRROR_TRACE_FILTER_H

#include <linux/filter.h>

#include "CTrace.h"

enum { MIRROR_TRACE_FILTER_ROOM = 400 };

// Writes the program that stops the given calls into `room`. Returns its length, or 0 if it does not fit.
int mirror_trace_make_filter(
    struct sock_filter *room, const struct mirror_traced_number *numbers, int count);

#endif
