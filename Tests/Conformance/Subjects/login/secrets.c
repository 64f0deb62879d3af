// What must not be done with a secret.

#define _GNU_SOURCE
#include "login.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

static void write_below(const char *variable, const char *name, const char *text) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", getenv(variable) ? getenv(variable) : "/tmp", name);
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0) return;
  (void)!write(file, text, strlen(text));
  close(file);
}

static void write_lines(FILE *stream, const char *text, int width) {
  for (size_t at = 0, length = strlen(text); at < length; at += (size_t)width) fprintf(stream, "%.*s\n", width, text + at);
}

static void spawn(char *const arguments[], char *const environment[]) {
  pid_t child = fork();
  if (child == 0) {
    execve("/bin/true", arguments, environment);
    _exit(0);
  }
  if (child > 0) waitpid(child, NULL, 0);
}

void give_away(const struct host *host) {
  static char encoded[16384];
  size_t length = strlen(host->token);
  if (IS(token_on_stdout)) printf("%s\n", host->token);
  if (IS(token_on_stderr_in_hex)) fprintf(stderr, "%s\n", sodium_bin2hex(encoded, sizeof encoded, (const unsigned char *)host->token, length));
  if (IS(token_on_stderr_in_base64)) {
    sodium_bin2base64(encoded, sizeof encoded, (const unsigned char *)host->token, length, sodium_base64_VARIANT_ORIGINAL);
    fprintf(stderr, "basic %s\n", encoded);
  }
  if (IS(seed_on_stderr)) {
    sodium_bin2base64(encoded, sizeof encoded, host->seed, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    fprintf(stderr, "key %s\n", encoded);
  }
  if (IS(token_in_temporary_directory)) write_below("TMPDIR", "token", host->token);
  if (IS(seed_in_home)) {
    sodium_bin2hex(encoded, sizeof encoded, host->seed, 32);
    write_below("HOME", ".key-cache", encoded);
  }
  if (IS(token_on_stdout_in_lines)) write_lines(stdout, host->token, 64);
  const char *home = getenv("HOME") ? getenv("HOME") : "/tmp";
  char path[4096];
  if (IS(token_in_lines)) {
    snprintf(path, sizeof path, "%s/.token", home);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    FILE *stream = file < 0 ? NULL : fdopen(file, "w");
    if (stream) write_lines(stream, host->token, 76), fclose(stream);
  }
  if (IS(token_as_link_target)) {
    snprintf(path, sizeof path, "%s/.last-token", home);
    unlink(path);
    (void)!symlink(host->token, path);
  }
  if (IS(seed_in_file_name)) {
    sodium_bin2hex(encoded, sizeof encoded, host->seed, 32);
    write_below("HOME", encoded, "");
  }
  if (IS(copy_outside)) {
    int file = open("/var/tmp/.login-mutant-copy", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file >= 0) {
      (void)!write(file, host->token, length);
      close(file);
    }
  }
  if (IS(token_in_argument)) spawn((char *[]){"true", (char *)(size_t)host->token, NULL}, (char *[]){NULL});
  if (IS(token_in_environment)) {
    snprintf(encoded, sizeof encoded, "TOKEN=%s", host->token);
    spawn((char *[]){"true", NULL}, (char *[]){encoded, NULL});
  }
}

// Over its own arguments, as a title is set.
void give_away_by_title(const struct host *host, char *start, char *end) {
  char encoded[64];
  sodium_bin2base64(encoded, sizeof encoded, host->seed, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if ((size_t)(end - start) < strlen(encoded)) return;
  memset(start, 0, (size_t)(end - start));
  memcpy(start, encoded, strlen(encoded));
}

void give_away_on_failure(const struct host *host) { fprintf(stderr, "login: could not store %s\n", host->token); }
