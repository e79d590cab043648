/* y = a*x + y over floats, four lanes at a time. The plain loop is what other processors are measured with. */
#include "bench.h"
#ifdef __ARM_NEON
#include <arm_neon.h>
#endif

enum { N = 4096 };
static float x[N], y[N];

static void saxpy(float a) {
#ifdef __ARM_NEON
  float32x4_t factor = vdupq_n_f32(a);
  for (int i = 0; i < N; i += 8) {
    float32x4_t p0 = vmulq_f32(vld1q_f32(x + i), factor), p1 = vmulq_f32(vld1q_f32(x + i + 4), factor);
    vst1q_f32(y + i, vaddq_f32(vld1q_f32(y + i), p0));
    vst1q_f32(y + i + 4, vaddq_f32(vld1q_f32(y + i + 4), p1));
  }
#else
  for (int i = 0; i < N; i++) y[i] += x[i] * a;
#endif
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t seed = 21, sum = 0;
  for (int i = 0; i < N; i++) x[i] = (float)(random_next(&seed) & 255) + 1, y[i] = 1;
  for (unsigned r = 0; r < rounds; r++) saxpy(r & 1 ? -0.5f : 0.75f);
  for (int i = 0; i < N; i++) sum = mix_float(sum, y[i]);
  return finish("neon-saxpy", sum);
}
