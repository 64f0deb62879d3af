// Starting a subject in a process of its own, and ending everything that it started.
//
// This is C because the code between fork and exec may call async-signal-safe functions only, which Swift cannot
// promise.

#ifndef CLAUNCH_H
#define CLAUNCH_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { MIRROR_WITNESSED = 2 };

// What the subject is given. The pointers stay the caller's.
struct mirror_launch {
  const char *path;         // the executable, absolute or relative to `directory`
  char *const *arguments;   // NULL-terminated; the first is the name of the program
  char *const *environment; // NULL-terminated
  const char *directory;    // the working directory
  int input;                // become the subject's descriptors 0, 1 and 2
  int output;
  int error;
  uint32_t umask;
  int64_t file_size_limit;  // RLIMIT_FSIZE in bytes, with SIGXFSZ ignored; negative: a generous limit
  int64_t open_files_limit; // RLIMIT_NOFILE; negative: as inherited
  int obey_permissions;     // not 0: root, too, is bound by file permissions (no CAP_DAC_OVERRIDE)
  int gate;                 // not negative: wait here for end-of-file before the exec, to start several together
  int arrival;              // where a byte is written on arrival at the gate
  const char *witnessed[MIRROR_WITNESSED]; // absolute paths that are looked at when the subject itself ends, or NULL
  int64_t stray_grace;      // how long, in nanoseconds, what the subject started may outlive it without being a stray
};

enum mirror_stage {
  MIRROR_STAGE_NONE = 0,
  MIRROR_STAGE_SUPERVISOR, // the supervising process could not be made
  MIRROR_STAGE_INPUT, // /dev/null cannot be opened
  MIRROR_STAGE_PIPES,
  MIRROR_STAGE_FORK,
  MIRROR_STAGE_DIRECTORY,
  MIRROR_STAGE_DESCRIPTORS,
  MIRROR_STAGE_LIMITS,
  MIRROR_STAGE_FILE_SIZE, // the hard limit of file sizes leaves too little room for a run
  MIRROR_STAGE_CAPABILITIES,
  MIRROR_STAGE_EXEC,
};

// A file at the moment at which the subject itself ended. Its time is in nanoseconds since 1970.
struct mirror_glimpse {
  int32_t exists;
  uint64_t inode;
  int64_t size; // in bytes
  int64_t modified;
};

// How a run went. Times are in nanoseconds.
struct mirror_outcome {
  int32_t is_complete;   // 0: the supervising process did not come to its end
  int32_t stage;         // where starting failed, or MIRROR_STAGE_NONE
  int32_t error_number;  // of that failure
  int32_t wait_status;   // of waitpid(2), for the subject's first process
  int32_t timed_out;     // not 0: ended by the deadline
  int32_t flooded;       // not 0: ended because its output had no end
  int32_t strays;        // processes that were still there a moment after the first one had ended
  int64_t started_clock; // CLOCK_REALTIME just before the start
  int64_t ended_clock;   // CLOCK_REALTIME just after the end
  int64_t elapsed;       // CLOCK_MONOTONIC between the two
  int64_t processor_time; // of the subject and of what it waited for
  struct mirror_glimpse witnessed[MIRROR_WITNESSED];
};

// What a run wrote to one of its streams.
struct mirror_stream {
  uint8_t *bytes; // room for `limit` bytes
  size_t limit;
  size_t count; // how many of them were kept
  size_t total; // how many there were
};

// Turns a freshly forked process into the subject, all but the exec: session, signals, descriptors, directory, limits.
// Returns MIRROR_STAGE_NONE, or the stage that failed, with errno set. Async-signal-safe.
int mirror_launch_prepare(const struct mirror_launch *launch);

// Runs the subject below a supervising process that ends it after `deadline` nanoseconds, or when its output has no end,
// and that ends whatever it leaves behind. The launch's three descriptors are filled in here; `streams` are its standard
// output and standard error. Blocks until the run is over. Returns 0, or an errno; how starting failed is in the outcome.
//
// The supervising process shares the memory of this one, as after vfork(2): copying a large process costs more than
// running a small one. It may be stopped or killed by the subject: it is continued, and ended when it is not heard of.
int mirror_run(const struct mirror_launch *launch, int64_t deadline, struct mirror_stream streams[2],
               struct mirror_outcome *outcome);

// Makes this process the one that inherits orphans whose supervising process was killed.
void mirror_adopt_orphans(void);

// The processes that runs are made of, so that those of the program around the suite are left alone.
//
// A process is noted from its start until nothing of its run can be left. It is lost when its supervising process was
// killed: whatever it started is then without an end, and may have come to this process as an orphan.
void mirror_note_process(pid_t process);
void mirror_forget_process(pid_t process);
void mirror_lose_process(pid_t process);
void mirror_forget_lost_processes(void);

enum mirror_process_kind {
  MIRROR_PROCESS_UNKNOWN,
  MIRROR_PROCESS_AWAITED,  // noted: a thread of this process waits for it
  MIRROR_PROCESS_OF_A_RUN, // of the session of such a one
  MIRROR_PROCESS_LOST,     // of the session of one that was lost
};
enum mirror_process_kind mirror_kind_of(pid_t process, pid_t session);

// The children of this process, as far as there is room. Returns how many there are.
int mirror_list_children(pid_t *room, int limit);

// Whether a child has ended; it is gone then.
int mirror_reap(pid_t process);

// Whether /proc is there, and whether it is that of this process's pid namespace.
int mirror_proc_is_mounted(void);
int mirror_proc_is_own(void);

// Wrappers for calls that the Glibc module does not import. Each returns 0, or an errno.
int mirror_pipe(int ends[2]); // close-on-exec
int mirror_memory_file(const char *name); // close-on-exec; returns the descriptor, or -1 with errno
// For the calling thread and what it starts only: the file system goes with them, whatever happens.
int mirror_mount_tmpfs(const char *path, const char *options);
int mirror_unmount(const char *path);
int mirror_grow_tmpfs(const char *path); // gives a mounted file system in memory room in plenty

#endif
