#include "CFiles.h"

#include <stddef.h>

static int count;
static char **arguments;

// glibc hands main's parameters to the constructors as well.
__attribute__((constructor)) static void remember(int argc, char **argv, char **environment) {
  (void)environment;
  count = argc;
  arguments = argv;
}

const char *mirror_argument(int index) {
  return index >= 0 && index < count ? arguments[index] : NULL;
}
