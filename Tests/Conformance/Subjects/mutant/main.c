// A key writer that is wrong in one way: mutant MUTATION [-o DIR | --output-dir DIR | --output-dir=DIR]
//
// `mutant --list` prints the mutations, `mutant none ...` is correct.

#define _GNU_SOURCE
#include "mutant.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum mutation mutation = MUTATION_COUNT;
const char *directory = ".";
int folder = -1;
mode_t inherited_umask;

static struct document document;

#define MUTATION_NAME(name) #name,
static const char *const names[] = {MUTATIONS(MUTATION_NAME)};

static int same_name(const char *argument, const char *name) {
  for (; *argument && *name; argument++, name++)
    if (*argument != (*name == '_' ? '-' : *name)) return 0;
  return *argument == *name;
}

static void list(void) {
  for (int i = 0; i < MUTATION_COUNT; i++) {
    for (const char *c = names[i]; *c; c++) putchar(*c == '_' ? '-' : *c);
    putchar('\n');
  }
}

static enum outcome unexpected(const char *argument) {
  if (argument[0] == '-' && IS(ignores_unknown_flags)) return DONE;
  if (argument[0] != '-' && IS(ignores_positionals)) return DONE;
  if (argument[0] != '-' && IS(positional_is_directory)) return directory = argument, DONE;
  return complain(USAGE_ERROR, "unexpected argument: %s", argument);
}

static enum outcome parse(int count, char **arguments) {
  enum outcome outcome = DONE;
  int chosen = 0;
  for (int i = 0; i < count; i++) {
    const char *argument = arguments[i];
    int short_form = strcmp(argument, "-o") == 0;
    if (short_form || (strcmp(argument, "--output-dir") == 0 && !IS(no_long_flag))) {
      if (++i == count) return complain(USAGE_ERROR, "%s needs a directory", argument);
      if (!(short_form && IS(short_flag_ignored))) directory = arguments[i];
      chosen = 1;
    } else if (strncmp(argument, "--output-dir=", 13) == 0 && !IS(no_equals_form)) {
      directory = IS(splits_at_last_equals) ? strrchr(argument, '=') + 1 : argument + 13;
      chosen = 1;
    } else if (strcmp(argument, "--") == 0 && IS(stops_at_dashes)) {
      break;
    } else if (outcome == DONE) {
      outcome = unexpected(argument);
    }
  }
  static char cut[231];
  if (IS(cuts_long_path)) snprintf(cut, sizeof cut, "%s", directory), directory = cut;
  if (!chosen && IS(default_home) && getenv("HOME") != NULL) directory = getenv("HOME");
  return *directory == 0 ? complain(USAGE_ERROR, "the directory must not be empty") : outcome;
}

static void end_at_once(int number) {
  (void)number;
  _exit(130);
}

static void remove_both(int number) {
  unlinkat(folder, "privkey.json", 0);
  unlinkat(folder, "pubkey.json", 0);
  _exit(128 + number);
}

static void hold_signals(void) {
  sigset_t signals;
  sigemptyset(&signals);
  if (IS(no_signal_handling)) return;
  if (IS(handler_exits_at_once)) {
    signal(SIGINT, end_at_once);
    signal(SIGTERM, end_at_once);
    return;
  }
  if (IS(handler_removes_both)) {
    signal(SIGINT, remove_both);
    signal(SIGTERM, remove_both);
    return;
  }
  if (!IS(sigint_unhandled)) sigaddset(&signals, SIGINT);
  if (!IS(sigterm_unhandled)) sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, NULL);
}

static void leave_daemon(void) {
  if (fork() != 0) return;
  setsid();
  if (fork() != 0) _exit(0);
  for (int fd = 0; fd < 64; fd++) close(fd);
  sleep(600);
  _exit(0);
}

// The two files, then the directory and its parents for as long as they are empty.
static void remove_everything(void) {
  char path[PATH_MAX];
  unlinkat(folder, "privkey.json", 0);
  unlinkat(folder, "pubkey.json", 0);
  if (realpath(directory, path) == NULL) return;
  for (char *slash; rmdir(path) == 0 && (slash = strrchr(path, '/')) != NULL;) *slash = 0;
}

static int usage_error(void) {
  inherited_umask = umask(0);
  if (IS(writes_before_usage_error)) write_pair(&document);
  if (IS(directory_before_usage_error)) mkdir(directory, 0777 & ~inherited_umask);
  return IS(exit_0_on_usage_error) ? 0 : 64;
}

static int run(int count, char **arguments) {
  if (IS(always_crashes)) abort();
  if (IS(always_fails)) return complain(FAILED, "not today"), 1;
  if (IS(does_nothing)) return print_success(), 0;
  while (IS(always_hangs)) pause();

  if (parse(count, arguments) != DONE) return usage_error();
  hold_signals();
  inherited_umask = umask(0);
  enum outcome outcome = write_pair(&document);
  if (outcome == REFUSED) return after_refusal(), IS(exit_0_on_refusal) ? 0 : 1;
  if (outcome != DONE) return show_secret_on_failure(&document), IS(exit_0_on_failure) || undone_by_look ? 0 : 1;
  before_success(&document);
  if (IS(removes_its_directory)) remove_everything();
  if (!IS(lines_before_writing)) print_success();
  show_secret(&document);
  if (IS(fsync_after_success)) sync();
  if (IS(leaves_daemon)) leave_daemon();
  return IS(exit_1_on_success) ? 1 : 0;
}

int main(int count, char **arguments) {
  if (count > 1 && strcmp(arguments[1], "--list") == 0) return list(), 0;
  for (int i = 0; count > 1 && i < MUTATION_COUNT; i++)
    if (same_name(arguments[1], names[i])) mutation = (enum mutation)i;
  if (mutation == MUTATION_COUNT) return fprintf(stderr, "mutant: the first argument must be a mutation\n"), 64;
  return run(count - 2, arguments + 2);
}
