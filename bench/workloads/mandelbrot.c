/* Escape times of the Mandelbrot set in double precision: a short dependent loop with a float compare. */
#include "bench.h"

enum { SIZE = 96 };

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t sum = 0;
  for (unsigned r = 0; r < rounds; r++)
    for (unsigned row = 0; row < SIZE; row++)
      for (unsigned column = 0; column < SIZE; column++) {
        double cr = 3.0 * column / SIZE - 2.0 - 0.001 * (r & 31), ci = 2.0 * row / SIZE - 1.0;
        double zr = 0, zi = 0, rr = 0, ii = 0;
        int n = 0;
        while (n < 100 && rr + ii <= 4.0) {
          zi = 2 * zr * zi + ci;
          zr = rr - ii + cr;
          rr = zr * zr;
          ii = zi * zi;
          n++;
        }
        sum = mix(sum, (uint32_t)n);
      }
  return finish("mandelbrot", sum);
}
