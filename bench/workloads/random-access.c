/* Independent reads and writes at random places of 16 MiB: cache and address-check bound. */
#include "bench.h"

enum { WORDS = 1 << 22 };
static uint32_t table[WORDS];

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv) * 4096;
  uint32_t seed = 43, sum = 0;
  for (uint32_t i = 0; i < WORDS; i++) table[i] = i;
  for (unsigned r = 0; r < rounds; r++)
    for (int k = 0; k < 16; k++) {
      uint32_t x = random_next(&seed);
      table[x % WORDS] ^= x;
      sum += table[(x >> 8) % WORDS];
    }
  return finish("random-access", sum);
}
