/* A register machine with computed gotos: one indirect branch at the end of every operation. */
#include "bench.h"

typedef struct { uint8_t op, to, x, y; } Code;
enum { ADD, SUB, MUL, SHIFT, XOR, BRANCH, HALT };

/* r0 counts down to zero; r1 gathers; r3 holds 1. */
static const Code program[] = {
    {MUL, 2, 0, 0}, {XOR, 1, 1, 2}, {SHIFT, 2, 1, 7}, {ADD, 1, 1, 2}, {SUB, 0, 0, 3}, {BRANCH, 0, 0, 0}, {HALT, 0, 0, 0},
};

static uint32_t run(uint32_t count) {
  static const void *const labels[] = {&&add, &&sub, &&mul, &&shift, &&xor, &&branch, &&halt};
  uint32_t r[4] = {count, 1, 0, 1};
  const Code *pc = program;
#define NEXT goto *labels[(++pc)->op]
  goto *labels[pc->op];
add: r[pc->to] = r[pc->x] + r[pc->y]; NEXT;
sub: r[pc->to] = r[pc->x] - r[pc->y]; NEXT;
mul: r[pc->to] = r[pc->x] * r[pc->y]; NEXT;
shift: r[pc->to] = r[pc->x] >> pc->y; NEXT;
xor: r[pc->to] = r[pc->x] ^ r[pc->y]; NEXT;
branch:
  if (r[pc->x] == 0) NEXT;
  pc = program + pc->to;
  goto *labels[pc->op];
halt: return r[1];
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t sum = 0;
  for (unsigned r = 0; r < rounds; r++) sum = mix(sum, run(10000 + r));
  return finish("threaded-interpreter", sum);
}
