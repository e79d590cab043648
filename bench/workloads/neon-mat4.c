/* 4x4 float matrix products, as a graphics pipeline does them: multiply by lane, no fused rounding. */
#include "bench.h"
#ifdef __ARM_NEON
#include <arm_neon.h>
#endif

enum { COUNT = 64 };
static float matrices[COUNT][16], result[COUNT][16];

static void multiply(float *to, const float *a, const float *b) {
#ifdef __ARM_NEON
  float32x4_t a0 = vld1q_f32(a), a1 = vld1q_f32(a + 4), a2 = vld1q_f32(a + 8), a3 = vld1q_f32(a + 12);
  for (int column = 0; column < 4; column++) {
    float32x4_t v = vld1q_f32(b + 4 * column);
    float32x4_t sum = vmulq_lane_f32(a0, vget_low_f32(v), 0);
    sum = vaddq_f32(sum, vmulq_lane_f32(a1, vget_low_f32(v), 1));
    sum = vaddq_f32(sum, vmulq_lane_f32(a2, vget_high_f32(v), 0));
    sum = vaddq_f32(sum, vmulq_lane_f32(a3, vget_high_f32(v), 1));
    vst1q_f32(to + 4 * column, sum);
  }
#else
  for (int column = 0; column < 4; column++)
    for (int row = 0; row < 4; row++) {
      float sum = a[row] * b[4 * column];
      for (int k = 1; k < 4; k++) sum += a[4 * k + row] * b[4 * column + k];
      to[4 * column + row] = sum;
    }
#endif
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t seed = 31, sum = 0;
  for (int m = 0; m < COUNT; m++)
    for (int i = 0; i < 16; i++) matrices[m][i] = (float)(int32_t)(random_next(&seed) & 4095) / 2048.0f - 1.0f;
  for (unsigned r = 0; r < rounds; r++) {
    for (int m = 0; m < COUNT; m++) multiply(result[m], matrices[m], matrices[(m + r) % COUNT]);
    sum = mix_float(sum, result[r % COUNT][r % 16]);
  }
  return finish("neon-mat4", sum);
}
