// CLaunch: programs that run below a supervising process.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CLaunch.h"
#include "CStartup.h"
#include "starting.h"
#include "subject.h"
#include "tests.h"

enum { ROOM = 1 << 12 };
static const int64_t second = 1000000000;
static uint8_t output[ROOM], error[ROOM];
static struct mirror_stream streams[2];

// Runs a subject with a deadline in nanoseconds.
static struct mirror_outcome run_launch(const struct mirror_launch *launch, int64_t deadline) {
  struct mirror_outcome outcome;
  memset(output, 0, ROOM);
  memset(error, 0, ROOM);
  streams[0] = (struct mirror_stream){output, ROOM - 1, 0, 0};
  streams[1] = (struct mirror_stream){error, ROOM - 1, 0, 0};
  int failure = mirror_run(launch, deadline, streams, &outcome);
  EXPECT(failure == 0 && outcome.is_complete, "%d", failure);
  return outcome;
}

static struct mirror_outcome run_to_end(const struct mirror_launch *launch) {
  struct mirror_outcome outcome = run_launch(launch, 30 * second);
  EXPECT(outcome.stage == MIRROR_STAGE_NONE && !outcome.timed_out, "stage %d, %s", outcome.stage,
         strerrorname_np(outcome.error_number));
  return outcome;
}

static void captures_output(void) {
  struct mirror_launch launch = launch_of("say");
  make_file("seen", "12345");
  launch.witnessed[0] = "/proc/self/exe";
  launch.witnessed[1] = "seen";
  struct mirror_outcome outcome = run_to_end(&launch);
  EXPECT(WIFEXITED(outcome.wait_status) && WEXITSTATUS(outcome.wait_status) == SUBJECT_EXIT_STATUS, "%#x",
         (unsigned)outcome.wait_status);
  EXPECT(strcmp((char *)output, "to output\n") == 0 && strcmp((char *)error, "to error\n") == 0, "%s%s", output, error);
  EXPECT(streams[0].count == 10 && streams[0].total == 10);
  EXPECT(outcome.strays == 0 && outcome.elapsed > 0 && outcome.ended_clock > outcome.started_clock);
  EXPECT(outcome.witnessed[0].exists && outcome.witnessed[1].exists && outcome.witnessed[1].size == 5);
}

static void keeps_deadline(void) {
  struct mirror_launch launch = launch_of("sleep");
  struct mirror_outcome outcome = run_launch(&launch, second / 2);
  EXPECT(outcome.timed_out && outcome.stage == MIRROR_STAGE_NONE);
  EXPECT(outcome.elapsed >= second / 2 && outcome.elapsed < 20 * second, "%ld", (long)outcome.elapsed);
  EXPECT(waitpid(-1, NULL, __WALL) < 0 && errno == ECHILD);
}

static void ends_flood(void) {
  struct mirror_launch launch = launch_of("flood");
  struct mirror_outcome outcome = run_launch(&launch, 30 * second);
  EXPECT(outcome.flooded && !outcome.timed_out);
  EXPECT(streams[0].count == ROOM - 1 && streams[0].total > (size_t)32 * ROOM - 32);
}

static void ends_strays(void) {
  struct mirror_launch launch = launch_of("leave child");
  struct mirror_outcome outcome = run_to_end(&launch);
  EXPECT(outcome.wait_status == 0 && outcome.strays == 1, "%d", outcome.strays);
}

static void makes_circumstances(void) {
  char *environment[] = {"A=b c", NULL}, expected[256];
  struct mirror_launch launch = launch_of("circumstances");
  EXPECT(mkdir("inner", 0700) == 0);
  int left_open = open("/", O_RDONLY);
  EXPECT(left_open > 2);
  launch.environment = environment;
  launch.directory = "inner";
  launch.umask = 027;
  run_to_end(&launch);
  char *here = getcwd(NULL, 0);
  snprintf(expected, sizeof expected, "%s/inner umask=27 A=b c blocked=0 leads=1", here);
  EXPECT(strcmp((char *)output, expected) == 0, "\"%s\" rather than \"%s\"", output, expected);
}

