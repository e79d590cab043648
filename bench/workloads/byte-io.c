/* One-byte reads of /dev/zero and writes to /dev/null. */
#include "bench.h"
#include <fcntl.h>
#include <unistd.h>

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv) * 1000;
  int zero = open("/dev/zero", O_RDONLY), null = open("/dev/null", O_WRONLY);
  uint32_t sum = 0;
  if (zero < 0 || null < 0) return perror("open"), 1;
  for (unsigned r = 0; r < rounds; r++) {
    uint8_t byte = 255;
    if (read(zero, &byte, 1) != 1 || write(null, &byte, 1) != 1) return perror("transfer"), 1;
    sum += byte + 1u;
  }
  return finish("byte-io", sum);
}
