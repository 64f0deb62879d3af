// Bytes that grow.

#include "login.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void add(struct text *text, const char *bytes, size_t count) {
  if (text->length + count + 1 > text->room) {
    text->room = (text->length + count + 1) * 2;
    char *grown = realloc(text->bytes, text->room);
    if (grown == NULL) abort();
    text->bytes = grown;
  }
  memcpy(text->bytes + text->length, bytes, count);
  text->length += count;
  text->bytes[text->length] = 0;
}

void add_string(struct text *text, const char *string) { add(text, string, strlen(string)); }

int read_all(int file, struct text *text) {
  char buffer[4096];
  add(text, "", 0);
  for (;;) {
    ssize_t count = read(file, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return IS(read_error_is_end) ? 0 : -1;
    if (count == 0) return 0;
    add(text, buffer, (size_t)count);
  }
}
