/* Touches the given number of MiB, then times one fork; prints the microseconds that the call took in the parent. */
#include "bench.h"
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
  size_t size = (size_t)scale_of(argc, argv) << 20;
  uint8_t *area = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct timespec before, after;
  int status;
  if (area == MAP_FAILED) return perror("mmap"), 1;
  for (size_t i = 0; i < size; i += 4096) area[i] = (uint8_t)(i >> 12);
  clock_gettime(CLOCK_MONOTONIC, &before);
  pid_t child = fork();
  if (child == 0) _exit(area[size / 2] == (uint8_t)(size / 2 >> 12) ? 0 : 1);
  clock_gettime(CLOCK_MONOTONIC, &after);
  if (child < 0 || waitpid(child, &status, 0) != child || status != 0) return fprintf(stderr, "child failed\n"), 1;
  printf("%ld\n", (long)((after.tv_sec - before.tv_sec) * 1000000 + (after.tv_nsec - before.tv_nsec) / 1000));
  return 0;
}
