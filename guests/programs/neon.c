/* Advanced SIMD by intrinsics: lanes of all sizes, saturation, widening, tables, structure loads, floats. */
#if defined __ARM_NEON
#include <arm_neon.h>

#include "rt.h"

static unsigned char in[256], out[256];
static unsigned seed = 2463534242u;

static void fill(void) {
  for (unsigned i = 0; i < sizeof in; i++) {
    seed ^= seed << 13, seed ^= seed >> 17, seed ^= seed << 5;
    in[i] = (unsigned char)(i % 7 == 0 ? 0x80 : i % 11 == 0 ? 0x7f : seed >> 9);
  }
}

static void show(const char *name, unsigned n) {
  unsigned long long sum = 14695981039346656037ull;
  for (unsigned i = 0; i < n; i++) sum = (sum ^ out[i]) * 1099511628211ull;
  print("%s %016llx\n", name, sum);
  memset(out, 0, sizeof out);
}

#define OP16(name, expression)                                   \
  for (unsigned k = 0; k < 8; k++) {                             \
    uint8x16_t a = vld1q_u8(in + 16 * k), b = vld1q_u8(in + 128 + 8 * k); \
    (void)b;                                                     \
    vst1q_u8(out + 16 * k, (uint8x16_t)(expression));            \
  }                                                              \
  show(name, 128)

#define S8(v) ((int8x16_t)(v))
#define S16(v) ((int16x8_t)(v))
#define S32(v) ((int32x4_t)(v))
#define S64(v) ((int64x2_t)(v))
#define U16(v) ((uint16x8_t)(v))
#define U32(v) ((uint32x4_t)(v))
#define U64(v) ((uint64x2_t)(v))
#define LO(v) vget_low_u8(v)

