#define _GNU_SOURCE
#include "CLaunch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "processes.h"

static const int64_t second = 1000000000;
static const int64_t kill_deadline = 5000000000;
// As long as a process may wait at a gate, and some more.
static const int64_t gate_timeout = 35000000000;
// How often the supervising process is looked after, and how late it may be on a busy machine.
static const int64_t look_interval = 100000000, lateness = 10000000000;
// A stream this many times over its limit is taken to have no end.
enum { STOPS_ENOUGH = 20, FLOOD_FACTOR = 32, STACK_SIZE = 64 << 10, ROOM = 16 << 10 };

// One run, as the supervising process knows it.
struct supervision {
  const struct mirror_launch *launch;
  int64_t deadline;
  int ends[2]; // where the subject's two streams are read; negative at the end of a stream
  struct mirror_stream *streams;
  struct mirror_outcome *outcome;
  int children; // readable when a child has ended
  // What the harness knows of it meanwhile: the subject while it lives, and the moment of the monotonic clock at which
  // the supervising process will have got further.
  volatile pid_t subject;
  volatile int64_t due;
  // The session that the subject leads, also once it has ended.
  volatile pid_t session;
  // The subject while it has not yet become another program, and uses the memory of the harness; the kernel clears it.
  volatile pid_t tenant;
};

static int64_t now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * second + time.tv_nsec;
}

// What all that has ended below this process has used.
static int64_t time_of_children(void) {
  struct rusage usage;
  if (getrusage(RUSAGE_CHILDREN, &usage) < 0) return 0;
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * second +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * (int64_t)1000;
}

// Reads once; 0 when nothing is there or can come any more.
static int read_stream(struct supervision *run, int which) {
  struct mirror_stream *stream = &run->streams[which];
  char room[ROOM];
  ssize_t count = read(run->ends[which], room, sizeof room);
  if (count < 0) return errno == EINTR;
  if (count == 0) {
    run->ends[which] = -1;
    return 0;
  }
  size_t kept = stream->limit - stream->count < (size_t)count ? stream->limit - stream->count : (size_t)count;
  memcpy(stream->bytes + stream->count, room, kept);
  stream->count += kept;
  stream->total += count;
  return 1;
}

static int is_flooded(const struct supervision *run) {
  const struct mirror_stream *streams = run->streams;
  return streams[0].total > streams[0].limit * FLOOD_FACTOR || streams[1].total > streams[1].limit * FLOOD_FACTOR;
}

// Reads what comes until a child ends, a stream proves endless, or a moment of the monotonic clock has come.
static void read_until(struct supervision *run, int64_t moment) {
  for (;;) {
    int64_t left = moment - now(CLOCK_MONOTONIC);
    if (left <= 0) return;
    struct timespec time = {left / second, left % second};
    struct pollfd polled[3] = {
        {run->ends[0], POLLIN, 0}, {run->ends[1], POLLIN, 0}, {run->children, POLLIN, 0}};
    if (ppoll(polled, 3, &time, NULL) < 0) continue;
    for (int i = 0; i < 2; i++)
      if (polled[i].revents != 0) read_stream(run, i);
    if (polled[2].revents != 0) {
      struct signalfd_siginfo information;
      while (read(run->children, &information, sizeof information) < 0 && errno == EINTR) {}
      return;
    }
    if (is_flooded(run)) return;
  }
}

// Ends every descendant that is left. Returns how many processes outlived the first one.
static int end_descendants(struct supervision *run, int64_t grace) {
  int strays = 0;
  int64_t grace_end = now(CLOCK_MONOTONIC) + grace, limit = grace_end + kill_deadline;
  run->due = limit;
  for (;;) {
    int status;
    pid_t process = waitpid(-1, &status, WNOHANG | __WALL);
    if (process > 0) {
      mirror_let_go(process, status);
      continue;
    }
    if (process < 0 && errno == ECHILD) return strays;
    int64_t moment = now(CLOCK_MONOTONIC);
    if (moment > limit) return strays;
    if (moment < grace_end && !is_flooded(run)) {
      read_until(run, grace_end);
      continue;
    }
    int killed = mirror_kill_children();
    if (killed > strays) strays = killed;
    read_until(run, moment + 20000000);
  }
}

