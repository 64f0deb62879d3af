// What the supervising process knows of other processes, and of its descriptors. Async-signal-safe, without stdio.

#ifndef MIRROR_PROCESSES_H
#define MIRROR_PROCESSES_H

// Kills the children of this process; orphans of theirs become children in turn. Returns how many there were.
int mirror_kill_children(void);

// After waitpid(2): whether the process has only stopped, since it made this one its tracer (PTRACE_TRACEME). It is let
// go on, as if nobody traced it.
int mirror_let_go(int process, int status);

// Closes every descriptor of a range.
void mirror_close_range(unsigned first, unsigned last);

// Closes every descriptor from 3 on that is not listed; negative numbers in the list mean nothing.
void mirror_close_all_but(const int *keep, int count);

#endif
