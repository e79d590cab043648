/* Sieve of Eratosthenes over a byte array that exceeds the first-level cache. */
#include "bench.h"

enum { LIMIT = 1 << 20 };
static uint8_t composite[LIMIT];

static uint32_t sieve(uint32_t limit) {
  uint32_t count = 0;
  memset(composite, 0, limit);
  for (uint32_t i = 2; i < limit; i++) {
    if (composite[i]) continue;
    count++;
    for (uint32_t j = i + i; j < limit; j += i) composite[j] = 1;
  }
  return count;
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t sum = 0;
  for (unsigned r = 0; r < rounds; r++) sum = mix(sum, sieve(LIMIT - r));
  return finish("sieve", sum);
}
