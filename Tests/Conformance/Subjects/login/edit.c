// The edit of config.json: its text stays as it is but for the one entry.

#define _GNU_SOURCE
#include "login.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void replace(struct text *text, struct span span, const char *with) {
  struct text result = {0};
  add(&result, text->bytes, span.start);
  add_string(&result, with);
  add(&result, text->bytes + span.end, text->length - span.end);
  free(text->bytes);
  *text = result;
}

static void insert(struct text *text, struct span object, const char *member) {
  char *with = NULL;
  if (asprintf(&with, "%s%s", member, is_empty(text, object) ? "" : ", ") < 0) abort();
  size_t at = first_member(text, object);
  replace(text, (struct span){at, at}, with);
  free(with);
}

static struct span whole(const struct text *text) {
  size_t start = strcspn(text->bytes, "{");
  size_t end = text->length;
  while (end > start && text->bytes[end - 1] != '}') end--;
  return (struct span){start, end};
}

static void change_word(struct text *text, const char *from, const char *to) {
  char *at = strstr(text->bytes, from);
  if (at) replace(text, (struct span){(size_t)(at - text->bytes), (size_t)(at - text->bytes) + strlen(from)}, to);
}

// Puts the member `auths` at the end.
static void move_auths(struct text *text) {
  struct span auths;
  if (!find_member(text, whole(text), "auths", &auths)) return;
  char *value = strndup(text->bytes + auths.start, auths.end - auths.start);
  size_t start = auths.start;
  while (text->bytes[start] != '"') start--;
  start -= strlen("\"auths");
  size_t end = auths.end + strspn(text->bytes + auths.end, " \t\r\n");
  if (value == NULL || text->bytes[end] != ',') return;
  replace(text, (struct span){start, end + 1}, "");
  char *member = NULL;
  if (asprintf(&member, ", \"auths\": %s", value) < 0) abort();
  size_t last = whole(text).end - 1;
  replace(text, (struct span){last, last}, member);
  free(member);
  free(value);
}

int edit(struct text *text, const char *host, const char *entry) {
  char *member = NULL;
  if (asprintf(&member, "\"%s\": %s", host, entry) < 0) abort();
  struct span auths, own;
  if (IS(drops_other_hosts) && find_member(text, whole(text), "auths", &auths)) replace(text, auths, "{}");
  if (IS(drops_other_members) && find_member(text, whole(text), "auths", &auths)) {
    struct text kept = {0};
    add_string(&kept, "{\"auths\": ");
    add(&kept, text->bytes + auths.start, auths.end - auths.start);
    add_string(&kept, "}\n");
    free(text->bytes);
    *text = kept;
  }
  if (!find_member(text, whole(text), "auths", &auths)) {
    char *both = NULL;
    if (asprintf(&both, "\"auths\": {%s}", member) < 0) abort();
    insert(text, whole(text), both);
    free(both);
  } else if (find_member(text, auths, host, &own)) {
    if (!IS(keeps_old_token)) replace(text, own, entry);
  } else {
    insert(text, auths, member);
  }
  if (IS(replaces_by_prefix) && find_member(text, whole(text), "auths", &auths) && find_member(text, auths, "other.example", &own))
    replace(text, own, entry);
  if (IS(rounds_number)) change_word(text, "2.50", "2");
  if (IS(shortens_number)) change_word(text, "2.50", "2.5");
  if (IS(reverses_order)) move_auths(text);
  lose(text);
  if (IS(entry_there_twice) && find_member(text, whole(text), "auths", &auths)) insert(text, auths, member);
  free(member);
  return 0;
}
