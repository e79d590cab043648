/* Integer matrix multiplication, 96 x 96, plain triple loop. */
#include "bench.h"

enum { N = 96 };
static int32_t a[N][N], b[N][N], c[N][N];

static void multiply(void) {
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      int32_t sum = 0;
      for (int k = 0; k < N; k++) sum += a[i][k] * b[k][j];
      c[i][j] = sum >> 3;
    }
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t seed = 5, sum = 0;
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      a[i][j] = (int32_t)(random_next(&seed) % 2000) - 1000;
      b[i][j] = (int32_t)(random_next(&seed) % 2000) - 1000;
    }
  for (unsigned r = 0; r < rounds; r++) {
    multiply();
    a[r % N][(r * 7) % N] = c[(r * 3) % N][r % N] % 1000;
    sum = mix(sum, (uint32_t)c[r % N][(r * 5) % N]);
  }
  return finish("matrix", sum);
}
