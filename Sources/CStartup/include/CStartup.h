// What has to happen before Swift's runtime starts, which looks around in /proc and beside the executable: that takes
// longer than making a key, and ends the process where there is no /proc.

#ifndef CSTARTUP_H
#define CSTARTUP_H

// An argument of the process (0 is its own name), or NULL beyond the last.
const char *mirror_argument(int index);

// Takes back what was told to the runtime only, so that child processes do not inherit it.
void mirror_finish_startup(void);

#endif
