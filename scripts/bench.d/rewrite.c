// Reads a file and replaces it by a copy of itself, flushed, as a program that changes nothing would.
// rewrite FILE

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv) {
  struct stat status;
  char temporary[4096], directory[4096];
  int file = argc == 2 ? open(argv[1], O_RDONLY) : -1;
  if (file < 0 || fstat(file, &status) != 0) return 1;
  char *bytes = malloc(status.st_size);
  if (read(file, bytes, status.st_size) != status.st_size) return 1;
  close(file);
  snprintf(temporary, sizeof temporary, "%s.new", argv[1]);
  file = open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (file < 0 || write(file, bytes, status.st_size) != status.st_size || fsync(file) != 0 || close(file) != 0) return 1;
  if (rename(temporary, argv[1]) != 0) return 1;
  snprintf(directory, sizeof directory, "%s", argv[1]);
  *strrchr(directory, '/') = 0;
  file = open(directory, O_RDONLY | O_DIRECTORY);
  return file < 0 || fsync(file) != 0;
}
