/* Takeuchi's function and a mutually recursive pair: many small calls with several arguments. */
#include "bench.h"

static __attribute__((noinline)) int32_t tak(int32_t x, int32_t y, int32_t z) {
  return y >= x ? z : tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

static int32_t male(int32_t n);
static __attribute__((noinline)) int32_t female(int32_t n) { return n == 0 ? 1 : n - male(female(n - 1)); }
static __attribute__((noinline)) int32_t male(int32_t n) { return n == 0 ? 0 : n - female(male(n - 1)); }

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t sum = 0;
  for (unsigned r = 0; r < rounds; r++) {
    sum = mix(sum, (uint32_t)tak(14 + (int32_t)(r & 1), 9, 5));
    sum = mix(sum, (uint32_t)male(24 + (int32_t)(r & 3)));
  }
  return finish("tak", sum);
}
