/* Integer arithmetic over many operands: results as checksums, and the corner cases one by one. */
#include "rt.h"

static unsigned seed = 12345;

static unsigned next(void) {
  seed ^= seed << 13;
  seed ^= seed >> 17;
  seed ^= seed << 5;
  return seed;
}

static unsigned long long sum;

static void mix(unsigned long long v) { sum = (sum ^ v) * 1099511628211ull; }

static void show(const char *name) {
  print("%s %016llx\n", name, sum);
  sum = 14695981039346656037ull;
}

#define EACH(name, expression)           \
  for (int i = 0; i < 3000; i++) {       \
    unsigned a = next(), b = next();     \
    int sa = (int)a, sb = (int)b;        \
    unsigned n = b & 31;                 \
    (void)sa, (void)sb, (void)n;         \
    mix((unsigned long long)(expression)); \
  }                                      \
  show(name)

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  volatile int minimum = -2147483647 - 1, one = 1, zero = 0;
  volatile unsigned long long big = 0x8000000000000001ull;
  show("begin");
  EACH("add", a + b);
  EACH("subtract", a - b);
  EACH("add with carry", (a | (unsigned long long)b << 32) + ((unsigned long long)a << 31 | b));
  EACH("subtract with borrow", (a | (unsigned long long)b << 32) - ((unsigned long long)b << 33 | a));
  EACH("multiply", a * b);
  EACH("multiply long unsigned", (unsigned long long)a * b);
  EACH("multiply long signed", (long long)sa * sb);
  EACH("multiply 64", ((unsigned long long)a << 32 | b) * ((unsigned long long)b << 32 | a));
  EACH("multiply accumulate", (long long)sa * sb + ((long long)sa << 20));
  EACH("multiply halves", (short)a * (short)b + (short)(a >> 16) * (short)(b >> 16));
  EACH("divide unsigned", a / (b >> n | 1));
  EACH("remainder unsigned", a % (b >> n | 1));
  EACH("divide signed", sa / (sb >> n | 1));
  EACH("remainder signed", sa % (sb >> n | 1));
  EACH("divide 64", ((unsigned long long)a << 32 | b) / ((unsigned long long)b << 7 | 1));
  EACH("remainder signed 64", ((long long)sa << 32 | b) % (long long)(b >> n | 1));
  EACH("shift left", a << n);
  EACH("shift right logical", a >> n);
  EACH("shift right arithmetic", sa >> n);
  EACH("rotate", a >> n | a << (-n & 31));
  EACH("shift 64 left", ((unsigned long long)a << 32 | b) << (b & 63));
  EACH("shift 64 right", (long long)((unsigned long long)a << 32 | b) >> (a & 63));
  EACH("and or xor not", ((a & b) | (a ^ ~b)) - (a & ~b));
  EACH("count leading zeros", __builtin_clz(a | 1) + __builtin_clz(b >> n | 1));
  EACH("count trailing zeros", __builtin_ctz(a | 0x80000000u));
  EACH("count ones", __builtin_popcount(a));
  EACH("swap bytes", __builtin_bswap32(a) + __builtin_bswap16((unsigned short)b));
  EACH("swap bytes 64", __builtin_bswap64((unsigned long long)a << 32 | b));
  EACH("bit field extract", (a >> 5 & 0x7ff) + (unsigned)(sa << 9 >> 20));
  EACH("bit field insert", (a & ~0x1ff0u) | (b << 4 & 0x1ff0u));
  EACH("extend bytes", (signed char)a + (unsigned char)b);
  EACH("extend halves", (short)a - (unsigned short)b);
  EACH("compare signed", (sa < sb) + 2 * (sa <= sb) + 4 * (sa == sb));
  EACH("compare unsigned", (a < b) + 2 * (a > b) + 4 * (a >= b));
  EACH("compare 64", ((long long)sa << 32 | b) < ((long long)sb << 32 | a));
  EACH("select", sa > sb ? a - b : b + 3);
  EACH("saturate", sa > 127 ? 127 : sa < -128 ? -128 : sa);
  EACH("saturating add", ({
    int r;
    __builtin_add_overflow(sa, sb, &r) ? (sa < 0 ? -2147483647 - 1 : 2147483647) : r;
  }));
  EACH("overflow", ({
    int r;
    __builtin_sub_overflow(sa, sb, &r) + 2 * __builtin_mul_overflow(sa, sb, &r);
  }));
  EACH("absolute", sa < 0 ? 0u - a : a);
  print("shift by 32 and more, through memory: %x %x\n", (unsigned)(1ull << (32 + zero)), (unsigned)(big >> (63 + zero)));
  print("minimum %d, negated %d, times -1 %u\n", minimum, (int)(0u - (unsigned)minimum), (unsigned)minimum * 0xffffffffu);
  print("minimum / 1 = %d, %% 1 = %d\n", minimum / one, minimum % one);
  static unsigned char bytes[64];
  for (int i = 0; i < 64; i++) bytes[i] = (unsigned char)(i * 37);
  for (int i = 0; i < 32; i++) {
    unsigned w;
    unsigned short h;
    memcpy(&w, bytes + i, 4);
    memcpy(&h, bytes + i + 1, 2);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap32(w), h = __builtin_bswap16(h);
#endif
    mix(w + h);
  }
  show("unaligned by bytes");
  return 0;
}
