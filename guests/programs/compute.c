/* Programs in small: hashes, sorting, search, matrices, text and long numbers, each with a result that is the same everywhere. */
#include "rt.h"

static unsigned seed = 2463534242u;

static unsigned next(void) {
  seed ^= seed << 13;
  seed ^= seed >> 17;
  seed ^= seed << 5;
  return seed;
}

static unsigned char data[4096];

static unsigned load_be(const unsigned char *p) { return (unsigned)p[0] << 24 | (unsigned)p[1] << 16 | (unsigned)p[2] << 8 | p[3]; }

static unsigned right(unsigned x, int n) { return x >> n | x << (32 - n); }

/* The first 32 bits of the fractional part of a root: by Newton's method in integers would be longer than by bisection. */
static unsigned root_fraction(unsigned prime, int degree) {
  unsigned long long low = 0, high = 1ull << 36;
  while (high - low > 1) {
    unsigned long long middle = (low + high) / 2;
    /* (middle / 2^32)^degree against prime, in pieces of 16 bits so that no product overflows. */
    unsigned long long whole = middle >> 16, square = whole * whole;
    int less = degree == 2 ? square <= (unsigned long long)prime << 32 : (square >> 16) * whole <= (unsigned long long)prime << 32;
    if (less)
      low = middle;
    else
      high = middle;
  }
  return (unsigned)(low >> 16);
}

static void roots(void) {
  static const unsigned primes[] = {2, 3, 5, 7, 11, 13, 17, 19};
  print("fractions of square roots");
  for (unsigned i = 0; i < COUNT(primes); i++) print(" %x", root_fraction(primes[i], 2) & 0xffff);
  print("\nfractions of cube roots");
  for (unsigned i = 0; i < COUNT(primes); i++) print(" %x", root_fraction(primes[i], 3) & 0xffff);
  print("\n");
}

/* A Merkle–Damgard hash with the shape of SHA-2's rounds over big-endian words. */
static void digest(void) {
  unsigned h[8], w[64];
  for (int i = 0; i < 8; i++) h[i] = 0x6a09e667u * (unsigned)(2 * i + 1);
  for (unsigned block = 0; block < sizeof data; block += 64) {
    for (int i = 0; i < 16; i++) w[i] = load_be(data + block + 4 * i);
    for (int i = 16; i < 64; i++)
      w[i] = w[i - 16] + (right(w[i - 15], 7) ^ right(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 7] +
             (right(w[i - 2], 17) ^ right(w[i - 2], 19) ^ w[i - 2] >> 10);
    unsigned a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], k = h[7];
    for (int i = 0; i < 64; i++) {
      unsigned x = k + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + 0x9e3779b9u * (unsigned)(i + 1) + w[i];
      unsigned y = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      k = g, g = f, f = e, e = d + x, d = c, c = b, b = a, a = x + y;
    }
    h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e, h[5] += f, h[6] += g, h[7] += k;
  }
  print("digest ");
  for (int i = 0; i < 8; i++) print("%08x", h[i]);
  print("\n");
}

static void checksums(void) {
  unsigned table[256], crc = ~0u, a = 1, b = 0;
  for (unsigned i = 0; i < 256; i++) {
    table[i] = i;
    for (int k = 0; k < 8; k++) table[i] = table[i] & 1 ? 0xedb88320u ^ table[i] >> 1 : table[i] >> 1;
  }
  for (unsigned i = 0; i < sizeof data; i++) {
    crc = table[(crc ^ data[i]) & 255] ^ crc >> 8;
    a = (a + data[i]) % 65521, b = (b + a) % 65521;
  }
  print("crc32 %08x, adler32 %08x\n", ~crc, b << 16 | a);
}

static void sort(int *v, int low, int high) {
  if (low >= high) return;
  int pivot = v[(low + high) / 2], i = low, j = high;
  while (i <= j) {
    while (v[i] < pivot) i++;
    while (v[j] > pivot) j--;
    if (i <= j) {
      int t = v[i];
      v[i++] = v[j], v[j--] = t;
    }
  }
  sort(v, low, j);
  sort(v, i, high);
}

