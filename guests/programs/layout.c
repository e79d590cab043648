/* How values lie in memory and are handed to functions: byte order, alignment, bit-fields, unions, structures by value. */
#include "rt.h"

static void bytes(const char *name, const void *at, size_t size) {
  const unsigned char *p = at;
  print("%s:", name);
  for (size_t i = 0; i < size; i++) print(" %02x", p[i]);
  print("\n");
}
#define BYTES(v) bytes(#v, &v, sizeof v)

struct mixed {
  char c;
  short s;
  char d;
  int i;
  char e;
  long long l;
  char f;
  double g;
};
struct __attribute__((packed)) tight {
  char c;
  int i;
  short s;
  long long l;
};
struct fields {
  unsigned a : 3, b : 7, c : 12, d : 10;
  signed e : 5;
  unsigned : 0;
  unsigned short f : 9;
  unsigned char g : 4, h : 4;
};
union any {
  unsigned word;
  unsigned short half[2];
  unsigned char byte[4];
  float number;
};
struct small {
  char a, b, c;
};
struct pair {
  int a;
  double b;
};
struct large {
  int a[7];
  long long b;
};

static __attribute__((noinline)) struct small turn(struct small s) { return (struct small){s.c, s.a, s.b}; }
static __attribute__((noinline)) struct pair twice(struct pair p, float f) { return (struct pair){p.a * 2, p.b * 2 + f}; }
static __attribute__((noinline)) struct large grown(struct large l, char c, long long by) {
  for (int i = 0; i < 7; i++) l.a[i] += c;
  l.b += by;
  return l;
}
static __attribute__((noinline)) long long many(char a, long long b, short c, double d, unsigned char e, float f, long long g, int h) {
  return a + b * 3 + c * 5 + (long long)(d * 7) + e * 11 + (long long)(f * 13) + g * 17 + h * 19;
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argv, (void)envp;
  volatile int one = argc > 0;
  int word = 0x01020304 * one;
  short half = (short)(0x0102 * one);
  long long wide = 0x0102030405060708ll * one;
  float number = 1.5f * (float)one;
  double precise = -3.140625 * one;
  BYTES(word);
  BYTES(half);
  BYTES(wide);
  BYTES(number);
  BYTES(precise);
  struct mixed mixed;
  memset(&mixed, 0xee, sizeof mixed);
  mixed.c = 1, mixed.s = 2, mixed.d = 3, mixed.i = 4, mixed.e = 5, mixed.l = 6, mixed.f = 7, mixed.g = 8;
  BYTES(mixed);
  struct tight tight = {1, 2 * one, 3, 4};
  BYTES(tight);
  tight.l += tight.i, tight.i <<= 17, tight.s = (short)(tight.s * -9);
  BYTES(tight);
  struct fields fields;
  memset(&fields, 0, sizeof fields);
  fields.a = 5, fields.b = 100, fields.c = 0xabc, fields.d = 777, fields.e = -3, fields.f = 300, fields.g = 9, fields.h = 6;
  BYTES(fields);
  fields.b = (unsigned)(fields.b + fields.a + 60) & 127, fields.e -= 9;
  print("fields %u %u %u %u %d %u %u %u\n", fields.a, fields.b, fields.c, fields.d, fields.e, fields.f, fields.g, fields.h);
  union any any = {.number = -1.0f};
  any.half[one] ^= 0x1234;
  print("union %08x, bytes %u %u %u %u\n", any.word, any.byte[0], any.byte[1], any.byte[2], any.byte[3]);
  struct small small = turn((struct small){'x', 'y', 'z'});
  print("small %c%c%c\n", small.a, small.b, small.c);
  struct pair pair = twice((struct pair){21 * one, 1.25}, 0.5f);
  print("pair %d %d\n", pair.a, (int)(pair.b * 1000));
  struct large large = {{1, 2, 3, 4, 5, 6, 7}, 1ll << 35};
  large = grown(large, (char)(10 * one), -(1ll << 34));
  print("large %d %d %lld\n", large.a[0], large.a[6], large.b);
  print("many %lld\n", many('a', 1ll << 40, -7, 2.5, 200, -0.5f, -(1ll << 33), one));
  /* Every size at every alignment, written and read back in pieces. */
  static unsigned char room[32];
  unsigned long long sum = 0;
  for (int at = 0; at < 16; at++) {
    struct __attribute__((packed)) {
      unsigned short h;
      unsigned w;
      unsigned long long d;
    } v = {(unsigned short)(0x1122 * at), 0x33445566u * (unsigned)at, 0x778899aabbccddeeull + (unsigned)at};
    memcpy(room + at, &v, sizeof v);
    for (int i = 0; i < 32; i++) sum = (sum ^ room[i]) * 1099511628211ull;
    memcpy(&v, room + at / 2, sizeof v);
    sum += v.h + v.w + v.d;
  }
  print("all alignments %016llx\n", sum);
  return 0;
}
