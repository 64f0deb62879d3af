// What a program that does not keep everything loses of config.json.

#define _GNU_SOURCE
#include "login.h"

#include <stdlib.h>
#include <string.h>

static void change_all(struct text *text, const char *from, const char *to) {
  size_t at = 0;
  for (;;) {
    // A NUL byte is in no text that gets here.
    char *found = strstr(text->bytes + at, from);
    if (found == NULL) return;
    at = (size_t)(found - text->bytes);
    replace(text, (struct span){at, at + strlen(from)}, to);
    at += strlen(to);
  }
}

// Cuts strings of more than 4096 bytes; none of them has an escape in it.
static void cut_long_strings(struct text *text) {
  for (char *at = text->bytes; (at = strchr(at, '"')) != NULL;) {
    size_t start = (size_t)(at + 1 - text->bytes), length = strcspn(at + 1, "\"\\");
    if (length > 4096) {
      replace(text, (struct span){start + 4096, start + length}, "");
      at = text->bytes + start + 4096;
    } else {
      at += 1 + length;
    }
  }
}

void lose(struct text *text) {
  if (IS(huge_numbers_cut)) change_all(text, "1e308", "1e300");
  if (IS(tiny_numbers_dropped)) change_all(text, "5e-324", "0");
  if (IS(deep_numbers_shortened)) change_all(text, "[[[[[2.50", "[[[[[2.5");
  if (IS(null_members_dropped)) change_all(text, "\"x-null\": null, ", "");
  if (IS(false_members_dropped)) change_all(text, "\"x-false\": false, ", "");
  if (IS(empty_members_dropped)) {
    change_all(text, "\"x-object\": {}, ", "");
    change_all(text, "\"x-array\": [], ", "");
    change_all(text, "\"empty.example\": {}", "\"empty.example\": null");
  }
  if (IS(nameless_members_dropped)) change_all(text, "\"\": \"empty\", ", "");
  if (IS(proto_dropped)) change_all(text, "\"__proto__\": {\"inner\": \"1\"}, ", "");
  if (IS(names_in_ascii)) change_all(text, "\xc3\xa4u\xc3\x9f", "?u?");
  if (IS(names_cut_at_blank)) change_all(text, "\"two words\"", "\"two\"");
  if (IS(strings_end_at_nul)) change_all(text, "\\u0000behind", "");
  if (IS(delete_dropped)) change_all(text, "\x7f", "");
  if (IS(identity_tokens_dropped)) change_all(text, ", \"identitytoken\": \"aWRlbnRpdHk\"", "");
  if (IS(long_strings_cut)) cut_long_strings(text);
}
