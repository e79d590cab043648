/* Five bodies under gravity in double precision: multiply, add, divide, square root. */
#include "bench.h"
#include <math.h>

typedef struct { double x, y, z, vx, vy, vz, mass; } Body;
enum { BODIES = 5 };

static Body bodies[BODIES] = {
    {0, 0, 0, 0, 0, 0, 39.5},
    {4.8, -1.2, -0.1, 0.6, 2.8, -0.02, 0.038},
    {8.3, 4.1, -0.4, -1.0, 1.8, 0.008, 0.011},
    {12.9, -15.1, -0.2, 1.1, 0.9, -0.01, 0.0017},
    {15.4, -25.9, 0.2, 1.0, 0.6, -0.03, 0.002},
};

static void advance(double dt) {
  for (int i = 0; i < BODIES; i++) {
    Body *a = &bodies[i];
    for (int j = i + 1; j < BODIES; j++) {
      Body *b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      double square = dx * dx + dy * dy + dz * dz;
      double pull = dt / (square * sqrt(square));
      a->vx -= dx * b->mass * pull, a->vy -= dy * b->mass * pull, a->vz -= dz * b->mass * pull;
      b->vx += dx * a->mass * pull, b->vy += dy * a->mass * pull, b->vz += dz * a->mass * pull;
    }
  }
  for (int i = 0; i < BODIES; i++) {
    Body *a = &bodies[i];
    a->x += dt * a->vx, a->y += dt * a->vy, a->z += dt * a->vz;
  }
}

int main(int argc, char **argv) {
  unsigned steps = scale_of(argc, argv) * 1000;
  uint32_t sum = 0;
  while (steps--) advance(0.001);
  for (int i = 0; i < BODIES; i++) sum = mix_double(mix_double(sum, bodies[i].x), bodies[i].vz);
  return finish("nbody", sum);
}
