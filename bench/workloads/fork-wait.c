/* fork, a child that exits at once, wait. */
#include "bench.h"
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t sum = 0;
  for (unsigned r = 0; r < rounds; r++) {
    int status;
    pid_t child = fork();
    if (child == 0) _exit((int)(r & 63));
    if (child < 0 || waitpid(child, &status, 0) != child) return perror("fork"), 1;
    sum = mix(sum, (uint32_t)WEXITSTATUS(status));
  }
  return finish("fork-wait", sum);
}
