/* One byte through a pipe inside one process: a write and a read that never sleep. */
#include "bench.h"
#include <unistd.h>

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv) * 1000;
  int ends[2];
  uint32_t sum = 0;
  if (pipe(ends) < 0) return perror("pipe"), 1;
  for (unsigned r = 0; r < rounds; r++) {
    uint8_t byte = (uint8_t)r;
    if (write(ends[1], &byte, 1) != 1 || read(ends[0], &byte, 1) != 1) return perror("pipe"), 1;
    sum += byte;
  }
  return finish("pipe-self", sum);
}
