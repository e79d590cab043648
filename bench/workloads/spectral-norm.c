/* Largest singular value of an infinite matrix by the power method: divisions and conversions. */
#include "bench.h"
#include <math.h>

enum { N = 200 };
static double u[N], v[N], w[N];

static double entry(int i, int j) { return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1); }

static void times(const double *in, double *out) {
  for (int i = 0; i < N; i++) {
    double sum = 0;
    for (int j = 0; j < N; j++) sum += entry(i, j) * in[j];
    out[i] = sum;
  }
}

static void times_transposed(const double *in, double *out) {
  for (int i = 0; i < N; i++) {
    double sum = 0;
    for (int j = 0; j < N; j++) sum += entry(j, i) * in[j];
    out[i] = sum;
  }
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  double uv = 0, vv = 0;
  for (int i = 0; i < N; i++) u[i] = 1;
  for (unsigned r = 0; r < rounds; r++) {
    times(u, w), times_transposed(w, v);
    times(v, w), times_transposed(w, u);
    /* Only the direction counts; without this the values overflow. */
    double scale = 1 / u[0];
    for (int i = 0; i < N; i++) u[i] *= scale, v[i] *= scale;
  }
  for (int i = 0; i < N; i++) uv += u[i] * v[i], vv += v[i] * v[i];
  return finish("spectral-norm", mix_double(0, sqrt(uv / vv)));
}
