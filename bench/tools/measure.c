/* Runs a command and writes to descriptor 3 what it cost: "wall user system" in microseconds, "maxrss" in KiB, exit status.
   Node can measure only wall time of a child; processor time is less disturbed by other work on the machine. */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long microseconds(struct timeval t) { return t.tv_sec * 1000000LL + t.tv_usec; }

int main(int argc, char **argv) {
  struct timespec before, after;
  struct rusage usage;
  int status;
  if (argc < 2) return fprintf(stderr, "usage: measure COMMAND [ARGUMENT...] 3>FILE\n"), 2;
  clock_gettime(CLOCK_MONOTONIC, &before);
  pid_t child = vfork();
  if (child < 0) return perror("vfork"), 1;
  if (child == 0) {
    /* The report's descriptor must not leak into the measured program. */
    close(3);
    execv(argv[1], argv + 1);
    _exit(127);
  }
  if (wait4(child, &status, 0, &usage) != child) return perror("wait4"), 1;
  clock_gettime(CLOCK_MONOTONIC, &after);
  dprintf(3, "%lld %lld %lld %ld %d\n", (after.tv_sec - before.tv_sec) * 1000000LL + (after.tv_nsec - before.tv_nsec) / 1000,
          microseconds(usage.ru_utime), microseconds(usage.ru_stime), usage.ru_maxrss,
          WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return 0;
}
