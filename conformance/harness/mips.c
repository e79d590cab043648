/*
 * Runs test cases on a MIPS32 processor (real or emulated), of either byte order, for the differential CPU test. The same
 * as arm.c in everything but registers and system calls; words have the processor's byte order. See
 * conformance/src/fuzz/case.ts for the layout, which both sides share.
 */
typedef unsigned int u32;
typedef unsigned long long u64;

enum { CODE_BASE = 0x10000000, CODE_OFFSET = 0x800, DATA_BASE = 0x20000000, PAGE = 4096 };
enum { SIGNAL_BUS = 10 };
enum { CODE_WORDS = 32, MODIFIED = 16, BREAK = 0x0000000d };

/* r[0] is the program counter: nothing can be said of $0. */
struct state {
  u32 r[32];
  u32 hi, lo, fcsr;
  /* Status.FR: whether each float register has 64 bits. If not, the second word of each is nothing. */
  u32 fr;
  u32 f[32][2];
};
struct test_case {
  u32 code[CODE_WORDS];
  struct state state;
  u32 seed;
  /* Whether the processor has a floating-point unit. */
  u32 fpu;
};
struct result {
  u32 signal, code, address;
  struct state state;
  u32 modified;
  u32 change[MODIFIED][2];
};

static struct test_case input[64];
static struct result output[64];
static u32 available, taken, written;
static u32 original[PAGE / 4];
static int running;
static u32 has_fpu;
/* FR as it was last set; at first it is whatever the emulator chose. */
static u32 fr = ~0u;
static volatile u32 cases, cases_at_tick;
static u32 link_word;
char handler_stack[16384] __attribute__((aligned(8)));

static long call(long n, long a, long b, long c, long d, long e, long f) {
  register long v0 __asm__("$2") = n;
  register long a0 __asm__("$4") = a;
  register long a1 __asm__("$5") = b;
  register long a2 __asm__("$6") = c;
  register long a3 __asm__("$7") = d;
  __asm__ volatile(
      "addiu $29, $29, -32\n\tsw %5, 16($29)\n\tsw %6, 20($29)\n\tsyscall\n\taddiu $29, $29, 32"
      : "+r"(v0), "+r"(a3)
      : "r"(a0), "r"(a1), "r"(a2), "r"(e), "r"(f)
      : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "hi", "lo", "memory");
  return a3 ? -v0 : v0;
}
enum {
  EXIT = 4001,
  READ = 4003,
  WRITE = 4004,
  MUNMAP = 4091,
  SETITIMER = 4104,
  MPROTECT = 4125,
  PRCTL = 4192,
  SIGACTION = 4194,
  SIGALTSTACK = 4206,
  MMAP2 = 4210
};

enum { SET_FP_MODE = 45 };

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

/* The signal frame's ucontext: flags, link, the stack and a word of padding precede the sigcontext. */
struct ucontext {
  u32 head[6];
  u32 regmask, status;
  u64 pc, regs[32], fpregs[32];
  u32 ownedfp, fpc_csr, fpc_eir, used_math, dsp, pad;
  u64 mdhi, mdlo;
};

