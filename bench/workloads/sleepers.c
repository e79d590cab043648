/* Starts as many sleeping processes as asked for, says "ready", and ends them all when its input ends. */
#include "bench.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  unsigned count = scale_of(argc, argv), ended = 0;
  pid_t *children = calloc(count, sizeof *children);
  char byte;
  for (unsigned i = 0; i < count; i++) {
    children[i] = fork();
    if (children[i] < 0) return perror("fork"), 1;
    if (children[i] == 0)
      for (;;) pause();
  }
  puts("ready");
  fflush(stdout);
  while (read(0, &byte, 1) > 0) continue;
  for (unsigned i = 0; i < count; i++) {
    int status;
    kill(children[i], SIGTERM);
    if (waitpid(children[i], &status, 0) == children[i] && WIFSIGNALED(status)) ended++;
  }
  printf("%u ended\n", ended);
  return ended != count;
}
