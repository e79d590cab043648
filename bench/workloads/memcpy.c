/* The C library's memcpy and memset on blocks of 16 bytes to 64 KiB at every alignment. */
#include "bench.h"

static uint8_t from[70000], to[70000];

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t seed = 47, sum = 0;
  static const uint32_t sizes[] = {16, 37, 128, 500, 4096, 65536};
  for (size_t i = 0; i < sizeof from; i++) from[i] = (uint8_t)random_next(&seed);
  for (unsigned r = 0; r < rounds; r++)
    for (unsigned s = 0; s < sizeof sizes / sizeof *sizes; s++) {
      uint32_t repeats = 65536 / sizes[s];
      for (uint32_t k = 0; k < repeats; k++) {
        memcpy(to + (k & 7), from + ((k + r) & 15), sizes[s]);
        if ((k & 3) == 0) memset(to + (r & 7), (int)k, sizes[s] / 2);
      }
      sum = mix(sum, to[sizes[s] / 2 + 3]);
    }
  return finish("memcpy", sum);
}
