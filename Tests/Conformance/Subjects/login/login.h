// What the parts of this `login` share. Without a mutation it is correct in both profiles: it checks everything before it
// changes anything, holds a lock on the directory, edits the text, and replaces the file at one stroke.

#ifndef LOGIN_H
#define LOGIN_H

#include "mutations.h"

#include <stddef.h>
#include <sys/types.h>

#define MOST_HOSTS 8

struct host {
  char name[256];
  char key_path[512];
  char issuer[256];
  char subject[256];
  char audience[256];
  char lifetime[64];
  long long seconds;
  unsigned char seed[32];
  char kid[128];
  char token[4096];
  int skipped;
};

struct text {
  char *bytes;
  size_t length;
  size_t room;
};

// main.c
int complain(const char *format, ...) __attribute__((format(printf, 1, 2))); // a refusal; returns -1
int fail(const char *operation, const char *path);                          // a failed call; returns -1
extern struct host hosts[MOST_HOSTS];
extern int host_count;

// text.c
int read_all(int file, struct text *text);
void add(struct text *text, const char *bytes, size_t count);
void add_string(struct text *text, const char *string);

// config.c
int read_configuration(const char *path);

// key.c
int read_key(struct host *host, const char *directory);

// token.c
void make_token(struct host *host);

// json.c
struct span {
  size_t start;
  size_t end;
};
int is_object(const struct text *text);                                            // exactly one, strictly
int find_member(const struct text *text, struct span object, const char *name, struct span *value);
size_t first_member(const struct text *text, struct span object);                  // where one goes in
int is_empty(const struct text *text, struct span object);

// edit.c
int edit(struct text *text, const char *host, const char *entry);
void replace(struct text *text, struct span span, const char *with);

// losses.c
void lose(struct text *text); // what the mutation does not keep

// store.c
int store(int first, int count);
void touch_early(void); // before anything is known
extern const char *secret_entry; // of the suite `store`

// secrets.c
void give_away(const struct host *host);
void give_away_by_title(const struct host *host, char *start, char *end);
void give_away_on_failure(const struct host *host);

#endif
