/* The cheapest system call, over and over. */
#include "bench.h"
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv) * 1000;
  long first = syscall(SYS_getppid);
  uint32_t differing = 0;
  for (unsigned r = 0; r < rounds; r++) differing += syscall(SYS_getppid) != first;
  return finish("getppid", mix(differing, rounds));
}
