#define _GNU_SOURCE
#include "CTrace.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int mirror_trace_follow(pid_t task) {
  long options = PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                 PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_TRACESYSGOOD;
  return ptrace(PTRACE_SETOPTIONS, task, 0, options) < 0 ? errno : 0;
}

int mirror_trace_continue(pid_t task, int signal, int to_exit) {
  return ptrace(to_exit ? PTRACE_SYSCALL : PTRACE_CONT, task, 0, (long)signal) < 0 ? errno : 0;
}

pid_t mirror_trace_message(pid_t task) {
  unsigned long message = 0;
  return ptrace(PTRACE_GETEVENTMSG, task, 0, &message) < 0 ? 0 : (pid_t)message;
}

int mirror_trace_is_delivery(pid_t task) {
  siginfo_t info;
  return ptrace(PTRACE_GETSIGINFO, task, 0, &info) == 0;
}

int mirror_trace_signal(pid_t process, pid_t thread, int signal) {
  return syscall(SYS_tgkill, process, thread, signal) < 0 ? errno : 0;
}

int mirror_trace_same_file(pid_t task, int one, int other) {
  return syscall(SYS_kcmp, task, task, KCMP_FILE, one, other) == 0;
}

// Real-time signals are of no use to anybody else in this program.
static int alarm_signal(void) { return SIGRTMIN + 7; }
static void ignore_alarm(int signal) { (void)signal; }
static pthread_once_t alarm_once = PTHREAD_ONCE_INIT;

static void install_alarm(void) {
  struct sigaction action = {.sa_handler = ignore_alarm};
  sigaction(alarm_signal(), &action, NULL);
}

int mirror_trace_arm(struct mirror_trace_alarm *alarm, int64_t interval) {
  pthread_once(&alarm_once, install_alarm);
  struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = alarm_signal()};
#ifdef sigev_notify_thread_id
  event.sigev_notify_thread_id = (int)syscall(SYS_gettid);
#else
  event._sigev_un._tid = (int)syscall(SYS_gettid);
#endif
  timer_t timer;
  alarm->armed = 0;
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) < 0) return errno;
  alarm->timer = timer;
  alarm->armed = 1;
  // Worker threads of a runtime have their signals blocked, and a new thread inherits that.
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, alarm_signal());
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
  struct timespec each = {interval / 1000000000, interval % 1000000000};
  struct itimerspec times = {each, each};
  timer_settime(timer, 0, &times, NULL);
  return 0;
}

void mirror_trace_disarm(struct mirror_trace_alarm *alarm) {
  if (alarm->armed) timer_delete((timer_t)alarm->timer);
  alarm->armed = 0;
}

int mirror_trace_is_alone(void) {
  siginfo_t information;
  const int any = WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT | __WALL | __WNOTHREAD;
  return waitid(P_ALL, 0, &information, any) < 0 && errno == ECHILD;
}

pid_t mirror_trace_wait(int *status) {
  pid_t task = waitpid(-1, status, __WALL | __WNOTHREAD);
  if (task > 0) return task;
  return errno == ECHILD ? 0 : -1;
}

int mirror_trace_capture_file(const char *name) {
  int file = memfd_create(name, MFD_CLOEXEC);
  if (file >= 0) fcntl(file, F_SETFL, O_APPEND);
  return file;
}