// The new process, until it becomes the subject. The memory is shared until the exec, so a failure is told by leaving
// it there.
static int become_subject(void *argument) {
  struct supervision *run = argument;
  volatile struct mirror_outcome *outcome = run->outcome;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  outcome->stage = mirror_launch_prepare(run->launch);
  if (outcome->stage == MIRROR_STAGE_NONE) {
    execve(run->launch->path, run->launch->arguments, run->launch->environment);
    outcome->stage = MIRROR_STAGE_EXEC;
  }
  outcome->error_number = errno;
  _exit(127);
}

// Starts the subject as vfork(2) does, but on a stack of its own, and so that its use of the memory can be waited for.
static pid_t start_subject(struct supervision *run) {
  char stack[STACK_SIZE / 2] __attribute__((aligned(16)));
  int flags = CLONE_VM | CLONE_VFORK | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD;
  pid_t subject = clone(become_subject, stack + sizeof stack, flags, run, &run->tenant, NULL, &run->tenant);
  if (subject < 0) {
    run->outcome->stage = MIRROR_STAGE_FORK;
    run->outcome->error_number = errno;
  }
  return subject;
}

// Waits until nobody uses the memory of this process any more: who kills the supervising process while it starts the
// subject leaves one that still runs on a stack of ours.
static void end_tenancy(struct supervision *run) {
  for (pid_t tenant; (tenant = run->tenant) != 0;) {
    kill(tenant, SIGKILL);
    usleep(1000);
  }
}

// Looks at the files that matter before anything that the subject has left behind can go on for long.
static void witness(const struct mirror_launch *launch, struct mirror_outcome *outcome) {
  for (int i = 0; i < MIRROR_WITNESSED; i++) {
    struct stat status;
    if (!launch->witnessed[i] || lstat(launch->witnessed[i], &status) < 0) continue;
    outcome->witnessed[i] = (struct mirror_glimpse){
        1, status.st_ino, status.st_size, status.st_mtim.tv_sec * second + status.st_mtim.tv_nsec};
  }
}

// Waits for the end of the subject itself. Returns 0 when it had to be ended.
static int wait_for_subject(struct supervision *run, pid_t subject, int64_t end) {
  for (;;) {
    int status;
    pid_t process = waitpid(-1, &status, WNOHANG | __WALL);
    if (process > 0) {
      if (mirror_let_go(process, status) || process != subject) continue;
      witness(run->launch, run->outcome);
      run->subject = 0;
      run->outcome->wait_status = status;
      return 1;
    }
    run->outcome->flooded = is_flooded(run);
    run->outcome->timed_out = !run->outcome->flooded && now(CLOCK_MONOTONIC) >= end;
    if (run->outcome->flooded || run->outcome->timed_out) return 0;
    read_until(run, end);
  }
}

static int sees_children(struct supervision *run) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigaction(SIGCHLD, &action, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  run->children = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (run->children >= 0) return 1;
  run->outcome->stage = MIRROR_STAGE_SUPERVISOR;
  run->outcome->error_number = errno;
  return 0;
}

// The supervising process: everything the subject starts is below it, and it is the one that inherits orphans.
//
// It shares the memory of the harness, whose thread looks after it, and has every signal blocked.
static int supervise(void *argument) {
  struct supervision *run = argument;
  const struct mirror_launch *launch = run->launch;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  const int keep[] = {
      launch->input, launch->output, launch->error, launch->gate, launch->arrival, run->ends[0], run->ends[1]};
  mirror_close_all_but(keep, sizeof keep / sizeof *keep);
  if (!sees_children(run)) return 1;

  struct mirror_outcome *outcome = run->outcome;
  outcome->started_clock = now(CLOCK_REALTIME);
  int64_t started = now(CLOCK_MONOTONIC);
  pid_t subject = start_subject(run);
  close(launch->output);
  close(launch->error);
  if (subject > 0) {
    // From here on, since it may have waited at the gate.
    int64_t end = now(CLOCK_MONOTONIC) + run->deadline;
    run->due = end;
    run->subject = run->session = subject;
    mirror_note_process(subject);
    int ended = wait_for_subject(run, subject, end);
    outcome->ended_clock = now(CLOCK_REALTIME);
    outcome->elapsed = now(CLOCK_MONOTONIC) - started;
    if (!ended) {
      // Its whole session, since without /proc its children cannot be found.
      kill(-subject, SIGKILL);
      kill(subject, SIGKILL);
    }
    int strays = end_descendants(run, ended ? launch->stray_grace : 0);
    if (ended) outcome->strays = strays;
    outcome->processor_time = time_of_children();
    outcome->flooded |= is_flooded(run);
    for (int i = 0; i < 2; i++)
      while (!is_flooded(run) && read_stream(run, i)) {}
  }
  outcome->is_complete = 1;
  return 0;
}

