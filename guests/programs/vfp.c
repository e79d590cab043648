/* Floating point: the bits of results, special values, conversions, comparisons and rounding. */
#include "rt.h"

typedef union {
  float f;
  unsigned u;
} single;
typedef union {
  double f;
  unsigned long long u;
} twice;

static unsigned long long sum = 14695981039346656037ull;

static void mix(unsigned long long v) { sum = (sum ^ v) * 1099511628211ull; }

static void show(const char *name) {
  print("%s %016llx\n", name, sum);
  sum = 14695981039346656037ull;
}

/* NaNs are told apart from numbers only: which NaN an operation yields is not the same on all processors. */
static unsigned long long bits(double v) {
  twice t = {v};
  return v != v ? 0x7ff8000000000000ull : t.u;
}
static unsigned sbits(float v) {
  single t = {v};
  return v != v ? 0x7fc00000u : t.u;
}

static const unsigned long long specials[] = {
    0,                     0x8000000000000000ull, 0x3ff0000000000000ull, 0xbff0000000000000ull, 0x7ff0000000000000ull,
    0xfff0000000000000ull, 0x7ff8000000000000ull, 0x0000000000000001ull, 0x000fffffffffffffull, 0x0010000000000000ull,
    0x7fefffffffffffffull, 0x3fe0000000000000ull, 0x4024000000000000ull, 0x41dfffffffc00000ull, 0xc1e0000000000000ull,
    0x43e0000000000000ull, 0x3fd5555555555555ull, 0x4340000000000001ull, 0x36a0000000000000ull, 0x47efffffe0000000ull,
};

static unsigned long long seed = 88172645463325252ull;

static unsigned long long next(void) {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return seed;
}

static double number(int i, int j) {
  twice t;
  t.u = i < (int)COUNT(specials) ? specials[i] : next();
  /* Random ones of moderate size, so that operations do not all overflow. */
  if (i >= (int)COUNT(specials)) t.u = (t.u & 0x800fffffffffffffull) | (unsigned long long)(1023 - 20 + (int)(next() % 40)) << 52;
  (void)j;
  return t.f;
}

#define EACH(name, expression)                      \
  for (int i = 0; i < 60; i++)                      \
    for (int j = 0; j < 60; j++) {                  \
      volatile double x = number(i, 0), y = number(j, 1); \
      volatile float a = (float)x, b = (float)y;    \
      (void)a, (void)b, (void)y;                    \
      mix(expression);                              \
    }                                               \
  show(name)

static int clamp(double v) { return v != v ? 0 : v > 2147483647.0 ? 2147483647 : v < -2147483648.0 ? -2147483647 - 1 : (int)v; }

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  EACH("add double", bits(x + y));
  EACH("subtract double", bits(x - y));
  EACH("multiply double", bits(x * y));
  EACH("divide double", bits(x / y));
  EACH("square root double", bits(__builtin_sqrt(x < 0 ? -x : x)));
  EACH("negate, absolute", bits(-x) ^ bits(__builtin_fabs(y)));
  EACH("multiply and add, rounded twice", ({
         volatile double p = x * y;
         bits(p + x);
       }));
  EACH("add single", sbits(a + b));
  EACH("subtract single", sbits(a - b));
  EACH("multiply single", sbits(a * b));
  EACH("divide single", sbits(a / b));
  EACH("square root single", sbits(__builtin_sqrtf(a < 0 ? -a : a)));
  EACH("double to single", sbits((float)x));
  EACH("single to double", bits((double)a));
  EACH("double to int", (unsigned)clamp(x));
  EACH("double to unsigned", (unsigned)(x > 0 && x < 4294967295.0 ? (unsigned)x : 1));
  EACH("single to int", (unsigned)clamp(a));
  EACH("int to double", bits((double)(int)(next() >> 32)));
  EACH("unsigned to double", bits((double)(unsigned)next()));
  EACH("int to single", sbits((float)(int)(next() >> 32)));
  EACH("unsigned to single", sbits((float)(unsigned)next()));
  EACH("64 bits to double", bits((double)(long long)next()));
  EACH("double to 64 bits", (unsigned long long)(x > -9e18 && x < 9e18 ? (long long)x : 7));
  EACH("compare double", (unsigned)((x < y) + 2 * (x <= y) + 4 * (x == y) + 8 * (x != y) + 16 * (x > y) + 32 * (x >= y)));
  EACH("compare single", (unsigned)((a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a != b) + 16 * __builtin_isunordered(a, b)));
  double pi = 0, e = 1, term = 1;
  for (int i = 0; i < 200; i++) pi += (i & 1 ? -4.0 : 4.0) / (2 * i + 1);
  for (int i = 1; i < 20; i++) term /= i, e += term;
  print("series %016llx %016llx\n", bits(pi), bits(e));
  return 0;
}
