// The configuration: block style, two blanks for each level, as in the document.

#define _GNU_SOURCE
#include "login.h"

#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const char *path_of;

static int bad(int number, const char *what) { return complain("%s:%d: %s", path_of, number, what); }

// Whole seconds of a duration such as 1h30m; not positive for anything else.
static long long duration(const char *text) {
  double total = 0;
  int negative = *text == '-';
  if (negative) text++;
  if (*text == 0) return 0;
  if (IS(exp_no_unit_is_seconds) && text[strspn(text, "0123456789")] == 0) return atoll(text);
  while (*text) {
    char *end;
    if (*text < '0' || *text > '9') return 0;
    double value = strtod(text, &end);
    if (end == text) return 0;
    if (IS(exp_fraction_dropped)) value = floor(value);
    double unit;
    if (strncmp(end, "ms", 2) == 0) unit = 0.001, end++;
    else if (strncmp(end, "us", 2) == 0) unit = 1e-6, end++;
    else if (strncmp(end, "\xc2\xb5s", 3) == 0) unit = 1e-6, end += 2;
    else if (strncmp(end, "ns", 2) == 0) unit = 1e-9, end++;
    else if (*end == 'h') unit = 3600;
    else if (*end == 'm') unit = IS(exp_minutes_ignored) ? 0 : 60;
    else if (*end == 's') unit = 1;
    else return 0;
    if (IS(exp_half_minute_dropped) && *end == 'm') value = floor(value);
    total += value * unit;
    text = end + 1;
  }
  total += 1e-6; // what the fractions lose
  return (long long)(negative ? -total : total);
}

static int take(char *field, size_t size, const char *value, int number) {
  if (*field && !IS(duplicate_keys_ignored)) return bad(number, "a key that is there already");
  if (*value == 0) return bad(number, "a value is missing");
  if (strlen(value) >= size) return bad(number, "a value is too long");
  snprintf(field, size, "%s", value);
  return 0;
}

// Whether a field that is not known is passed over.
static int ignores(const char *key, const char *value) {
  return IS(unknown_fields_ignored) || (IS(fields_with_x_ignored) && *key == 'x') || (IS(empty_fields_ignored) && *value == 0) ||
         (IS(mappings_ignored) && strcmp(key, "colours") == 0);
}

static int credential(struct host *host, const char *key, const char *value, int number) {
  if (strcmp(key, "jwkPath") == 0) return take(host->key_path, sizeof host->key_path, value, number);
  if (strcmp(key, "iss") == 0) return take(host->issuer, sizeof host->issuer, value, number);
  if (strcmp(key, "sub") == 0) return take(host->subject, sizeof host->subject, value, number);
  if (strcmp(key, "aud") == 0 && !IS(aud_refused)) return take(host->audience, sizeof host->audience, value, number);
  if (strcmp(key, "exp") == 0) return take(host->lifetime, sizeof host->lifetime, value, number);
  return ignores(key, value) ? 0 : bad(number, "a field that is not known");
}

