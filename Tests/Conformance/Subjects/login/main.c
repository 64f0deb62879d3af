// A `login` in C with libsodium, and its mutants: login MUTATION -f FILE, or login MUTATION store HOST USER.

#define _GNU_SOURCE
#include "login.h"

#include <errno.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum mutation mutation = M_none;
struct host hosts[MOST_HOSTS];
int host_count = 0;

static const char *const names[] = {
#define MUTATION_NAME(name) #name,
    MUTATIONS(MUTATION_NAME)};

int complain(const char *format, ...) {
  if (IS(silent_refusal)) return -1;
  va_list arguments;
  va_start(arguments, format);
  FILE *stream = IS(refusal_on_stdout) ? stdout : stderr;
  fprintf(stream, "login: ");
  vfprintf(stream, format, arguments);
  fprintf(stream, "\n");
  va_end(arguments);
  return -1;
}

int fail(const char *operation, const char *path) {
  int number = errno;
  if (IS(aborts_on_failure)) abort();
  if (IS(token_on_failure)) give_away_on_failure(&hosts[0]);
  if (!IS(silent_failure)) fprintf(stderr, "login: cannot %s %s: %s\n", operation, path, strerror(number));
  return IS(exit_0_on_failure) ? -2 : -1;
}

static int matches(const char *name, const char *typed) {
  for (; *name && *typed; name++, typed++)
    if (*name != *typed && !(*name == '_' && *typed == '-')) return 0;
  return *name == *typed;
}

static int finish(int status) {
  if (status == -2) return 0;
  if (status < 0) return 1;
  for (int index = 0; index < host_count; index++) give_away(&hosts[index]);
  for (int index = 0; index < host_count; index++) printf("stored a credential for %s\n", hosts[index].name);
  return IS(exit_1_on_success) ? 1 : 0;
}

// The suite `store`: the secret comes on standard input.
static int store_secret(const char *host, const char *user) {
  static char secret[1024], pair[2048], encoded[4096], entry[8192];
  size_t length = 0;
  ssize_t count;
  while (length < sizeof secret - 1 && (count = read(0, secret + length, sizeof secret - 1 - length)) > 0)
    length += (size_t)count;
  while (length > 0 && (secret[length - 1] == '\n' || secret[length - 1] == '\r')) length--;
  secret[length] = 0;
  if (length == 0) return complain("no secret on standard input");
  int size = snprintf(pair, sizeof pair, "%s:%s", user, secret);
  sodium_bin2base64(encoded, sizeof encoded, (unsigned char *)pair, (size_t)size, sodium_base64_VARIANT_ORIGINAL);
  snprintf(entry, sizeof entry, "{\"auth\": \"%s\"}", encoded);
  snprintf(hosts[0].name, sizeof hosts[0].name, "%s", host);
  snprintf(hosts[0].token, sizeof hosts[0].token, "%s", secret);
  host_count = 1;
  secret_entry = entry;
  return store(0, 1);
}

static int usage(const char *text, const char *word) {
  if (IS(stores_before_usage_error) && read_configuration("config.yaml") == 0) {
    for (int index = 0; index < host_count; index++) make_token(&hosts[index]);
    store(0, host_count);
  }
  return complain("%s: %s", text, word);
}

static int login(int count, char **arguments) {
  const char *path = NULL;
  for (int index = 0; index < count; index++) {
    if (strcmp(arguments[index], "-f") == 0 && index + 1 < count) {
      path = arguments[++index];
    } else if (arguments[index][0] == '-') {
      if (!IS(ignores_unknown_flags)) return usage("unknown flag", arguments[index]);
    } else if (!IS(ignores_positionals)) {
      return usage("unexpected argument", arguments[index]);
    }
  }
  if (path == NULL) return complain("usage: login -f FILE");
  static char cut[4096];
  if (IS(ignores_f)) path = "config.yaml";
  if (IS(cuts_path_at_blank)) {
    snprintf(cut, sizeof cut, "%s", path);
    cut[strcspn(cut, " ")] = 0;
    path = cut;
  }
  if (IS(makes_directory_early) || IS(tightens_mode_early)) touch_early();
  int status = read_configuration(path);
  if (status != 0) return status;
  if (IS(stores_one_by_one)) {
    char directory[4096];
    snprintf(directory, sizeof directory, "%s", path);
    char *slash = strrchr(directory, '/');
    if (slash) *slash = 0;
    for (int index = 0; index < host_count; index++) {
      if (read_key(&hosts[index], slash ? directory : ".") != 0) return -1;
      make_token(&hosts[index]);
      status = store(index, 1);
      if (status != 0) return status;
    }
    return 0;
  }
  for (int index = 0; index < host_count; index++) make_token(&hosts[index]);
  if (IS(seed_as_title)) {
    char *last = arguments[count - 1];
    give_away_by_title(&hosts[0], arguments[-2], last + strlen(last));
  }
  if (IS(one_rename_for_each_host)) {
    for (int index = 0; index < host_count && status == 0; index++) status = store(index, 1);
    return status;
  }
  return store(0, IS(only_first_host) ? 1 : host_count);
}

int main(int count, char **arguments) {
  if (count == 2 && strcmp(arguments[1], "--list") == 0) {
    for (int index = 0; index < MUTATION_COUNT; index++) {
      for (const char *letter = names[index]; *letter; letter++) putchar(*letter == '_' ? '-' : *letter);
      putchar('\n');
    }
    return 0;
  }
  if (count < 2 || sodium_init() < 0) return complain("usage: login MUTATION -f FILE") ? 64 : 64;
  int found = 0;
  for (int index = 0; index < MUTATION_COUNT; index++)
    if (matches(names[index], arguments[1])) {
      mutation = (enum mutation)index;
      found = 1;
    }
  if (!found) return complain("no such mutation: %s", arguments[1]) ? 64 : 64;
  if (count == 5 && strcmp(arguments[2], "store") == 0) return finish(store_secret(arguments[3], arguments[4]));
  return finish(login(count - 2, arguments + 2));
}
