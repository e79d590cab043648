/* 16-tap FIR filter on 16-bit samples with 32-bit sums: vmlal by lane, saturating narrowing shift. */
#include "bench.h"
#ifdef __ARM_NEON
#include <arm_neon.h>
#endif

enum { N = 4096, TAPS = 16 };
static int16_t in[N + TAPS], out[N], taps[TAPS];

static void filter(void) {
#ifdef __ARM_NEON
  int16x4_t t[TAPS / 4];
  for (int k = 0; k < TAPS / 4; k++) t[k] = vld1_s16(taps + 4 * k);
  for (int i = 0; i < N; i += 4) {
    int32x4_t sum = vdupq_n_s32(0);
    for (int k = 0; k < TAPS / 4; k++) {
      const int16_t *p = in + i + 4 * k;
      sum = vmlal_lane_s16(sum, vld1_s16(p), t[k], 0);
      sum = vmlal_lane_s16(sum, vld1_s16(p + 1), t[k], 1);
      sum = vmlal_lane_s16(sum, vld1_s16(p + 2), t[k], 2);
      sum = vmlal_lane_s16(sum, vld1_s16(p + 3), t[k], 3);
    }
    vst1_s16(out + i, vqrshrn_n_s32(sum, 15));
  }
#else
  for (int i = 0; i < N; i++) {
    int32_t sum = 0;
    for (int k = 0; k < TAPS; k++) sum += in[i + k] * taps[k];
    sum = (sum + 16384) >> 15;
    out[i] = (int16_t)(sum > 32767 ? 32767 : sum < -32768 ? -32768 : sum);
  }
#endif
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t seed = 27, sum = 0;
  for (int i = 0; i < N + TAPS; i++) in[i] = (int16_t)random_next(&seed);
  for (int k = 0; k < TAPS; k++) taps[k] = (int16_t)((int32_t)(random_next(&seed) % 12000) - 6000);
  for (unsigned r = 0; r < rounds; r++) {
    filter();
    in[r % N] = out[(r * 7) % N];
    sum = mix(sum, (uint16_t)out[(r * 3) % N]);
  }
  return finish("neon-fir", sum);
}
