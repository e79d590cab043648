/* One byte to and fro between two processes: every transfer sleeps and wakes. */
#include "bench.h"
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv) * 100;
  int there[2], back[2], status;
  uint32_t sum = 0;
  if (pipe(there) < 0 || pipe(back) < 0) return perror("pipe"), 1;
  pid_t child = fork();
  if (child < 0) return perror("fork"), 1;
  if (child == 0) {
    uint8_t byte;
    close(there[1]), close(back[0]);
    while (read(there[0], &byte, 1) == 1) {
      byte ^= 0x55;
      if (write(back[1], &byte, 1) != 1) _exit(1);
    }
    _exit(0);
  }
  close(there[0]), close(back[1]);
  for (unsigned r = 0; r < rounds; r++) {
    uint8_t byte = (uint8_t)r;
    if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1) return perror("pingpong"), 1;
    sum = mix(sum, byte);
  }
  close(there[1]);
  if (waitpid(child, &status, 0) != child || status != 0) return fprintf(stderr, "child failed\n"), 1;
  return finish("pipe-pingpong", sum);
}
