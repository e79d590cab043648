/* Recursive Fibonacci: calls, returns and the stack. */
#include "bench.h"

static __attribute__((noinline, optimize("no-optimize-sibling-calls"))) uint32_t fib(uint32_t n);
static uint32_t (*volatile entry)(uint32_t) = fib;

/* Through a volatile pointer for the first level only, so that the compiler cannot unroll the recursion into itself. */
static uint32_t fib(uint32_t n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

int main(int argc, char **argv) {
  unsigned rounds = scale_of(argc, argv);
  uint32_t sum = 0;
  for (unsigned r = 0; r < rounds; r++) sum = mix(sum, entry(24 + (r & 1)));
  return finish("fib", sum);
}
