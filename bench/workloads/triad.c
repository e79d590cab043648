/* a = b + s*c over word arrays that fill the second-level cache: sequential loads and stores. */
#include "bench.h"

enum { N = 1 << 17 };
static uint32_t a[N], b[N], c[N];

static __attribute__((noinline)) void triad(uint32_t *restrict to, const uint32_t *restrict x, const uint32_t *restrict y, uint32_t s) {
  for (int i = 0; i < N; i++) to[i] = x[i] + s * y[i];
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  for (uint32_t i = 0; i < N; i++) b[i] = i, c[i] = ~i;
  for (unsigned r = 0; r < rounds; r++) triad(a, b, c, r), triad(b, c, a, 3), triad(c, a, b, 5);
  return finish("triad", mix(a[5], c[N - 9]));
}