static void take_result(const u32 *info, const struct ucontext *uc) {
  struct result *out = &output[written++];
  const u32 *data = (const u32 *)DATA_BASE;
  u32 fcsr = 0;
  /* QEMU leaves FCSR out of the frame: it still is what the case made of it. */
  if (has_fpu) __asm__ volatile(".set push\n\t.set hardfloat\n\tcfc1 %0, $31\n\t.set pop" : "=r"(fcsr));
  /* The code comes before the error number here. */
  out->signal = info[0];
  out->code = info[1];
  out->address = info[3];
  out->state.r[0] = (u32)uc->pc;
  for (int i = 1; i < 32; i++) out->state.r[i] = (u32)uc->regs[i];
  out->state.hi = (u32)uc->mdhi;
  out->state.lo = (u32)uc->mdlo;
  out->state.fcsr = fcsr;
  out->state.fr = has_fpu ? fr : 0;
  for (int i = 0; i < 32; i++) {
    out->state.f[i][0] = (u32)uc->fpregs[i];
    out->state.f[i][1] = out->state.fr ? (u32)(uc->fpregs[i] >> 32) : 0;
  }
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

static void begin_case(struct ucontext *uc) {
  if (taken == available) {
    write_all();
    read_some();
    if (available == 0) quit(0);
  }
  const struct test_case *next = &input[taken++];
  u32 *code = (u32 *)(CODE_BASE + CODE_OFFSET);
  u32 linked;
  call(MPROTECT, CODE_BASE, PAGE, 3, 0, 0, 0);
  for (int i = 0; i < CODE_WORDS; i++) code[i] = next->code[i];
  call(MPROTECT, CODE_BASE, PAGE, 5, 0, 0, 0);
  /*
   * Ends an open load-linked, as every exception return does on a real processor: the emulator forgets none, whether the store
   * succeeds or not, so another takes its place, of a word that no case can name.
   */
  __asm__ volatile("ll %0, %1" : "=r"(linked) : "m"(link_word));
  fill(next->seed);
  has_fpu = next->fpu;
  uc->pc = next->state.r[0];
  for (int i = 1; i < 32; i++) uc->regs[i] = (u64)(long long)(int)next->state.r[i];
  uc->mdhi = (u64)(long long)(int)next->state.hi;
  uc->mdlo = (u64)(long long)(int)next->state.lo;
  uc->fpc_csr = next->state.fcsr;
  if (has_fpu && next->state.fr != fr) {
    fr = next->state.fr;
    if (call(PRCTL, SET_FP_MODE, (long)fr, 0, 0, 0, 0) != 0) quit(9);
  }
  for (int i = 0; i < 32; i++) uc->fpregs[i] = (u64)next->state.f[i][1] << 32 | next->state.f[i][0];
  if (has_fpu)
    __asm__ volatile(".set push\n\t.set hardfloat\n\tctc1 %0, $31\n\t.set pop" : : "r"(next->state.fcsr));
  cases++;
}

/* Whether bytes lie in the pages that a case may use. */
static int within(u32 at, u32 size, int store) {
  return at - DATA_BASE <= PAGE - size || (!store && at - CODE_BASE <= PAGE - size);
}
static u32 take(u32 at, int size) {
  const unsigned char *from = (const unsigned char *)at;
  u32 value = 0;
  for (int i = 0; i < size; i++) value |= (u32)from[__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? size - 1 - i : i] << 8 * i;
  return value;
}
static void put(u32 at, int size, u32 value) {
  unsigned char *to = (unsigned char *)at;
  for (int i = 0; i < size; i++) to[__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? size - 1 - i : i] = (unsigned char)(value >> 8 * i);
}

/* The less or the more significant word of a number. */
static u32 *half(u64 *number, u32 upper) { return (u32 *)number + (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 1 - upper : upper); }

/*
 * Does what Linux does with unaligned loads and stores that qemu-user lets fail, and goes on behind them. Those in delay
 * slots, load-linked and store-conditional are left. Returns 0 when the case is over, by SIGSEGV where Linux raises that.
 */
static int put_right(u32 *info, struct ucontext *uc) {
  u32 pc = (u32)uc->pc;
  if ((pc & 3) != 0 || !within(pc, 4, 0)) return 0;
  u32 insn = *(const u32 *)pc, op = insn >> 26, base = (u32)uc->regs[insn >> 21 & 31], n = insn >> 16 & 31;
  u32 at = base + (u32)(short)insn, size;
  int store = (op & 0x38) == 0x28 || op >= 0x38, is_float = op >= 0x31, is_signed = op < 0x24;
  if (op == 0x13) {
    u32 function = insn & 63;
    if (function != 0 && function != 1 && function != 8 && function != 9) return 0;
    at = base + (u32)uc->regs[n];
    size = function & 1 ? 8 : 4;
    store = function >= 8;
    is_float = 1;
    n = insn >> (store ? 11 : 6) & 31;
  } else if (op == 0x21 || op == 0x25 || op == 0x29) {
    size = 2;
  } else if (op == 0x23 || op == 0x2b || op == 0x31 || op == 0x39) {
    size = 4;
  } else if (op == 0x35 || op == 0x3d) {
    size = 8;
  } else {
    return 0;
  }
  if (at != info[3]) return 0;
  if (!within(at, size, store)) {
    /* SIGSEGV at the first byte that may not be accessed, SEGV_ACCERR for the code and else SEGV_MAPERR. */
    if (within(at, 1, store)) at = (at | (PAGE - 1)) + 1;
    info[0] = 11;
    info[1] = at - CODE_BASE < PAGE ? 2 : 1;
    info[3] = at;
    return 0;
  }
  if (!is_float) {
    if (store) {
      put(at, (int)size, (u32)uc->regs[n]);
    } else {
      u32 value = take(at, (int)size);
      if (size == 2 && is_signed) value = (u32)(short)value;
      if (n != 0) uc->regs[n] = (u64)(long long)(int)value;
    }
  } else {
    int words = (int)size / 4;
    for (int i = 0; i < words; i++) {
      /* The least significant word is in the even register of a pair, or in the lower half. */
      u32 where = at + 4 * (u32)(__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? words - 1 - i : i);
      u32 *to = half(&uc->fpregs[words == 2 && !fr ? (n & ~1u) + (u32)i : n], fr ? (u32)i : 0);
      if (store)
        put(where, 4, *to);
      else
        *to = take(where, 4);
    }
  }
  uc->pc += 4;
  return 1;
}

static void on_signal(int signal, u32 *info, struct ucontext *uc) {
  if (running && signal == SIGNAL_BUS && info[1] == 1 && put_right(info, uc)) return;
  if (running) take_result(info, uc);
  running = 1;
  begin_case(uc);
}

/* A case that is still running after two ticks loops: it ends with SIGVTALRM, whose clock stands while others run. */
static void on_tick(int signal, u32 *info, struct ucontext *uc) {
  if (running && cases == cases_at_tick) on_signal(signal, info, uc);
  cases_at_tick = cases;
}

struct action {
  u32 flags;
  void (*handler)(int, u32 *, struct ucontext *);
  u32 mask[4];
  u32 spare[2];
};
static void handle(int signal, void (*handler)(int, u32 *, struct ucontext *)) {
  /* SA_SIGINFO | SA_ONSTACK | SA_NODEFER; a tick waits until the handler is done and the other way round. */
  struct action action = {0x8 | 0x08000000 | 0x40000000, handler, {~0u, ~0u, ~0u, ~0u}, {0, 0}};
  if (call(SIGACTION, signal, (long)&action, 0, 16, 0, 0) != 0) quit(5);
}

static void map(u32 at, long prot) {
  if ((u32)call(MMAP2, (long)at, PAGE, prot, 0x812, -1, 0) != at) quit(6);
}

/* Runs on the handlers' stack; the first one is unmapped, so that stray accesses to it fault. */
__attribute__((noreturn, used)) void start(u32 first_stack) {
  u32 stack[3] = {(u32)handler_stack, sizeof handler_stack, 0};
  static const u32 timer[4] = {0, 8000, 0, 8000};
  call(MUNMAP, (long)((first_stack & ~0xfffffu) - 0x800000u), 0xa00000, 0, 0, 0, 0);
  map(CODE_BASE, 3);
  map(DATA_BASE, 3);
  for (u32 i = 0; i < PAGE / 4; i++) ((u32 *)CODE_BASE)[i] = BREAK;
  if (call(SIGALTSTACK, (long)stack, 0, 0, 0, 0, 0) != 0) quit(7);
  handle(4, on_signal);
  handle(5, on_signal);
  handle(8, on_signal);
  handle(10, on_signal);
  handle(11, on_signal);
  handle(28, on_tick);
  if (call(SETITIMER, 1, (long)timer, 0, 0, 0, 0) != 0) quit(8);
  __asm__ volatile("break");
  __builtin_unreachable();
}

__asm__(
    ".text\n\t.globl __start\n__start:\n\t.set push\n\t.set noreorder\n\tmove $4, $29\n\tlui $29, %hi(handler_stack + "
    "16352)\n\tj start\n\taddiu $29, $29, %lo(handler_stack + 16352)\n\t.set pop");