/* Small whole numbers as floats, so that no operation rounds differently with or without fusing. */
static float32x4_t floats(uint8x16_t v) { return vcvtq_f32_s32(vshrq_n_s32(S32(v), 16)); }

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  fill();
  OP16("add 8", vaddq_u8(a, b));
  OP16("add 16", vaddq_u16(U16(a), U16(b)));
  OP16("add 64", vaddq_u64(U64(a), U64(b)));
  OP16("subtract 32", vsubq_u32(U32(a), U32(b)));
  OP16("multiply 8", vmulq_u8(a, b));
  OP16("multiply 32", vmulq_u32(U32(a), U32(b)));
  OP16("multiply accumulate 16", vmlaq_u16(U16(a), U16(b), U16(a)));
  OP16("multiply subtract 32", vmlsq_u32(U32(a), U32(b), U32(a)));
  OP16("saturating add s8", vqaddq_s8(S8(a), S8(b)));
  OP16("saturating add u16", vqaddq_u16(U16(a), U16(b)));
  OP16("saturating subtract s32", vqsubq_s32(S32(a), S32(b)));
  OP16("saturating subtract u64", vqsubq_u64(U64(a), U64(b)));
  OP16("halving add", vhaddq_s16(S16(a), S16(b)));
  OP16("rounding halving add", vrhaddq_u8(a, b));
  OP16("halving subtract", vhsubq_u32(U32(a), U32(b)));
  OP16("difference", vabdq_s16(S16(a), S16(b)));
  OP16("difference accumulate", vabaq_u8(a, b, a));
  OP16("absolute", vabsq_s8(S8(a)));
  OP16("saturating absolute", vqabsq_s16(S16(a)));
  OP16("negate", vqnegq_s32(S32(a)));
  OP16("maximum", vmaxq_s8(S8(a), S8(b)));
  OP16("minimum", vminq_u16(U16(a), U16(b)));
  OP16("compare equal", vceqq_u8(a, b));
  OP16("compare greater", vcgtq_s16(S16(a), S16(b)));
  OP16("compare higher or same", vcgeq_u32(U32(a), U32(b)));
  OP16("test bits", vtstq_u8(a, b));
  OP16("select", vbslq_u8(vcgtq_u8(a, b), a, b));
  OP16("and not, or not", veorq_u8(vbicq_u8(a, b), vornq_u8(b, a)));
  OP16("shift by register s8", vshlq_s8(S8(a), S8(b)));
  OP16("shift by register u32", vshlq_u32(U32(a), S32(vandq_u8(b, vreinterpretq_u8_u32(vdupq_n_u32(0x1f))))));
  OP16("saturating shift", vqshlq_s16(S16(a), S16(vandq_u8(b, vdupq_n_u8(7)))));
  OP16("rounding shift", vrshlq_s32(S32(a), vdupq_n_s32(-5)));
  OP16("shift left 5", vshlq_n_u16(U16(a), 5));
  OP16("shift right 3", vshrq_n_s8(S8(a), 3));
  OP16("rounding shift right", vrshrq_n_u32(U32(a), 9));
  OP16("shift right accumulate", vsraq_n_s64(S64(a), S64(b), 17));
  OP16("shift left insert", vsliq_n_u8(a, b, 3));
  OP16("shift right insert", vsriq_n_u16(U16(a), U16(b), 6));
  OP16("saturating shift unsigned", vqshluq_n_s8(S8(a), 2));
  OP16("widening add", vaddl_u8(LO(a), LO(b)));
  OP16("widening multiply", vmull_s8((int8x8_t)LO(a), (int8x8_t)LO(b)));
  OP16("widening multiply accumulate", vmlal_s16(S32(a), (int16x4_t)LO(a), (int16x4_t)LO(b)));
  OP16("polynomial multiply", vmull_p8((poly8x8_t)LO(a), (poly8x8_t)LO(b)));
  OP16("doubling multiply high", vqdmulhq_s16(S16(a), S16(b)));
  OP16("rounding doubling multiply high", vqrdmulhq_s32(S32(a), S32(b)));
  OP16("doubling multiply long", vqdmull_s16((int16x4_t)LO(a), (int16x4_t)LO(b)));
  OP16("widening shift", vshll_n_s8((int8x8_t)LO(a), 4));
  OP16("narrow", vcombine_u8(vmovn_u16(U16(a)), vqmovn_u16(U16(b))));
  OP16("narrow signed to unsigned", vcombine_u8(vqmovun_s16(S16(a)), (uint8x8_t)vqmovn_s16(S16(b))));
  OP16("narrow high half", vcombine_u8((uint8x8_t)vaddhn_u32(U32(a), U32(b)), (uint8x8_t)vrsubhn_u32(U32(a), U32(b))));
  OP16("narrow by shift", vcombine_u8(vshrn_n_u16(U16(a), 3), vqrshrun_n_s16(S16(b), 5)));
  OP16("pairwise add", vpaddlq_u8(a));
  OP16("pairwise accumulate", vpadalq_s16(S32(a), S16(b)));
  OP16("pairwise maximum", vcombine_u8(vpmax_u8(LO(a), LO(b)), (uint8x8_t)vpadd_s16((int16x4_t)LO(a), (int16x4_t)LO(b))));
  OP16("count leading zeros", vclzq_u16(U16(a)));
  OP16("count leading sign bits", vclsq_s8(S8(a)));
  OP16("count ones", vcntq_u8(a));
  OP16("reverse", veorq_u8(vrev64q_u8(a), veorq_u8(vrev32q_u8(b), vrev16q_u8(a))));
  OP16("extract", vextq_u8(a, b, 5));
  OP16("transpose", vtrnq_u8(a, b).val[1]);
  OP16("zip", vzipq_u16(U16(a), U16(b)).val[0]);
  OP16("unzip", vuzpq_u8(a, b).val[1]);
  OP16("table", vcombine_u8(vtbl2_u8((uint8x8x2_t){{LO(a), vget_high_u8(a)}}, vand_u8(LO(b), vdup_n_u8(31))), vtbx1_u8(LO(a), LO(b), vand_u8(vget_high_u8(b), vdup_n_u8(15)))));
  OP16("duplicate a lane", vdupq_lane_u16((uint16x4_t)LO(a), 3));
  OP16("multiply by a lane", vmulq_lane_s16(S16(a), (int16x4_t)LO(b), 2));
  OP16("reciprocal estimate u32", vrecpeq_u32(vorrq_u32(U32(a), vdupq_n_u32(0x80000000u))));
  OP16("reciprocal root estimate u32", vrsqrteq_u32(vorrq_u32(U32(a), vdupq_n_u32(0x40000000u))));
  OP16("float add", vaddq_f32(floats(a), floats(b)));
  OP16("float multiply", vmulq_f32(floats(a), vdupq_n_f32(0.25f)));
  OP16("float compare", vcgtq_f32(floats(a), floats(b)));
  OP16("float absolute compare", vcageq_f32(floats(a), floats(b)));
  OP16("float maximum", vmaxq_f32(floats(a), floats(b)));
  OP16("float to int", vcvtq_s32_f32(vmulq_f32(floats(a), vdupq_n_f32(0.125f))));
  OP16("float to fixed", vcvtq_n_s32_f32(vmulq_f32(floats(a), vdupq_n_f32(0.03125f)), 7));
  OP16("fixed to float", vcvtq_n_f32_u32(U32(a), 12));
  OP16("float reciprocal estimate", vrecpeq_f32(vaddq_f32(floats(a), vdupq_n_f32(70000.f))));
  OP16("float reciprocal step", vrecpsq_f32(floats(a), vdupq_n_f32(0.5f)));
  OP16("float pairwise", vcombine_f32(vpadd_f32(vget_low_f32(floats(a)), vget_low_f32(floats(b))), vpmax_f32(vget_high_f32(floats(a)), vget_high_f32(floats(b)))));

  uint8x8x3_t three = vld3_u8(in + 1);
  vst3_u8(out, (uint8x8x3_t){{three.val[2], three.val[0], three.val[1]}});
  show("load and store of three", 24);
  uint16x8x4_t four = vld4q_u16((const uint16_t *)(const void *)(in + 2));
  vst4q_u16((uint16_t *)(void *)out, (uint16x8x4_t){{four.val[3], four.val[2], four.val[1], four.val[0]}});
  show("load and store of four", 64);
  uint32x4x2_t two = vld2q_u32((const uint32_t *)(const void *)(in + 4));
  two = vld2q_lane_u32((const uint32_t *)(const void *)(in + 100), two, 1);
  vst2q_u32((uint32_t *)(void *)out, two);
  vst1q_lane_u8(out + 40, vld1q_u8(in), 7);
  show("lanes", 41);
  uint8x8x4_t all = vld4_dup_u8(in + 9);
  vst4_lane_u8(out, all, 2);
  show("load one to all lanes", 4);
  return 0;
}
#endif
