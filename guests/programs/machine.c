/* Control flow of all kinds: a byte-code machine three times over, recursion, function pointers, jumps out of calls, varargs. */
#include "rt.h"

enum { PUSH, ADD, SUB, MUL, LESS, JUMP, UNLESS, LOAD, STORE, PRINT, HALT };

/* Sum and product of the odd numbers below 40, modulo 2^32. */
static const short program[] = {
    PUSH, 0, STORE, 0, PUSH, 1, STORE, 1, PUSH, 1, STORE, 2,          /* s = 0, p = 1, i = 1 */
    LOAD, 2, PUSH, 40, LESS, UNLESS, 42,                               /* while i < 40 */
    LOAD, 0, LOAD, 2, ADD, STORE, 0, LOAD, 1, LOAD, 2, MUL, STORE, 1, /* s += i, p *= i */
    LOAD, 2, PUSH, 2, ADD, STORE, 2, JUMP, 12,                        /* i += 2 */
    LOAD, 0, PRINT, LOAD, 1, PRINT, LOAD, 2, PUSH, 100, SUB, PRINT, HALT};

static void with_switch(void) {
  unsigned stack[16], variable[4] = {0};
  int top = 0;
  for (const short *pc = program;;) switch (*pc++) {
      case PUSH: stack[top++] = (unsigned)*pc++; break;
      case ADD: top--, stack[top - 1] += stack[top]; break;
      case SUB: top--, stack[top - 1] -= stack[top]; break;
      case MUL: top--, stack[top - 1] *= stack[top]; break;
      case LESS: top--, stack[top - 1] = stack[top - 1] < stack[top]; break;
      case JUMP: pc = program + *pc; break;
      case UNLESS: pc = stack[--top] ? pc + 1 : program + *pc; break;
      case LOAD: stack[top++] = variable[*pc++]; break;
      case STORE: variable[*pc++] = stack[--top]; break;
      case PRINT: print(" %u", stack[--top]); break;
      default: print("\n"); return;
    }
}

static void with_labels(void) {
  static const void *const labels[] = {&&push, &&add, &&sub, &&mul, &&less, &&jump, &&unless, &&load, &&store, &&show, &&halt};
  unsigned stack[16], variable[4] = {0};
  int top = 0;
  const short *pc = program;
#define NEXT goto *labels[*pc++]
  NEXT;
push: stack[top++] = (unsigned)*pc++; NEXT;
add: top--, stack[top - 1] += stack[top]; NEXT;
sub: top--, stack[top - 1] -= stack[top]; NEXT;
mul: top--, stack[top - 1] *= stack[top]; NEXT;
less: top--, stack[top - 1] = stack[top - 1] < stack[top]; NEXT;
jump: pc = program + *pc; NEXT;
unless: pc = stack[--top] ? pc + 1 : program + *pc; NEXT;
load: stack[top++] = variable[*pc++]; NEXT;
store: variable[*pc++] = stack[--top]; NEXT;
show: print(" %u", stack[--top]); NEXT;
halt: print("\n");
}

struct state {
  const short *pc;
  unsigned stack[16], variable[4];
  int top, running;
};
static void do_push(struct state *s) { s->stack[s->top++] = (unsigned)*s->pc++; }
static void do_add(struct state *s) { s->top--, s->stack[s->top - 1] += s->stack[s->top]; }
static void do_sub(struct state *s) { s->top--, s->stack[s->top - 1] -= s->stack[s->top]; }
static void do_mul(struct state *s) { s->top--, s->stack[s->top - 1] *= s->stack[s->top]; }
static void do_less(struct state *s) { s->top--, s->stack[s->top - 1] = s->stack[s->top - 1] < s->stack[s->top]; }
static void do_jump(struct state *s) { s->pc = program + *s->pc; }
static void do_unless(struct state *s) { s->pc = s->stack[--s->top] ? s->pc + 1 : program + *s->pc; }
static void do_load(struct state *s) { s->stack[s->top++] = s->variable[*s->pc++]; }
static void do_store(struct state *s) { s->variable[*s->pc++] = s->stack[--s->top]; }
static void do_print(struct state *s) { print(" %u", s->stack[--s->top]); }
static void do_halt(struct state *s) { s->running = 0; }

static void with_functions(void) {
  static void (*const functions[])(struct state *) = {do_push, do_add,  do_sub,   do_mul,   do_less, do_jump,
                                                      do_unless, do_load, do_store, do_print, do_halt};
  struct state s = {program, {0}, {0}, 0, 1};
  while (s.running) functions[*s.pc++](&s);
  print("\n");
}

static __attribute__((noinline)) int ackermann(int m, int n) {
  return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}
static __attribute__((noinline)) int even(unsigned n);
static __attribute__((noinline)) int odd(unsigned n) { return n == 0 ? 0 : even(n - 1); }
static __attribute__((noinline)) int even(unsigned n) { return n == 0 ? 1 : odd(n - 1); }

static int moves;
static void hanoi(int n, int from, int to, int over) {
  if (n == 0) return;
  hanoi(n - 1, from, over, to);
  moves = moves * 31 + from * 3 + to;
  hanoi(n - 1, over, to, from);
}

static void *out[5];
static __attribute__((noinline)) void deep(int n) {
  volatile char room[64];
  room[0] = (char)n;
  if (n == 0) __builtin_longjmp(out, 1);
  deep(n - 1);
  room[1] = room[0];
}

static __attribute__((noinline)) long long total(const char *kinds, ...) {
  __builtin_va_list arguments;
  __builtin_va_start(arguments, kinds);
  long long sum = 0;
  for (; *kinds; kinds++) {
    if (*kinds == 'i') sum += __builtin_va_arg(arguments, int);
    if (*kinds == 'l') sum += __builtin_va_arg(arguments, long long);
    if (*kinds == 'd') sum += (long long)(__builtin_va_arg(arguments, double) * 4);
    if (*kinds == 's') sum += (long long)strlen(__builtin_va_arg(arguments, const char *));
  }
  __builtin_va_end(arguments);
  return sum;
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argv, (void)envp;
  print("switch"), with_switch();
  print("labels"), with_labels();
  print("functions"), with_functions();
  print("ackermann %d %d\n", ackermann(2, 9), ackermann(3, 5));
  print("even %d, odd %d\n", even(20001), odd(20001));
  hanoi(12, 0, 2, 1);
  print("hanoi %d\n", moves);
  for (int i = 0; i < 3; i++) {
    volatile int depth = 10 + 90 * i;
    if (__builtin_setjmp(out) == 0) {
      deep(depth);
      print("not reached\n");
    } else {
      print("out of %d calls\n", depth);
    }
  }
  print("varargs %lld\n", total("ilidsild", 1, 1ll << 40, argc, 2.75, "four", -5, -(1ll << 33), 1e6));
  return 0;
}