static void tells_failed_start(void) {
  struct mirror_launch launch = launch_of("say");
  launch.path = "./none";
  struct mirror_outcome outcome = run_launch(&launch, second);
  EXPECT(outcome.stage == MIRROR_STAGE_EXEC && outcome.error_number == ENOENT, "%d", outcome.stage);
  launch = launch_of("say");
  launch.directory = "none";
  outcome = run_launch(&launch, second);
  EXPECT(outcome.stage == MIRROR_STAGE_DIRECTORY && outcome.error_number == ENOENT, "%d", outcome.stage);
}

static void limits_files(void) {
  struct mirror_launch launch = launch_of("grow");
  launch.file_size_limit = 1 << 20;
  run_to_end(&launch);
  EXPECT(strcmp((char *)output, "EFBIG") == 0, "%s", output);
  launch = launch_of("open many");
  launch.open_files_limit = 10;
  run_to_end(&launch);
  EXPECT(strcmp((char *)output, "opened=7 EMFILE") == 0, "%s", output);
}

static void binds_root(void) {
  if (geteuid() != 0) skip("only root can be bound by permissions that it could ignore");
  make_file("closed", "");
  EXPECT(chmod("closed", 0) == 0);
  struct mirror_launch launch = launch_of("peek");
  run_to_end(&launch);
  EXPECT(strcmp((char *)output, "opened") == 0, "%s", output);
  launch.obey_permissions = 1;
  run_to_end(&launch);
  EXPECT(strcmp((char *)output, "EACCES") == 0, "%s", output);
}

static void knows_own_processes(void) {
  pid_t child = fork();
  if (child == 0) {
    setsid();
    pause();
  }
  EXPECT(mirror_kind_of(child, 0) == MIRROR_PROCESS_UNKNOWN);
  mirror_note_process(child);
  EXPECT(mirror_kind_of(child, 0) == MIRROR_PROCESS_AWAITED);
  EXPECT(mirror_kind_of(1 << 21, child) == MIRROR_PROCESS_OF_A_RUN);
  mirror_lose_process(child);
  EXPECT(mirror_kind_of(1 << 21, child) == MIRROR_PROCESS_LOST);
  mirror_forget_lost_processes();
  EXPECT(mirror_kind_of(1 << 21, child) == MIRROR_PROCESS_UNKNOWN);
  pid_t found[8] = {0};
  EXPECT(mirror_proc_is_mounted() && mirror_proc_is_own());
  EXPECT(mirror_list_children(found, 8) == 1 && found[0] == child);
  EXPECT(!mirror_reap(child));
  kill(child, SIGKILL);
  for (int i = 0; i < 500 && !mirror_reap(child); i++) usleep(10000);
  EXPECT(mirror_list_children(found, 8) == 0);
}

static void mounts_memory(void) {
  EXPECT(mkdir("mounted", 0700) == 0);
  int failure = mirror_mount_tmpfs("mounted", "size=64k,nr_inodes=8");
  if (failure == EPERM) skip("a file system cannot be mounted");
  EXPECT(failure == 0, "%s", strerrorname_np(failure));
  struct statfs small, large;
  EXPECT(statfs("mounted", &small) == 0 && small.f_blocks * (uint64_t)small.f_bsize == 64 << 10);
  EXPECT(mirror_grow_tmpfs("mounted") == 0);
  EXPECT(statfs("mounted", &large) == 0 && large.f_blocks > small.f_blocks);
  EXPECT(mirror_unmount("mounted") == 0 && rmdir("mounted") == 0);
}

static void keeps_arguments(void) {
  // Its constructor has run before main.
  EXPECT(mirror_argument(0) != NULL && mirror_argument(1) == NULL);
  EXPECT(strstr(getenv("SWIFT_BACKTRACE"), "enable=no") != NULL);
  mirror_finish_startup();
  EXPECT(getenv("SWIFT_BACKTRACE") == NULL);
}

const struct test launch_tests[] = {
    {"launch: output and exit status are captured", captures_output},
    {"launch: a deadline ends the subject", keeps_deadline},
    {"launch: output without end ends the subject", ends_flood},
    {"launch: what the subject leaves behind is counted and ended", ends_strays},
    {"launch: directory, environment, umask, signals and descriptors", makes_circumstances},
    {"launch: a failed start tells its stage", tells_failed_start},
    {"launch: limits of file size and open files", limits_files},
    {"launch: root obeys permissions", binds_root},
    {"launch: own processes are known", knows_own_processes},
    {"launch: file systems in memory", mounts_memory},
    {"startup: arguments and setting before main", keeps_arguments},
    {0},
};
