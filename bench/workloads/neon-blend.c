/* Alpha blending of 8-bit pixels with rounding, then a saturating highlight: widening multiply, narrowing shift, vqadd. */
#include "bench.h"
#ifdef __ARM_NEON
#include <arm_neon.h>
#endif

enum { N = 16384 };
static uint8_t source[N], alpha[N], target[N];

static void blend(uint8_t highlight) {
#ifdef __ARM_NEON
  uint8x8_t light = vdup_n_u8(highlight);
  for (int i = 0; i < N; i += 8) {
    uint8x8_t a = vld1_u8(alpha + i);
    uint16x8_t sum = vmull_u8(vld1_u8(source + i), a);
    sum = vmlal_u8(sum, vld1_u8(target + i), vmvn_u8(a));
    vst1_u8(target + i, vqadd_u8(vrshrn_n_u16(sum, 8), light));
  }
#else
  for (int i = 0; i < N; i++) {
    unsigned v = (source[i] * (unsigned)alpha[i] + target[i] * (255u - alpha[i]) + 128) >> 8;
    v = (v & 255) + highlight;
    target[i] = (uint8_t)(v > 255 ? 255 : v);
  }
#endif
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t seed = 23, sum = 0;
  for (int i = 0; i < N; i++) {
    source[i] = (uint8_t)random_next(&seed), alpha[i] = (uint8_t)random_next(&seed), target[i] = (uint8_t)random_next(&seed);
  }
  for (unsigned r = 0; r < rounds; r++) blend((uint8_t)(r & 31));
  for (int i = 0; i < N; i++) sum = mix(sum, target[i]);
  return finish("neon-blend", sum);
}
