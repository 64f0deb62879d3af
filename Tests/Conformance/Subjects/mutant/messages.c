// What is printed.

#include "mutant.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum outcome complain(enum outcome outcome, const char *format, ...) {
  if (IS(silent_usage_error) && outcome == USAGE_ERROR) return outcome;
  if (IS(silent_refusal) && outcome == REFUSED) return outcome;
  if (IS(silent_failure) && outcome == FAILED) return outcome;
  FILE *stream = IS(refusal_on_stdout) && outcome == REFUSED ? stdout : stderr;
  va_list arguments;
  va_start(arguments, format);
  fputs("keygen: ", stream);
  vfprintf(stream, format, arguments);
  fputc('\n', stream);
  va_end(arguments);
  return outcome;
}

static void line(FILE *stream, const char *what, const char *name) {
  const char *before = IS(coloured_lines) ? "\x1b[32m" : "";
  const char *mark = IS(no_check_mark) ? "" : "✔ ";
  const char *after = IS(coloured_lines) ? "\x1b[0m\n" : IS(crlf_lines) ? "\r\n" : IS(one_line) ? "; " : "\n";
  if (IS(no_final_newline) && what[1] == 'u') after = "";
  fprintf(stream, "%s%s%s key set written to: ", before, mark, what);
  if (IS(root_path_printed))
    fprintf(stream, "/%s%s", name, after);
  else if (IS(basename_printed))
    fprintf(stream, "%s%s", name, after);
  else
    fprintf(stream, "%s/%s%s", directory, name, after);
}

void print_success(void) {
  FILE *stream = IS(lines_on_stderr) ? stderr : stdout;
  if (IS(no_output)) return;
  if (IS(json_output)) {
    printf("{\"private\":\"%s/privkey.json\",\"public\":\"%s/pubkey.json\"}\n", directory, directory);
    return;
  }
  if (IS(extra_line)) fprintf(stream, "keygen 1.0\n");
  line(stream, IS(swapped_lines) ? "public" : "private", IS(swapped_lines) ? "pubkey.json" : "privkey.json");
  line(stream, IS(swapped_lines) ? "private" : "public", IS(swapped_lines) ? "privkey.json" : "pubkey.json");
  if (IS(invalid_utf_8_output)) fprintf(stream, "\xff\xfe\xc3\n");
  for (int i = 0; IS(floods_stdout) && i < 1000000; i++)
    fprintf(stdout, "%099d\n", i);
  fflush(stream);
}
