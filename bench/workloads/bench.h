/* Shared by all workloads: the scale argument, pseudo-random numbers and the checksum that every runner must agree on. */
#ifndef BENCH_H
#define BENCH_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Repetitions asked for by the first argument; 1 without one. */
static inline unsigned scale_of(int argc, char **argv) {
  unsigned long value = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
  return value ? (unsigned)value : 1;
}

/* xorshift32: the same sequence on every machine. */
static inline uint32_t random_next(uint32_t *state) {
  uint32_t x = *state;
  x ^= x << 13;
  x ^= x >> 17;
  x ^= x << 5;
  return *state = x;
}

static inline uint32_t mix(uint32_t sum, uint32_t value) {
  sum = (sum ^ value) * 0x01000193u;
  return sum ^ (sum >> 15);
}

/* Folds a double in by its bits; only for results that IEEE 754 fixes exactly. */
static inline uint32_t mix_double(uint32_t sum, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return mix(mix(sum, (uint32_t)bits), (uint32_t)(bits >> 32));
}

static inline uint32_t mix_float(uint32_t sum, float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return mix(sum, bits);
}

static inline int finish(const char *name, uint32_t sum) {
  return printf("%s %08x\n", name, (unsigned)sum) < 0;
}
#endif
