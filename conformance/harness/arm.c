/*
 * Runs test cases on an ARM processor (real or emulated) for the differential CPU test: reads cases from standard input,
 * writes one result for each to standard output. Freestanding. See conformance/src/fuzz/case.ts for the layout, which both
 * sides share.
 *
 * Everything happens in one signal handler. A case ends in a signal: its last instruction is a breakpoint, or it faults
 * earlier. The handler takes the state out of the signal frame, puts the next case's state into it and returns, so that
 * sigreturn starts the next case with exactly those registers.
 */
typedef unsigned int u32;

enum { CODE_BASE = 0x10000000, CODE_OFFSET = 0x800, DATA_BASE = 0x20000000, PAGE = 4096 };
enum { CODE_WORDS = 32, MODIFIED = 16 };

struct test_case {
  u32 code[CODE_WORDS];
  u32 r[16];
  u32 cpsr, fpscr;
  u32 d[64];
  u32 seed;
  /* Whether the processor has CLREX. */
  u32 clrex;
};
struct result {
  u32 signal, code, address;
  u32 r[16];
  u32 cpsr, fpscr;
  u32 d[64];
  u32 modified;
  u32 change[MODIFIED][2];
};

static struct test_case input[64];
static struct result output[64];
static u32 available, taken, written;
static u32 original[PAGE / 4];
static int running;
static volatile u32 cases, cases_at_tick;
static char handler_stack[16384] __attribute__((aligned(8)));

static long call(long n, long a, long b, long c, long d, long e, long f) {
  register long r7 __asm__("r7") = n;
  register long r0 __asm__("r0") = a;
  register long r1 __asm__("r1") = b;
  register long r2 __asm__("r2") = c;
  register long r3 __asm__("r3") = d;
  register long r4 __asm__("r4") = e;
  register long r5 __asm__("r5") = f;
  __asm__ volatile("svc #0" : "+r"(r0) : "r"(r7), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5) : "memory");
  return r0;
}
enum { EXIT = 1, READ = 3, WRITE = 4, MUNMAP = 91, SETITIMER = 104, MPROTECT = 125, SIGACTION = 174, SIGALTSTACK = 186, MMAP2 = 192 };

static void quit(int status) {
  for (;;) call(EXIT, status, 0, 0, 0, 0, 0);
}
static void write_all(void) {
  const char *from = (const char *)output;
  u32 left = written * sizeof output[0];
  while (left > 0) {
    long n = call(WRITE, 1, (long)from, (long)left, 0, 0, 0);
    if (n <= 0) quit(2);
    from += n;
    left -= (u32)n;
  }
  written = 0;
}
static void read_some(void) {
  char *to = (char *)input;
  u32 have = 0;
  available = taken = 0;
  for (;;) {
    long n = call(READ, 0, (long)(to + have), (long)(sizeof input - have), 0, 0, 0);
    if (n < 0) quit(3);
    if (n == 0) break;
    have += (u32)n;
    while ((available + 1) * sizeof input[0] <= have) available++;
    if (available * sizeof input[0] == have) break;
  }
}

static void fill(u32 seed) {
  u32 *data = (u32 *)DATA_BASE;
  for (u32 i = 0; i < PAGE / 4; i++) {
    seed = seed * 1664525u + 1013904223u;
    data[i] = original[i] = seed ^ (seed >> 15);
  }
}

/* Words of the signal frame's ucontext. */
enum { UC_R0 = 8, UC_CPSR = 24, UC_REGSPACE = 58, VFP_MAGIC = 0x56465001 };

/* D0-D31 and FPSCR; zeros for a processor whose frames have none. */
static u32 *vfp_registers(u32 *uc) {
  static u32 none[65];
  u32 *block = uc + UC_REGSPACE;
  while (*block != VFP_MAGIC) {
    if (block[1] != 0 && *block != 0) {
      block += block[1] / 4;
      continue;
    }
    for (int i = 0; i < 65; i++) none[i] = 0;
    return none;
  }
  return block + 2;
}