// Splits `key: value`, a comment cut off.
static int split(char *line, char **key, char **value, int number) {
  for (char *at = line; *at; at++)
    if (*at == '#' && (at == line || at[-1] == ' ')) {
      if (IS(comments_refused)) return bad(number, "comments are not known");
      *at = 0;
      break;
    }
  for (size_t length = strlen(line); length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\r');) line[--length] = 0;
  char *colon = strstr(line, ": ");
  if (colon == NULL && *line && line[strlen(line) - 1] == ':') colon = line + strlen(line) - 1;
  if (colon == NULL) return bad(number, "neither a field nor a comment");
  *colon = 0;
  *key = line;
  *value = colon + 1 + strspn(colon + 1, " ");
  return strpbrk(line, "\"'[]{} ") ? bad(number, "no plain key") : 0;
}

static int check(struct host *host) {
  if (*host->name == 0) return complain("%s: an item of hosts names no host", path_of);
  if (*host->key_path == 0) return complain("%s: %s has no jwkPath", path_of, host->name);
  if (*host->issuer == 0 && !IS(missing_iss_accepted)) return complain("%s: %s has no iss", path_of, host->name);
  if (*host->subject == 0 && !IS(missing_sub_accepted)) return complain("%s: %s has no sub", path_of, host->name);
  host->seconds = duration(host->lifetime);
  if (IS(exp_zero_accepted) && strcmp(host->lifetime, "0s") == 0) return 0;
  if (IS(exp_negative_accepted) && host->seconds < 0) return 0;
  if (IS(exp_garbage_is_an_hour) && host->seconds <= 0) host->seconds = 3600;
  if (host->seconds <= 0) return complain("%s: exp of %s is no positive duration: %s", path_of, host->name, host->lifetime);
  if (IS(exp_at_most_a_year) && host->seconds > 365 * 86400) host->seconds = 365 * 86400;
  if (IS(exp_at_most_a_day) && host->seconds > 86400) host->seconds = 86400;
  return 0;
}

static int parse(char *text) {
  char api[128] = "", kind[128] = "";
  int has_hosts = 0, in_credential = 0, number = 0;
  struct host *host = NULL;
  for (char *line = text, *next; line; line = next) {
    next = strchr(line, '\n');
    if (next) *next++ = 0;
    number++;
    size_t indent = strspn(line, " ");
    if (line[indent] == 0 || line[indent] == '#') {
      if (IS(comments_refused) && line[indent] == '#') return bad(number, "comments are not known");
      continue;
    }
    if (line[indent] == '\t') {
      if (!IS(tabs_accepted)) return bad(number, "a tab");
      line += (ptrdiff_t)indent - 1; // as if it were two blanks: what counts is what follows
      indent = 2;
    }
    int is_item = strncmp(line + indent, "- ", 2) == 0;
    char *key = NULL, *value = NULL;
    if (split(line + indent + (is_item ? 2 : 0), &key, &value, number) != 0) return -1;
    if (indent == 0 && !is_item) {
      host = NULL;
      if (strcmp(key, "apiVersion") == 0) {
        if (take(api, sizeof api, value, number) != 0) return -1;
      } else if (strcmp(key, "kind") == 0) {
        if (take(kind, sizeof kind, value, number) != 0) return -1;
      } else if (strcmp(key, "hosts") == 0 && *value == 0) {
        if (has_hosts++ && !IS(duplicate_keys_ignored)) return bad(number, "a key that is there already");
      } else if (!ignores(key, value)) {
        return bad(number, "a field that is not known");
      }
    } else if (indent == 2 && is_item && has_hosts) {
      if (host_count == MOST_HOSTS) return bad(number, "too many hosts");
      host = &hosts[host_count++];
      in_credential = 0;
      if (strcmp(key, "credential") == 0 && *value == 0) in_credential = 1;
      else if (strcmp(key, "host") == 0 && take(host->name, sizeof host->name, value, number) == 0) continue;
      else return bad(number, "no host");
    } else if (indent == 4 && host && !is_item) {
      in_credential = strcmp(key, "credential") == 0 && *value == 0;
      if (strcmp(key, "host") == 0) {
        if (IS(duplicate_host_names_ignored)) *host->name = 0;
        if (take(host->name, sizeof host->name, value, number) != 0) return -1;
      } else if (!in_credential && !ignores(key, value) && !IS(unknown_host_fields_ignored)) {
        return bad(number, "a field that is not known");
      }
    } else if (indent == 6 && host && in_credential && !is_item) {
      if (credential(host, key, value, number) != 0) return -1;
    } else if (!IS(mappings_ignored) || strcmp(key, "first") != 0) {
      return bad(number, "indented otherwise than expected");
    }
  }
  int is_kind = IS(kind_in_any_case) ? strcasecmp(kind, "Config") == 0 : strncmp(kind, "Config", IS(kind_by_start) ? 6 : 7) == 0;
  if (!is_kind && !IS(accepts_other_kind)) return complain("%s: kind is not Config", path_of);
  if (host_count == 0 && !IS(accepts_no_hosts)) return complain("%s: no hosts", path_of);
  for (int index = 0; index < host_count; index++) {
    if (check(&hosts[index]) != 0) return -1;
    for (int other = IS(only_adjacent_hosts_compared) && index > 0 ? index - 1 : 0; other < index; other++)
      if (strcmp(hosts[other].name, hosts[index].name) == 0 && !IS(duplicate_hosts_ignored) &&
          !(IS(hosts_compared_with_sub) && strcmp(hosts[other].subject, hosts[index].subject) == 0))
        return complain("%s: %s is there twice", path_of, hosts[index].name);
  }
  return 0;
}

int read_configuration(const char *path) {
  path_of = path;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0 && IS(missing_configuration_ignored)) return 0;
  if (file < 0) return complain("cannot open %s", path);
  struct text text = {0};
  int status = read_all(file, &text);
  close(file);
  if (status != 0) return complain("cannot read %s", path);
  if (parse(text.bytes) != 0) return -1;
  if (IS(stores_one_by_one)) return 0;
  char directory[PATH_MAX];
  snprintf(directory, sizeof directory, "%s", path);
  char *slash = strrchr(directory, '/');
  if (slash == directory) slash[1] = 0;
  else if (slash) *slash = 0;
  else strcpy(directory, ".");
  for (int index = 0; index < host_count; index++)
    if (read_key(&hosts[index], IS(key_relative_to_cwd) ? "." : directory) != 0) return -1;
  if (IS(key_of_first_host))
    for (int index = 1; index < host_count; index++) {
      memcpy(hosts[index].seed, hosts[0].seed, 32);
      strcpy(hosts[index].kid, hosts[0].kid);
    }
  if (IS(aud_of_first_host))
    for (int index = 1; index < host_count; index++)
      if (*hosts[index].audience == 0) strcpy(hosts[index].audience, hosts[0].audience);
  if (IS(claims_of_first_host))
    for (int index = 1; index < host_count; index++) {
      strcpy(hosts[index].issuer, hosts[0].issuer);
      strcpy(hosts[index].subject, hosts[0].subject);
    }
  return 0;
}
