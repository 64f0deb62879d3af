#include "CStartup.h"

#include <stdlib.h>

static int count;
static char **arguments;
static int has_setting;

// glibc hands main's parameters to the constructors as well. The priority is the first that programs may use:
// before the constructors of Swift's runtime.
__attribute__((constructor(101))) static void begin(int argc, char **argv, char **environment) {
  (void)environment;
  count = argc;
  arguments = argv;
  // No backtrace of a crash, which would show what the registers hold, unless the user asks for one; and a path for
  // its program, so that the runtime does not look for it.
  if (getenv("SWIFT_BACKTRACE") == NULL)
    has_setting = setenv("SWIFT_BACKTRACE", "enable=no,swift-backtrace=/nonexistent", 1) == 0;
}

const char *mirror_argument(int index) {
  return index >= 0 && index < count ? arguments[index] : NULL;
}

void mirror_finish_startup(void) {
  if (has_setting) unsetenv("SWIFT_BACKTRACE");
}