static void close_pair(const int ends[2]) {
  for (int i = 0; i < 2; i++)
    if (ends[i] >= 0) close(ends[i]);
}

// Waits for the end of the supervising process, whatever the subject does to it.
//
// The two share even errno, so nothing here may fail while both live: no signal comes, and no call is interrupted.
static void look_after(struct supervision *run, pid_t supervisor) {
  int handle = (int)syscall(SYS_pidfd_open, supervisor, 0u), status, stops = 0;
  for (;;) {
    struct pollfd polled = {handle, POLLIN, 0};
    // Without such a handle, as on an old kernel, look often. The kernel writes the time that is left.
    struct timespec time = {0, handle >= 0 ? look_interval : 200000};
    syscall(SYS_ppoll, &polled, 1, &time, NULL, 0);
    pid_t changed = (pid_t)syscall(SYS_wait4, supervisor, &status, WNOHANG | WUNTRACED | __WALL, NULL);
    if (changed < 0 || (changed > 0 && !WIFSTOPPED(status))) break;
    if (changed > 0) {
      stops++;
      kill(supervisor, SIGCONT);
    }
    // It may be traced by the subject, or stopped over and over. It reaps no more, so the subject's number is still right.
    if (stops >= STOPS_ENOUGH || now(CLOCK_MONOTONIC) > run->due + lateness) {
      kill(supervisor, SIGKILL);
      if (run->subject > 0) kill(run->subject, SIGKILL);
      run->outcome->timed_out = 1;
    }
  }
  if (handle >= 0) close(handle);
}

static int prepare_streams(int *input, int output[2], int error[2]) {
  *input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (*input < 0) return MIRROR_STAGE_INPUT;
  int failed = pipe2(output, O_CLOEXEC) < 0 || pipe2(error, O_CLOEXEC) < 0 ||
               fcntl(output[0], F_SETFL, O_NONBLOCK) < 0 || fcntl(error[0], F_SETFL, O_NONBLOCK) < 0;
  return failed ? MIRROR_STAGE_PIPES : MIRROR_STAGE_NONE;
}

static int start_supervisor(struct supervision *run) {
  char stack[STACK_SIZE] __attribute__((aligned(16)));
  // No handler of this program may run in a process that only shares its memory.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  // Without a signal at its end: the program around the suite neither hears of it nor waits for it by mistake.
  pid_t supervisor = clone(supervise, stack + sizeof stack, CLONE_VM, run);
  int error_number = errno;
  if (supervisor > 0) {
    mirror_note_process(supervisor);
    look_after(run, supervisor);
    end_tenancy(run);
    mirror_forget_process(supervisor);
    if (run->outcome->is_complete) mirror_forget_process(run->session);
    else mirror_lose_process(run->session);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return supervisor < 0 ? error_number : 0;
}

int mirror_run(const struct mirror_launch *launch, int64_t deadline, struct mirror_stream streams[2],
               struct mirror_outcome *outcome) {
  memset(outcome, 0, sizeof *outcome);
  int output[2] = {-1, -1}, error[2] = {-1, -1}, error_number = 0, input = -1;
  outcome->stage = prepare_streams(&input, output, error);
  if (outcome->stage != MIRROR_STAGE_NONE) {
    outcome->error_number = errno;
  } else {
    struct mirror_launch complete = *launch;
    complete.input = launch->input >= 0 ? launch->input : input;
    complete.output = output[1];
    complete.error = error[1];
    struct supervision run = {.launch = &complete,
                              .deadline = deadline,
                              .ends = {output[0], error[0]},
                              .streams = streams,
                              .outcome = outcome,
                              .children = -1,
                              .due = now(CLOCK_MONOTONIC) + gate_timeout};
    error_number = start_supervisor(&run);
    if (error_number == 0 && !outcome->is_complete && outcome->stage == MIRROR_STAGE_NONE) {
      // Somebody has killed the supervising process, and the kernel the subject with it.
      outcome->wait_status = SIGKILL;
      outcome->ended_clock = now(CLOCK_REALTIME);
    }
  }
  if (input >= 0) close(input);
  close_pair(output);
  close_pair(error);
  return error_number;
}
