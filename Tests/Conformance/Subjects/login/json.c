// JSON as RFC 8259 has it, read without a tree: what is not asked for stays as it is.

#include "login.h"

#include <string.h>
#include <strings.h>

struct reader {
  const char *bytes;
  size_t length;
  size_t at;
};

static void blank(struct reader *reader) {
  while (reader->at < reader->length && strchr(IS(form_feed_is_blank) ? " \t\r\n\f" : " \t\r\n", reader->bytes[reader->at]) && reader->bytes[reader->at]) reader->at++;
}

static int peek(struct reader *reader) { return reader->at < reader->length ? (unsigned char)reader->bytes[reader->at] : -1; }

static int word(struct reader *reader, const char *text) {
  size_t count = strlen(text);
  if (reader->length - reader->at < count || memcmp(reader->bytes + reader->at, text, count) != 0) return -1;
  reader->at += count;
  return 0;
}

static int string(struct reader *reader) {
  if (peek(reader) != '"') return -1;
  reader->at++;
  for (;;) {
    int byte = peek(reader);
    if (byte < 0x20) return -1;
    reader->at++;
    if (byte == '"') return 0;
    if (byte != '\\') continue;
    byte = peek(reader);
    reader->at++;
    if (IS(any_escape_accepted) && byte > 0) continue;
    if (byte == 'u') {
      for (int digit = 0; digit < 4; digit++, reader->at++)
        if (peek(reader) < 0 || !strchr("0123456789abcdefABCDEF", peek(reader)) || peek(reader) == 0) return -1;
    } else if (byte <= 0 || !strchr("\"\\/bfnrt", byte)) {
      return -1;
    }
  }
}

static int digits(struct reader *reader) {
  size_t start = reader->at;
  while (peek(reader) >= '0' && peek(reader) <= '9') reader->at++;
  return reader->at > start ? 0 : -1;
}

static int number(struct reader *reader) {
  if (peek(reader) == '-') reader->at++;
  if (peek(reader) == '0') reader->at++;
  else if (digits(reader) != 0) return -1;
  if (peek(reader) == '.') {
    reader->at++;
    if (digits(reader) != 0) return -1;
  }
  if (peek(reader) == 'e' || peek(reader) == 'E') {
    reader->at++;
    if (peek(reader) == '+' || peek(reader) == '-') reader->at++;
    if (digits(reader) != 0) return -1;
  }
  return 0;
}

static int value(struct reader *reader, int depth);

// The members of an object or the items of an array, up to the closing bracket.
static int items(struct reader *reader, int close, int depth) {
  reader->at++;
  blank(reader);
  if (peek(reader) == close) {
    reader->at++;
    return 0;
  }
  for (;;) {
    blank(reader);
    if (IS(comma_in_array_accepted) && close == ']' && peek(reader) == close) {
      reader->at++;
      return 0;
    }
    if (close == '}') {
      if (string(reader) != 0) return -1;
      blank(reader);
      if (peek(reader) != ':') return -1;
      reader->at++;
    }
    if (value(reader, depth) != 0) return -1;
    blank(reader);
    int byte = peek(reader);
    if (IS(missing_comma_accepted) && byte == '"') continue;
    reader->at++;
    if (byte == close) return 0;
    if (byte != ',') return -1;
  }
}

static int value(struct reader *reader, int depth) {
  if (depth > 200) return -1;
  blank(reader);
  switch (peek(reader)) {
  case '{': return items(reader, '}', depth + 1);
  case '[': return items(reader, ']', depth + 1);
  case '"': return string(reader);
  case 't': return word(reader, "true");
  case 'f': return word(reader, "false");
  case 'n': return word(reader, "null");
  case 'T': return IS(words_in_any_case) ? word(reader, "True") : -1;
  case 'N': return IS(nan_accepted) ? word(reader, "NaN") : -1;
  default: return number(reader);
  }
}

int is_object(const struct text *text) {
  struct reader reader = {text->bytes, text->length, 0};
  blank(&reader);
  if (peek(&reader) != '{' || value(&reader, 0) != 0) return 0;
  blank(&reader);
  if (IS(text_ends_at_nul) && peek(&reader) == 0) return 1;
  return reader.at == reader.length || IS(text_behind_ignored);
}

// Names with a point are hosts.
static int is_name(const char *bytes, size_t length, const char *name) {
  size_t count = strlen(name);
  int is_host = strchr(name, '.') != NULL;
  if (is_host && IS(host_by_start)) return length >= count && memcmp(bytes, name, count) == 0;
  if (is_host && IS(host_by_url) && length > 8 && memcmp(bytes, "https://", 8) == 0) return is_name(bytes + 8, strcspn(bytes + 8, "/\""), name);
  if (is_host && IS(host_in_any_case)) return length == count && strncasecmp(bytes, name, length) == 0;
  return length == count && memcmp(bytes, name, length) == 0;
}

int find_member(const struct text *text, struct span object, const char *name, struct span *found) {
  struct reader reader = {text->bytes, object.end, object.start + 1};
  for (;;) {
    blank(&reader);
    if (peek(&reader) == '}' || peek(&reader) < 0) return 0;
    size_t start = reader.at + 1;
    if (string(&reader) != 0) return 0;
    // No name that is looked for has an escape in it.
    size_t length = reader.at - 1 - start;
    int is_wanted = is_name(text->bytes + start, length, name);
    blank(&reader);
    reader.at++;
    blank(&reader);
    size_t from = reader.at;
    if (value(&reader, 0) != 0) return 0;
    if (is_wanted) {
      *found = (struct span){from, reader.at};
      return 1;
    }
    blank(&reader);
    if (peek(&reader) == ',') reader.at++;
  }
}

size_t first_member(const struct text *text, struct span object) {
  (void)text;
  return object.start + 1;
}

int is_empty(const struct text *text, struct span object) {
  struct reader reader = {text->bytes, object.end, object.start + 1};
  blank(&reader);
  return peek(&reader) == '}';
}
