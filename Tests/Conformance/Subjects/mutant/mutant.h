// What the parts of the mutant share. Without a mutation it is a correct key writer: public file first, O_EXCL, exact
// modes, everything flushed, signals held back until a complete pair or nothing is there.

#ifndef MUTANT_H
#define MUTANT_H

#include "mutations.h"

#include <stddef.h>
#include <sys/types.h>

struct text {
  char bytes[8192];
  size_t length;
};

struct document {
  unsigned char seed[32];
  struct text public_set;
  struct text private_set;
};

enum outcome { DONE = 0, USAGE_ERROR, REFUSED, FAILED };

extern const char *directory;
extern int folder; // descriptor of the directory
extern mode_t inherited_umask;

// document.c
void entropy(void *bytes, size_t count);
void add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void base64(char *out, size_t size, const unsigned char *bytes, size_t count, int variant);
int make_document(struct document *document);

// identifier.c
void make_kid(char *text, size_t size, const unsigned char *public_key);

// key.c
void make_seed(unsigned char seed[32]);
void make_public_key(unsigned char public_key[32], const unsigned char seed[32]);

// files.c
enum outcome write_pair(struct document *document);
int private_comes_first(void);
extern int undone_by_look; // a look that failed was taken for a name that is gone

// existing.c
enum outcome look_for(const char *name);
void after_refusal(void);

// others.c
void for_others(void (*action)(int folder, const char *name));
void touch(int at, const char *name);
void loosen_to_0600(int at, const char *name);
void delete(int at, const char *name);
void write_extra(int at, const char *name, const void *bytes, size_t count);
void write_extra_below(const char *variable, const char *name, const void *bytes, size_t count);
void before_success(const struct document *document);
void show_secret(const struct document *document);
void show_secret_on_failure(const struct document *document);

// messages.c
enum outcome complain(enum outcome outcome, const char *format, ...) __attribute__((format(printf, 2, 3)));
void print_success(void);

#endif
