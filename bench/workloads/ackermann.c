/* Ackermann's function: deep recursion, thousands of frames. */
#include "bench.h"

static __attribute__((noinline)) uint32_t ackermann(uint32_t m, uint32_t n) {
  if (m == 0) return n + 1;
  if (n == 0) return ackermann(m - 1, 1);
  return ackermann(m - 1, ackermann(m, n - 1));
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t sum = 0;
  for (unsigned r = 0; r < rounds; r++) sum = mix(sum, ackermann(3, 6 + (r & 1)));
  return finish("ackermann", sum);
}