static void sorting(void) {
  static int v[5000];
  long long sum = 0;
  int sorted = 1;
  for (unsigned i = 0; i < COUNT(v); i++) v[i] = (int)next();
  sort(v, 0, COUNT(v) - 1);
  for (unsigned i = 1; i < COUNT(v); i++) sorted &= v[i - 1] <= v[i], sum += (long long)v[i] * (int)i;
  print("sorted %d: least %d, middle %d, greatest %d, sum %lld\n", sorted, v[0], v[COUNT(v) / 2], v[COUNT(v) - 1], sum);
}

static void matrices(void) {
  static double a[40][40], b[40][40], c[40][40];
  static short s[40][40];
  for (int i = 0; i < 40; i++)
    for (int j = 0; j < 40; j++) a[i][j] = (int)(next() % 201) - 100, b[i][j] = (int)(next() % 33) / 8.0, s[i][j] = (short)next();
  double trace = 0;
  long long whole = 0;
  for (int i = 0; i < 40; i++)
    for (int j = 0; j < 40; j++) {
      c[i][j] = 0;
      for (int k = 0; k < 40; k++) c[i][j] += a[i][k] * b[k][j], whole += (long long)s[i][k] * s[k][j];
    }
  for (int i = 0; i < 40; i++) trace += c[i][i];
  print("trace times 8: %lld, product of shorts %lld\n", (long long)(trace * 8), whole);
}

static int queens(int n, unsigned columns, unsigned left, unsigned right_) {
  unsigned all = (1u << n) - 1, free = all & ~(columns | left | right_);
  if (columns == all) return 1;
  int count = 0;
  while (free) {
    unsigned bit = free & -free;
    free ^= bit;
    count += queens(n, columns | bit, (left | bit) << 1, (right_ | bit) >> 1);
  }
  return count;
}

static void factorial(int n) {
  static unsigned short digits[200];
  int length = 1;
  digits[0] = 1;
  for (int i = 2; i <= n; i++) {
    unsigned carry = 0;
    for (int k = 0; k < length; k++) {
      carry += digits[k] * (unsigned)i;
      digits[k] = (unsigned short)(carry % 10000), carry /= 10000;
    }
    while (carry) digits[length++] = (unsigned short)(carry % 10000), carry /= 10000;
  }
  print("%d! = %u", n, digits[length - 1]);
  for (int k = length - 2; k >= 0; k--) print("%04u", digits[k]);
  print("\n");
}

static int distance(const char *a, const char *b) {
  int row[64];
  int n = (int)strlen(b);
  for (int j = 0; j <= n; j++) row[j] = j;
  for (int i = 1; a[i - 1]; i++) {
    int corner = row[0];
    row[0] = i;
    for (int j = 1; j <= n; j++) {
      int best = corner + (a[i - 1] != b[j - 1]);
      if (row[j] + 1 < best) best = row[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      corner = row[j], row[j] = best;
    }
  }
  return row[n];
}

static void base64(const char *text) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char out[128];
  int n = 0, length = (int)strlen(text);
  for (int i = 0; i < length; i += 3) {
    unsigned w = 0;
    for (int k = 0; k < 3; k++) w = w << 8 | (i + k < length ? (unsigned char)text[i + k] : 0);
    for (int k = 0; k < 4; k++) out[n++] = i + k <= length ? letters[w >> (18 - 6 * k) & 63] : '=';
  }
  out[n] = 0;
  print("base64 %s\n", out);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  for (unsigned i = 0; i < sizeof data; i++) data[i] = (unsigned char)(next() >> 11);
  static char composite[60000];
  int primes = 0, last = 0;
  for (int i = 2; i < 60000; i++) {
    if (composite[i]) continue;
    primes++, last = i;
    for (int k = 2 * i; k < 60000; k += i) composite[k] = 1;
  }
  print("primes %d, the last %d\n", primes, last);
  roots();
  digest();
  checksums();
  sorting();
  matrices();
  print("queens");
  for (int n = 4; n <= 9; n++) print(" %d", queens(n, 0, 0, 0));
  print("\n");
  factorial(100);
  print("distances %d %d %d\n", distance("kitten", "sitting"), distance("", "abc"), distance("big-endian", "little-endian"));
  base64("any carnal pleasure");
  base64("f");
  return 0;
}
