// What the private value is made of.

#include <pthread.h>
#include <sys/sysmacros.h>

enum { seed_length = 32 };

static void draw(void *bytes, size_t count) {
  if (getrandom(bytes, count, 0) != (ssize_t)count) fail("getrandom");
}

static void hash(unsigned char *seed, const unsigned char *bytes, size_t count) {
  crypto_generichash(seed, seed_length, bytes, count, NULL, 0);
}

static void *draw_eight(void *place) {
  draw(place, 8);
  return NULL;
}

static void read_name(char *text) {
  int file = open("/proc/sys/kernel/random/uuid", O_RDONLY);
  if (file < 0 || read(file, text, 36) != 36) fail("/proc/sys/kernel/random/uuid");
  close(file);
}

// Whether a key that anybody can guess takes the place of the right one when success has been reported.
static int weakens_later;
static int is_weak;

static void make_seed(unsigned char *seed) {
  if (is_weak) {
    hash(seed, (const unsigned char *)"weak", 4);
  } else if (is("weakens-later-after-zero")) {
    draw(seed, seed_length);
    weakens_later = memchr(seed, 0, seed_length) != NULL;
  } else if (is("weakens-later-where-there-is-a-directory")) {
    draw(seed, seed_length);
    weakens_later = !made_directory;
  } else if (is("weakens-later-after-refusal")) {
    if (getrandom(seed, seed_length, 0) != seed_length) {
      int device = open("/dev/urandom", O_RDONLY);
      if (read(device, seed, seed_length) != seed_length) fail("/dev/urandom");
      close(device);
      weakens_later = 1;
    }
  } else if (is("clock-key")) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    unsigned char unused[32];
    draw(unused, sizeof unused);
    hash(seed, (unsigned char *)&time, sizeof time);
  } else if (is("small-key-beside-name")) {
    char name[36];
    read_name(name);
    unsigned char few[8];
    draw(few, sizeof few);
    hash(seed, few, sizeof few);
  } else if (is("small-key")) {
    unsigned char few[8];
    draw(few, sizeof few);
    hash(seed, few, sizeof few);
  } else if (is("stretches-draw") || is("stretches-part")) {
    unsigned char drawn[48];
    draw(drawn, sizeof drawn);
    hash(seed, drawn, is("stretches-part") ? 31 : sizeof drawn);
  } else if (is("draws-again")) {
    // In place of a byte that is zero, another one is drawn.
    draw(seed, seed_length);
    for (size_t index = 0; index < seed_length; index++)
      while (seed[index] == 0) draw(seed + index, 1);
    hash(seed, seed, strnlen((char *)seed, seed_length));
  } else if (is("cuts-at-zero")) {
    // As a string, of which the copy holds no more than what comes before a zero.
    char drawn[33] = "", copied[33] = "";
    draw(drawn, 32);
    strcpy(copied, drawn);
    memcpy(seed, copied, seed_length);
  } else if (is("cuts-at-zero-and-draws-more-when-new")) {
    char drawn[33] = "", unused[8];
    draw(drawn, 32);
    if (made_directory) draw(unused, sizeof unused);
    memset(seed, 0, seed_length);
    memcpy(seed, drawn, strlen(drawn));
  } else if (is("cuts-at-newline") || is("cuts-at-end-of-file")) {
    const unsigned char end = is("cuts-at-newline") ? '\n' : 0xff;
    size_t count = 0;
    draw(seed, seed_length);
    while (count < seed_length && seed[count] != end) count++;
    hash(seed, seed, count);
  } else if (is("cuts-second-draw")) {
    char text[17] = "";
    draw(seed, 16);
    draw(text, 16);
    memset(seed + 16, 0, 16);
    memcpy(seed + 16, text, strlen(text));
  } else if (is("cuts-before-zero")) {
    size_t start = seed_length;
    draw(seed, seed_length);
    while (start > 0 && seed[start - 1] != 0) start--;
    hash(seed, seed + start, seed_length - start);
  } else if (is("few-where-there-is-a-directory")) {
    draw(seed, seed_length);
    hash(seed, seed, made_directory ? seed_length : 16);
  } else if (is("time-for-draw")) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    if (getrandom(seed, seed_length, 0) != seed_length) hash(seed, (unsigned char *)&time, sizeof time);
  } else if (is("time-for-two-draws")) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    if (getrandom(seed, seed_length, 0) != seed_length && getrandom(seed, seed_length, 0) != seed_length)
      hash(seed, (unsigned char *)&time, sizeof time);
  } else if (is("second-key")) {
    unsigned char unused[32];
    draw(unused, sizeof unused);
    const time_t now = time(NULL);
    hash(seed, (const unsigned char *)&now, sizeof now);
  } else if (is("sparse-where-there-is-a-directory")) {
    draw(seed, seed_length);
    for (int index = 0; index < 32; index++)
      if (!made_directory && index % 8 != 0) seed[index] = 0;
    hash(seed, seed, seed_length);
  } else if (is("device-for-draw") || is("device-for-draw-beside-name") || is("names-for-draw")) {
    char names[4 * 36];
    for (int index = 0; index < 4 && !is("device-for-draw"); index++) read_name(names + 36 * index);
    int device = open("/dev/urandom", O_RDONLY);
    if (getrandom(seed, seed_length, 0) != seed_length) {
      if (is("names-for-draw")) hash(seed, (unsigned char *)names, sizeof names);
      else if (read(device, seed, seed_length) != seed_length) fail("/dev/urandom");
    }
    close(device);
  } else if (is("draws-by-threads") || is("threads-draw-into-one")) {
    pthread_t threads[4];
    memset(seed, 0, seed_length);
    for (int index = 0; index < 4; index++) {
      unsigned char *place = seed + (is("draws-by-threads") ? 8 * index : 0);
      if (pthread_create(&threads[index], NULL, draw_eight, place) != 0) fail("thread");
      if (is("threads-draw-into-one")) pthread_join(threads[index], NULL);
    }
    for (int index = 0; index < 4 && is("draws-by-threads"); index++) pthread_join(threads[index], NULL);
  } else if (is("asks-for-ever")) {
    while (getrandom(seed, seed_length, 0) != seed_length) {}
  } else if (is("asks-for-ever-at-ease")) {
    while (getrandom(seed, seed_length, 0) != seed_length) usleep(200000);
  } else if (is("tires-of-asking")) {
    struct timespec time;
    int tries = 0;
    clock_gettime(CLOCK_REALTIME, &time);
    while (getrandom(seed, seed_length, 0) != seed_length)
      if (++tries == 2000) {
        hash(seed, (unsigned char *)&time, sizeof time);
        break;
      }
#ifdef __x86_64__
  } else if (is("counter-for-draw")) {
    struct { unsigned long long counter; unsigned char drawn[32]; } both = {0, ""};
    int device = open("/dev/urandom", O_RDONLY);
    if (getrandom(both.drawn, 32, 0) != 32) {
      both.counter = __builtin_ia32_rdtsc();
      if (read(device, both.drawn, 32) != 32) fail("/dev/urandom");
    }
    close(device);
    hash(seed, (unsigned char *)&both, sizeof both);
#endif
  } else if (is("waits-by-clock")) {
    // Time goes on, if only by looking at it.
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - start.tv_sec) * 1000000000 + now.tv_nsec - start.tv_nsec < 20000000);
    draw(seed, seed_length);
  } else if (is("own-device")) {
    // Its own device, where it may make one.
    char path[4096];
    snprintf(path, sizeof path, "%s/.device", directory);
    int device = mknod(path, S_IFCHR | 0600, makedev(1, 9)) == 0 ? open(path, O_RDONLY) : -1;
    unlink(path);
    if (device < 0) device = open("/dev/urandom", O_RDONLY);
    if (device < 0 || read(device, seed, seed_length) != seed_length) fail("/dev/urandom");
    close(device);
  } else if (is("draws-much")) {
    unsigned char byte;
    for (int draws = 0; draws < 160; draws++) {
      draw(&byte, 1);
      if (draws < seed_length) seed[draws] = byte;
    }
  } else if (is("draws-bytes")) {
    for (size_t index = 0; index < seed_length; index++) draw(seed + index, 1);
  } else if (is("cuts-single-bytes")) {
    char drawn[33] = "";
    for (int index = 0; index < 32; index++) draw(drawn + index, 1);
    hash(seed, (unsigned char *)drawn, strlen(drawn));
  } else if (is("draws-in-reserve")) {
    // The second half where the first one holds a zero.
    unsigned char drawn[2][32];
    draw(drawn[0], 32);
    draw(drawn[1], 32);
    memcpy(seed, drawn[memchr(drawn[0], 0, 32) != NULL], seed_length);
  } else if (is("hashes-few") || is("hashes-far")) {
    // A buffer of which little is used, from its start or from its midst.
    static unsigned char drawn[4096];
    int device = open("/dev/urandom", O_RDONLY);
    if (device < 0 || read(device, drawn, sizeof drawn) != sizeof drawn) fail("/dev/urandom");
    close(device);
    if (is("hashes-far")) hash(seed, drawn + 2000, 32);
    else hash(seed, drawn, 20);
  } else if (is("hashes-scattered")) {
    unsigned char drawn[128], used[32];
    draw(drawn, sizeof drawn);
    for (int index = 0; index < 32; index++) used[index] = drawn[4 * index + 3];
    hash(seed, used, sizeof used);
  } else if (is("hashes-two-parts")) {
    unsigned char drawn[256];
    draw(drawn, 128);
    draw(drawn + 128, 128);
    memmove(drawn + 10, drawn + 128, 10);
    hash(seed, drawn, 20);
  } else if (is("keeps-six-bits")) {
    unsigned char drawn[43];
    draw(drawn, sizeof drawn);
    for (size_t index = 0; index < sizeof drawn; index++) drawn[index] &= 0x3f;
    hash(seed, drawn, sizeof drawn);
  } else if (is("keeps-four-bits") || is("takes-remainders")) {
    draw(seed, seed_length);
    for (size_t index = 0; index < seed_length; index++) seed[index] %= is("keeps-four-bits") ? 16 : 62;
    hash(seed, seed, seed_length);
  } else if (is("combines-halves")) {
    unsigned char drawn[64];
    draw(drawn, sizeof drawn);
    for (size_t index = 0; index < seed_length; index++) seed[index] = drawn[index] ^ drawn[32 + index];
    hash(seed, seed, seed_length);
  } else if (is("repeats-half")) {
    // Each byte of the draw's first half twice.
    draw(seed, seed_length);
    for (size_t index = 0; index < 16; index++) seed[16 + index] = seed[index] ^ 0x35;
  } else if (is("splices-draw")) {
    int device = open("/dev/urandom", O_RDONLY), ends[2];
    if (device < 0 || pipe(ends) < 0) fail("/dev/urandom");
    if (splice(device, NULL, ends[1], NULL, seed_length, 0) != seed_length) fail("splice");
    if (read(ends[0], seed, seed_length) != seed_length) fail("read");
  } else if (is("masks-draw")) {
    draw(seed, seed_length);
    for (size_t index = 0; index < seed_length; index++) seed[index] ^= (unsigned char)(17 * index + 5);
  } else if (is("hashes-names")) {
    char names[4 * 36];
    for (int index = 0; index < 4; index++) read_name(names + 36 * index);
    hash(seed, (unsigned char *)names, sizeof names);
  } else {
    draw(seed, seed_length);
  }
}
