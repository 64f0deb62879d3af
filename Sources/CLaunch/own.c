#define _GNU_SOURCE
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

#include "CLaunch.h"
#include "processes.h"

// Supervising processes share this memory, so they may write it too. A place that is free holds 0.
enum { ROOM_FOR_PROCESSES = 1024 };
static _Atomic pid_t awaited[ROOM_FOR_PROCESSES], lost[ROOM_FOR_PROCESSES];

static void put(_Atomic pid_t *table, pid_t process) {
  for (int i = 0; process > 0 && i < ROOM_FOR_PROCESSES; i++) {
    pid_t none = 0;
    if (atomic_compare_exchange_strong(&table[i], &none, process)) return;
  }
}

static void take(_Atomic pid_t *table, pid_t process) {
  for (int i = 0; process > 0 && i < ROOM_FOR_PROCESSES; i++) {
    pid_t present = process;
    if (atomic_compare_exchange_strong(&table[i], &present, 0)) return;
  }
}

static int holds(_Atomic pid_t *table, pid_t process) {
  for (int i = 0; process > 0 && i < ROOM_FOR_PROCESSES; i++)
    if (atomic_load(&table[i]) == process) return 1;
  return 0;
}

void mirror_note_process(pid_t process) { put(awaited, process); }

void mirror_forget_process(pid_t process) { take(awaited, process); }

void mirror_lose_process(pid_t process) {
  // A number may have been lost before, and used again.
  if (!holds(lost, process)) put(lost, process);
  take(awaited, process);
}

void mirror_forget_lost_processes(void) {
  for (int i = 0; i < ROOM_FOR_PROCESSES; i++) atomic_store(&lost[i], 0);
}

enum mirror_process_kind mirror_kind_of(pid_t process, pid_t session) {
  if (holds(awaited, process)) return MIRROR_PROCESS_AWAITED;
  if (holds(awaited, session)) return MIRROR_PROCESS_OF_A_RUN;
  if (holds(lost, session)) return MIRROR_PROCESS_LOST;
  return MIRROR_PROCESS_UNKNOWN;
}

int mirror_reap(pid_t process) { return waitpid(process, NULL, WNOHANG | __WALL) == process; }
