/* Blocks of 4 KiB written to and read back from a temporary file, with seek and stat between. */
#include "bench.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv) * 10;
  char path[] = "/tmp/bench-file-io-XXXXXX", block[4096];
  int fd = mkstemp(path);
  uint32_t sum = 0;
  if (fd < 0 || unlink(path) < 0) return perror("mkstemp"), 1;
  for (unsigned r = 0; r < rounds; r++) {
    struct stat status;
    off_t at = (off_t)(r % 256) * (off_t)sizeof block;
    memset(block, (int)(r & 127), sizeof block);
    if (pwrite(fd, block, sizeof block, at) != (ssize_t)sizeof block) return perror("pwrite"), 1;
    if (lseek(fd, at, SEEK_SET) != at || read(fd, block, sizeof block) != (ssize_t)sizeof block) return perror("read"), 1;
    if (fstat(fd, &status) < 0) return perror("fstat"), 1;
    sum = mix(sum, (uint32_t)status.st_size + (uint32_t)block[r % sizeof block]);
  }
  return finish("file-io", sum);
}
