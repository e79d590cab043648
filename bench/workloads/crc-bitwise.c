/* CRC-32 bit by bit without a table: shifts, masks and exclusive ors only. */
#include "bench.h"

static uint8_t data[1 << 13];

static uint32_t crc(uint32_t c, const uint8_t *p, size_t n) {
  c = ~c;
  while (n--) {
    c ^= *p++;
    for (int k = 0; k < 8; k++) c = (c >> 1) ^ (0xEDB88320u & (0u - (c & 1)));
  }
  return ~c;
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t seed = 7, sum = 0;
  for (size_t i = 0; i < sizeof data; i++) data[i] = (uint8_t)random_next(&seed);
  for (unsigned r = 0; r < rounds; r++) sum = crc(sum, data, sizeof data);
  return finish("crc-bitwise", sum);
}