static void take_result(const u32 *info, u32 *uc) {
  struct result *out = &output[written++];
  const u32 *data = (const u32 *)DATA_BASE;
  u32 *vfp = vfp_registers(uc);
  out->signal = info[0];
  out->code = info[2];
  out->address = info[3];
  for (int i = 0; i < 16; i++) out->r[i] = uc[UC_R0 + i];
  out->cpsr = uc[UC_CPSR];
  for (int i = 0; i < 64; i++) out->d[i] = vfp[i];
  out->fpscr = vfp[64];
  out->modified = 0;
  for (int i = 0; i < MODIFIED; i++) out->change[i][0] = out->change[i][1] = 0;
  for (u32 i = 0; i < PAGE / 4; i++) {
    if (data[i] == original[i]) continue;
    if (out->modified < MODIFIED) {
      out->change[out->modified][0] = i;
      out->change[out->modified][1] = data[i];
    }
    out->modified++;
  }
  if (written == sizeof output / sizeof output[0]) write_all();
}

static void begin_case(u32 *uc) {
  if (taken == available) {
    write_all();
    read_some();
    if (available == 0) quit(0);
  }
  const struct test_case *next = &input[taken++];
  u32 *code = (u32 *)(CODE_BASE + CODE_OFFSET);
  u32 *vfp = vfp_registers(uc);
  call(MPROTECT, CODE_BASE, PAGE, 3, 0, 0, 0);
  for (int i = 0; i < CODE_WORDS; i++) code[i] = next->code[i];
  call(MPROTECT, CODE_BASE, PAGE, 5, 0, 0, 0);
  /* QEMU does not give up an open exclusive access when a signal handler returns, as the kernel does. */
  if (next->clrex) __asm__ volatile(".inst 0xf57ff01f");
  fill(next->seed);
  for (int i = 0; i < 16; i++) uc[UC_R0 + i] = next->r[i];
  uc[UC_CPSR] = next->cpsr;
  for (int i = 0; i < 64; i++) vfp[i] = next->d[i];
  vfp[64] = next->fpscr;
  cases++;
}

static void on_signal(int signal, u32 *info, u32 *uc) {
  (void)signal;
  if (running) take_result(info, uc);
  running = 1;
  begin_case(uc);
}

/* A case that is still running after two ticks loops: it ends with SIGVTALRM, whose clock stands while others run. */
static void on_tick(int signal, u32 *info, u32 *uc) {
  if (running && cases == cases_at_tick) on_signal(signal, info, uc);
  cases_at_tick = cases;
}

__attribute__((naked)) static void restorer(void) {
  __asm__ volatile("mov r7, #173\n\tsvc #0");
}

struct action {
  void (*handler)(int, u32 *, u32 *);
  u32 flags;
  void (*restorer)(void);
  u32 mask[2];
};
static void handle(int signal, void (*handler)(int, u32 *, u32 *)) {
  /* SA_SIGINFO | SA_RESTORER | SA_ONSTACK | SA_NODEFER; a tick waits until the handler is done and the other way round. */
  struct action action = {handler, 0x4 | 0x04000000 | 0x08000000 | 0x40000000, restorer, {~0u, ~0u}};
  if (call(SIGACTION, signal, (long)&action, 0, 8, 0, 0) != 0) quit(5);
}

static void map(u32 at, long prot) {
  if ((u32)call(MMAP2, (long)at, PAGE, prot, 0x32, -1, 0) != at) quit(6);
}

/* Runs on the handlers' stack; the first one is unmapped, so that stray accesses to it fault. */
__attribute__((noreturn, used)) static void start(u32 first_stack) {
  u32 stack[3] = {(u32)handler_stack, 0, sizeof handler_stack};
  static const u32 timer[4] = {0, 30000, 0, 30000};
  call(MUNMAP, (long)((first_stack & ~0xfffffu) - 0x800000u), 0xa00000, 0, 0, 0, 0);
  map(CODE_BASE, 3);
  map(DATA_BASE, 3);
  for (u32 i = 0; i < PAGE / 4; i++) ((u32 *)CODE_BASE)[i] = 0xe1200070;
  if (call(SIGALTSTACK, (long)stack, 0, 0, 0, 0, 0) != 0) quit(7);
  handle(4, on_signal);
  handle(5, on_signal);
  handle(7, on_signal);
  handle(8, on_signal);
  handle(11, on_signal);
  handle(26, on_tick);
  if (call(SETITIMER, 1, (long)timer, 0, 0, 0, 0) != 0) quit(8);
  __asm__ volatile("udf #0");
  __builtin_unreachable();
}

__attribute__((naked, noreturn)) void _start(void) {
  __asm__ volatile("mov r0, sp\n\tldr sp, =handler_stack + 16384\n\tb start\n\t.ltorg");
}
