/* Planar YUV to interleaved RGB: widening, signed multiply, saturating narrowing, three-way interleaved store. */
#include "bench.h"
#ifdef __ARM_NEON
#include <arm_neon.h>
#endif

enum { N = 8192 };
static uint8_t luma[N], cb[N], cr[N], rgb[3 * N];

#ifdef __ARM_NEON
static void convert(void) {
  for (int i = 0; i < N; i += 8) {
    int16x8_t y = vreinterpretq_s16_u16(vshll_n_u8(vld1_u8(luma + i), 6));
    int16x8_t u = vreinterpretq_s16_u16(vsubl_u8(vld1_u8(cb + i), vdup_n_u8(128)));
    int16x8_t v = vreinterpretq_s16_u16(vsubl_u8(vld1_u8(cr + i), vdup_n_u8(128)));
    uint8x8x3_t out;
    out.val[0] = vqrshrun_n_s16(vqaddq_s16(y, vmulq_n_s16(v, 90)), 6);
    out.val[1] = vqrshrun_n_s16(vqsubq_s16(vqsubq_s16(y, vmulq_n_s16(u, 22)), vmulq_n_s16(v, 46)), 6);
    out.val[2] = vqrshrun_n_s16(vqaddq_s16(y, vmulq_n_s16(u, 113)), 6);
    vst3_u8(rgb + 3 * i, out);
  }
}
#else
static int16_t saturate(int32_t v) { return (int16_t)(v > 32767 ? 32767 : v < -32768 ? -32768 : v); }
static uint8_t narrow(int16_t v) {
  int32_t shifted = (v + 32) >> 6;
  return (uint8_t)(shifted < 0 ? 0 : shifted > 255 ? 255 : shifted);
}
static void convert(void) {
  for (int i = 0; i < N; i++) {
    int32_t y = luma[i] << 6, u = cb[i] - 128, v = cr[i] - 128;
    rgb[3 * i] = narrow(saturate(y + v * 90));
    rgb[3 * i + 1] = narrow(saturate(saturate(y - u * 22) - v * 46));
    rgb[3 * i + 2] = narrow(saturate(y + u * 113));
  }
}
#endif

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t seed = 37, sum = 0;
  for (int i = 0; i < N; i++) luma[i] = (uint8_t)random_next(&seed), cb[i] = (uint8_t)random_next(&seed), cr[i] = (uint8_t)random_next(&seed);
  for (unsigned r = 0; r < rounds; r++) {
    convert();
    luma[r % N] ^= rgb[(r * 11) % (3 * N)];
    sum = mix(sum, rgb[(r * 17) % (3 * N)]);
  }
  return finish("neon-yuv", sum);
}
