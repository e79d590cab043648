/* fork, execv and wait of the command in the further arguments. Its output is counted through a pipe.
   qemu-user cannot exec a guest file unless the host has binfmt_misc set up, so there the command begins with qemu itself,
   which is what binfmt_misc would run. */
#include "bench.h"
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t sum = 0;
  if (argc < 3) return fprintf(stderr, "usage: fork-exec ROUNDS COMMAND [ARGUMENT...]\n"), 2;
  for (unsigned r = 0; r < rounds; r++) {
    int ends[2], status;
    char text[64];
    ssize_t n;
    if (pipe(ends) < 0) return perror("pipe"), 1;
    pid_t child = fork();
    if (child < 0) return perror("fork"), 1;
    if (child == 0) {
      dup2(ends[1], 1);
      close(ends[0]), close(ends[1]);
      execv(argv[2], argv + 2);
      perror(argv[2]);
      _exit(127);
    }
    close(ends[1]);
    while ((n = read(ends[0], text, sizeof text)) > 0)
      for (ssize_t i = 0; i < n; i++) sum = mix(sum, (uint8_t)text[i]);
    close(ends[0]);
    if (waitpid(child, &status, 0) != child || status != 0) return fprintf(stderr, "child: status %d\n", status), 1;
  }
  return finish("fork-exec", sum);
}
