/* A byte-code interpreter with one switch: an indirect branch through a table per guest operation. */
#include "bench.h"

enum { PUSH, ADD, SUB, MUL, XOR, DUP, SWAP, LOAD, STORE, LESS, JUMP_IF, JUMP, DROP, HALT };

/* Sums i*i ^ i for i below slot 0 and leaves the result in slot 2. */
static const uint8_t program[] = {
    PUSH, 0, STORE, 1, PUSH, 0, STORE, 2,                             /* i = sum = 0 */
    LOAD, 1, LOAD, 0, LESS, JUMP_IF, 18, HALT, DROP, DROP,            /* 8: while (i < n) */
    LOAD, 1, DUP, MUL, LOAD, 1, XOR, LOAD, 2, ADD, STORE, 2,          /* 18: sum += i*i ^ i */
    LOAD, 1, PUSH, 1, SWAP, PUSH, 2, ADD, SWAP, SUB, STORE, 1,        /* i = i + 2 - 1 */
    JUMP, 8,
};

static uint32_t run(uint32_t n) {
  uint32_t stack[16], *sp = stack, slots[4] = {n};
  const uint8_t *pc = program;
  for (;;) {
    switch (*pc++) {
      case PUSH: *sp++ = *pc++; break;
      case ADD: sp--, sp[-1] += sp[0]; break;
      case SUB: sp--, sp[-1] -= sp[0]; break;
      case MUL: sp--, sp[-1] *= sp[0]; break;
      case XOR: sp--, sp[-1] ^= sp[0]; break;
      case DUP: sp[0] = sp[-1], sp++; break;
      case SWAP: { uint32_t t = sp[-1]; sp[-1] = sp[-2], sp[-2] = t; break; }
      case LOAD: *sp++ = slots[*pc++]; break;
      case STORE: slots[*pc++] = *--sp; break;
      case LESS: sp--, sp[-1] = sp[-1] < sp[0]; break;
      case JUMP_IF: pc = *--sp ? program + *pc : pc + 1; break;
      case JUMP: pc = program + *pc; break;
      case DROP: sp--; break;
      default: return slots[2];
    }
  }
}

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t sum = 0;
  for (unsigned r = 0; r < rounds; r++) sum = mix(sum, run(10000 + r));
  return finish("switch-interpreter", sum);
}
