#define _GNU_SOURCE
#include "CLaunch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "processes.h"

// A subject that fills the disk must not take the machine along. Less than the smallest is no room for a run.
static const rlim_t generous_file_size = 256 << 20, smallest_file_size = 1 << 20;

// Sets both limits; where the hard one is lower already and cannot be raised, that one.
static int limit(int resource, rlim_t value) {
  struct rlimit pair = {value, value}, present;
  if (setrlimit(resource, &pair) == 0) return 0;
  if (errno != EPERM || getrlimit(resource, &present) < 0 || present.rlim_max > value) return -1;
  pair.rlim_cur = pair.rlim_max = present.rlim_max;
  return setrlimit(resource, &pair);
}

static int limit_file_size(int64_t wanted) {
  if (limit(RLIMIT_FSIZE, wanted < 0 ? generous_file_size : (rlim_t)wanted) < 0) return -1;
  struct rlimit now;
  if (wanted >= 0 || getrlimit(RLIMIT_FSIZE, &now) < 0 || now.rlim_max >= smallest_file_size) return 0;
  errno = EFBIG;
  return -1;
}

static void reset_signals(int ignore_file_size_signal) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++) sigaction(number, &action, NULL);
  if (ignore_file_size_signal) {
    action.sa_handler = SIG_IGN;
    sigaction(SIGXFSZ, &action, NULL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

// Moves the three descriptors to 0, 1 and 2, whatever numbers they have now.
static int install_descriptors(const struct mirror_launch *launch) {
  int wanted[3] = {launch->input, launch->output, launch->error};
  for (int i = 0; i < 3; i++) {
    if (wanted[i] >= 3) continue;
    wanted[i] = fcntl(wanted[i], F_DUPFD_CLOEXEC, 3);
    if (wanted[i] < 0) return -1;
  }
  for (int i = 0; i < 3; i++)
    if (dup2(wanted[i], i) < 0) return -1;
  return 0;
}

// Waits until the gate opens. Not for ever: nothing watches over this process yet.
static void wait_at_gate(const struct mirror_launch *launch) {
  char byte = 0;
  while (write(launch->arrival, &byte, 1) < 0 && errno == EINTR) {}
  struct pollfd gate = {launch->gate, POLLIN, 0};
  while (poll(&gate, 1, 30000) < 0 && errno == EINTR) {}
}

static int drop_file_capabilities(void) {
  if (geteuid() != 0) return 0;
  const int capabilities[] = {CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER};
  for (unsigned i = 0; i < sizeof capabilities / sizeof *capabilities; i++)
    if (prctl(PR_CAPBSET_DROP, capabilities[i], 0, 0, 0) < 0) return -1;
  return 0;
}

// Where memory runs out, the kernel ends the subject and what it started, and not the suite or another program.
//
// A limit would do harm: run-time systems and sanitizers map far more than they use.
static void offer_to_kernel(void) {
  int handle = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (handle < 0) return;
  if (write(handle, "1000", 4) < 0) errno = 0;
  close(handle);
}

int mirror_launch_prepare(const struct mirror_launch *launch) {
  setsid();
  reset_signals(launch->file_size_limit >= 0);
  if (launch->gate >= 0) wait_at_gate(launch);
  offer_to_kernel();
  if (install_descriptors(launch) < 0) return MIRROR_STAGE_DESCRIPTORS;
  mirror_close_range(3, ~0u);
  if (chdir(launch->directory) < 0) return MIRROR_STAGE_DIRECTORY;
  umask((mode_t)launch->umask);
  if (launch->obey_permissions && drop_file_capabilities() < 0) return MIRROR_STAGE_CAPABILITIES;
  // A core file could hold a key.
  if (limit(RLIMIT_CORE, 0) < 0) return MIRROR_STAGE_LIMITS;
  if (limit_file_size(launch->file_size_limit) < 0) return MIRROR_STAGE_FILE_SIZE;
  if (launch->open_files_limit >= 0 && limit(RLIMIT_NOFILE, (rlim_t)launch->open_files_limit) < 0)
    return MIRROR_STAGE_LIMITS;
  return MIRROR_STAGE_NONE;
}
