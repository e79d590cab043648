/* What is MIPS's own: parts of words, delay slots and faults in them, traps, load-linked, condition codes, rounding, enabled exceptions. */
#include "signals.h"

#include "posix.h"

static const signal_set NONE;
static volatile int hits, seen_number, seen_code;
static volatile unsigned seen_offset, seen_ra, seen_v0;
/* Where the instructions under test begin, and where to go on after a trap; written by them. */
unsigned range[2];

static void skip(int number, siginfo_t *info, void *context) {
  struct signal_context *c = context;
  hits++;
  seen_number = number;
  seen_code = info->si_code;
  seen_offset = (unsigned)c->machine.sc_pc - range[0];
  seen_v0 = (unsigned)c->machine.sc_regs[2];
  seen_ra = (unsigned)c->machine.sc_regs[31] - range[0];
  c->machine.sc_pc = range[1];
}

#define HEAD                                                                                                     \
  ".set push\n\t.set noreorder\n\tlui $2, %%hi(range)\n\taddiu $2, $2, %%lo(range)\n\tlui $3, %%hi(2f)\n\t"       \
  "addiu $3, $3, %%lo(2f)\n\tsw $3, 4($2)\n\tlui $3, %%hi(1f)\n\taddiu $3, $3, %%lo(1f)\n\tsw $3, 0($2)\n\t"

/* Runs instructions with $a0 = 0x7fffffff, $a1 = 1, $a2 = 16 (an address that faults), $v0 = 5, and tells how they trapped. */
#define TRAP(what, text)                                                                                             \
  do {                                                                                                               \
    hits = 0;                                                                                                        \
    __asm__ volatile(HEAD "lui $4, 0x7fff\n\tori $4, $4, 0xffff\n\tli $5, 1\n\tli $6, 16\n\tli $2, 5\n\t"            \
                          "move $31, $3\n1:\n\t" text "\n\tnop\n2:\n\t.set pop"                                      \
                     :                                                                                               \
                     :                                                                                               \
                     : "$2", "$3", "$4", "$5", "$6", "$7", "$31", "memory");                                         \
    tell(what);                                                                                                      \
  } while (0)

static void tell(const char *what) {
  if (!hits) {
    print("%s: no trap\n", what);
    return;
  }
  print("%s: %s", what, signal_name(seen_number));
  if (seen_number != SIGILL) print(" code %d", seen_code);
  print(" at +%u, v0 %d, ra +%d\n", seen_offset, (int)seen_v0, (int)seen_ra);
}

static void traps(void) {
  TRAP("add", "add $2, $4, $5");
  TRAP("addu", "addu $2, $4, $5");
  TRAP("addi", "addi $2, $4, 1");
  TRAP("sub", "nor $7, $4, $0\n\tsub $2, $7, $5");
  TRAP("add in a delay slot", "nop\n\tb 2f\n\tadd $2, $4, $5");
  TRAP("teq", "nop\n\tteq $5, $5");
  TRAP("teq not taken", "teq $4, $5");
  TRAP("tgeiu", "tgeiu $4, 7");
  TRAP("tlti in a delay slot", "beq $0, $0, 2f\n\ttlti $5, 2");
  TRAP("undefined", "nop\n\t.word 0x0000003f");
  TRAP("undefined in a delay slot", "bne $4, $5, 2f\n\t.word 0x0000003f");
  TRAP("load", "lw $2, 0($6)");
  TRAP("load in the slot of a branch that is taken", "nop\n\tbeq $5, $5, 2f\n\tlw $2, 0($6)");
  TRAP("load in the slot of one that is not", "beq $4, $5, 2f\n\tlw $2, 0($6)");
  TRAP("load in a slot that is skipped", "beql $4, $5, 2f\n\tlw $2, 0($6)");
  TRAP("load in the slot of a likely one that is taken", "bnel $4, $5, 2f\n\tlw $2, 0($6)");
  TRAP("store in the slot of a call", "nop\n\tnop\n\tjal 2f\n\tsw $2, 0($6)");
  TRAP("store in the slot of a jump by register", "addiu $7, $3, 12\n\tjr $7\n\tsw $2, 0($6)");
  TRAP("load in the slot of a linking branch", "bgezal $5, 2f\n\tlw $2, 0($6)");
  TRAP("jump to where nothing may run", "jr $6\n\tli $2, 9");
  TRAP("break", "break");
  TRAP("a load changes nothing when it faults", "lwl $2, 1($6)");
}

static void parts(void) {
  static const unsigned char source[12] = {0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b};
  static unsigned char room[12];
  unsigned l, r, both;
  for (int i = 0; i < 4; i++) {
    const unsigned char *at = source + 4 + i;
    l = r = 0xaabbccdd;
    __asm__("lwl %0, 0(%2)\n\tlwr %1, 0(%2)" : "+r"(l), "+r"(r) : "r"(at), "m"(source));
    memset(room, 0xee, sizeof room);
    __asm__ volatile("swl %0, 0(%1)" : : "r"(0x01020304), "r"(room + 4 + i) : "memory");
    both = (unsigned)room[4] << 24 | (unsigned)room[5] << 16 | (unsigned)room[6] << 8 | room[7];
    memset(room, 0xee, sizeof room);
    __asm__ volatile("swr %0, 0(%1)" : : "r"(0x01020304), "r"(room + 4 + i) : "memory");
    print("+%d: lwl %08x lwr %08x swl %08x swr %02x%02x%02x%02x\n", i, l, r, both, room[4], room[5], room[6], room[7]);
  }
}

static void integers(void) {
  int hi, lo;
  unsigned x = 0x12345678, y = 0xffff8001, z;
  __asm__("mult %2, %3\n\tmadd %2, %2\n\tmsubu %3, %3\n\tmfhi %0\n\tmflo %1" : "=r"(hi), "=r"(lo) : "r"(x), "r"(y) : "hi", "lo");
  print("mult madd msubu %08x %08x\n", (unsigned)hi, (unsigned)lo);
  __asm__("div $0, %2, %3\n\tmfhi %0\n\tmflo %1" : "=r"(hi), "=r"(lo) : "r"(0x80000000), "r"(-1) : "hi", "lo");
  print("least / -1: %08x rest %08x\n", (unsigned)lo, (unsigned)hi);
  __asm__("divu $0, %2, %3\n\tmfhi %0\n\tmflo %1" : "=r"(hi), "=r"(lo) : "r"(y), "r"(7) : "hi", "lo");
  print("divu %u rest %u\n", (unsigned)lo, (unsigned)hi);
  z = x;
  __asm__("ins %0, %1, 5, 11" : "+r"(z) : "r"(y));
  print("ins %08x", z);
  __asm__("ext %0, %1, 3, 20" : "=r"(z) : "r"(y));
  print(" ext %08x", z);
  __asm__("rotr %0, %1, 9" : "=r"(z) : "r"(x));
  print(" rotr %08x", z);
  __asm__("wsbh %0, %1" : "=r"(z) : "r"(x));
  print(" wsbh %08x", z);
  __asm__("seb %0, %1" : "=r"(z) : "r"(0x180));
  print(" seb %08x", z);
  __asm__("clo %0, %1" : "=r"(z) : "r"(y));
  print(" clo %u", z);
  __asm__("clz %0, %1" : "=r"(z) : "r"(0));
  print(" clz %u\n", z);
}

static void linked(void) {
  static volatile int word = 5;
  int first, second, value;
  __asm__ volatile("ll %0, %3\n\taddiu %1, %0, 1\n\tsc %1, %3\n\tli %2, 77\n\tsc %2, %3"
                   : "=&r"(value), "=&r"(first), "=&r"(second), "+m"(word));
  print("ll %d, sc %d, sc without ll %d, word %d\n", value, first, second, word);
}

static void jumps(void) {
  int a = 0, ra;
  __asm__ volatile(".set push\n\t.set noreorder\n\tmove %0, $0\n\tbal 1f\n\taddiu %0, %0, 1\n\taddiu %0, %0, 10\n\tb 3f\n\t"
                   "addiu %0, %0, 100\n1:\tmove %1, $31\n\tbltzal $0, 3f\n\taddiu %0, %0, 1000\n\tsubu %1, $31, %1\n\t"
                   "addiu $31, $31, -28\n\tjr $31\n\taddiu %0, %0, 10000\n3:\n\t.set pop"
                   : "=&r"(a), "=&r"(ra)
                   :
                   : "$31");
  print("slots count %d, second return address %d behind the first\n", a, ra);
}

static unsigned fcsr(void) {
  unsigned v;
  __asm__ volatile("cfc1 %0, $31" : "=r"(v));
  return v;
}
static void set_fcsr(unsigned v) { __asm__ volatile("ctc1 %0, $31" : : "r"(v)); }

static unsigned word_of(double d, int mode) {
  float w;
  union {
    float f;
    unsigned u;
  } bits;
  set_fcsr((unsigned)mode);
  __asm__ volatile("cvt.w.d %0, %1" : "=f"(w) : "f"(d));
  bits.f = w;
  return bits.u;
}

static void floats(void) {
  static const double values[] = {0.5, -0.5, 1.5, 2.5, -2.5, 1e10, -1e10, 0.0 / 0.0};
  for (unsigned i = 0; i < COUNT(values); i++) {
    print("cvt.w.d");
    for (int mode = 0; mode < 4; mode++) {
      unsigned w = word_of(values[i], mode);
      print(" %d (flags %x)", (int)w, fcsr() >> 2 & 31);
    }
    print("\n");
  }
  static const double operands[] = {1, 2, 0.0 / 0.0};
  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 3; k++) {
      double a = operands[i], b = operands[k];
      unsigned bits = 0, n = 0;
      set_fcsr(0);
#define CONDITION(c)                                                                                 \
  do {                                                                                               \
    int t = 0;                                                                                       \
    __asm__ volatile("c." #c ".d $fcc3, %1, %2\n\tmovt %0, %3, $fcc3" : "+r"(t) : "f"(a), "f"(b), "r"(1)); \
    bits |= (unsigned)t << n++;                                                                      \
  } while (0)
      CONDITION(f);
      CONDITION(un);
      CONDITION(eq);
      CONDITION(ueq);
      CONDITION(olt);
      CONDITION(ult);
      CONDITION(ole);
      CONDITION(ule);
      print("conditions of %d and %d: %02x", i, k, bits);
      CONDITION(sf);
      CONDITION(ngle);
      CONDITION(seq);
      CONDITION(ngl);
      CONDITION(lt);
      CONDITION(nge);
      CONDITION(le);
      CONDITION(ngt);
      print(" %04x flags %x\n", bits, fcsr() >> 2 & 31);
    }
  set_fcsr(0);
  double big = 1e308, small = 1e-308, three = 3;
  float f;
  double d;
  __asm__ volatile("mul.d %0, %1, %1" : "=f"(d) : "f"(big));
  print("overflow flags %x", fcsr() >> 2 & 31);
  __asm__ volatile("mul.d %0, %1, %1" : "=f"(d) : "f"(small));
  print(", underflow %x", fcsr() >> 2 & 31);
  __asm__ volatile("div.d %0, %1, %2" : "=f"(d) : "f"(three), "f"(0.0));
  print(", division by zero %x\n", fcsr() >> 2 & 31);
  set_fcsr(1 << 24);
  __asm__ volatile("cvt.s.d %0, %1" : "=f"(f) : "f"(1e-40));
  print("flushed %d\n", f == 0);
  set_fcsr(0);
}

/* With some exceptions enabled; the result register must stay as it was. */
#define FLOAT_TRAP(what, enables, text, x, y)                                                    \
  do {                                                                                           \
    double result = 7;                                                                           \
    hits = 0;                                                                                    \
    set_fcsr((enables) << 7);                                                                    \
    __asm__ volatile(HEAD "1:\n\t" text "\n2:\n\t.set pop" : "+f"(result) : "f"(x), "f"(y) : "$2", "$3", "memory"); \
    set_fcsr(0);                                                                                 \
    if (hits)                                                                                    \
      print("%s: %s code %d at +%u, result %d\n", what, signal_name(seen_number), seen_code, seen_offset, (int)result); \
    else                                                                                         \
      print("%s: no trap, result %d\n", what, (int)result);                                      \
  } while (0)

static void float_traps(void) {
  double zero = 0, one = 1, three = 3, big = 1e308, small = 1e-308, nan = 0.0 / 0.0;
  FLOAT_TRAP("invalid", 16, "div.d %0, %1, %2", zero, zero);
  FLOAT_TRAP("invalid, others enabled", 15, "div.d %0, %1, %2", zero, zero);
  FLOAT_TRAP("division by zero", 8, "div.d %0, %1, %2", one, zero);
  FLOAT_TRAP("overflow", 4, "mul.d %0, %1, %2", big, big);
  FLOAT_TRAP("overflow, inexact enabled", 1, "mul.d %0, %1, %2", big, big);
  FLOAT_TRAP("underflow", 2, "mul.d %0, %1, %2", small, small);
  FLOAT_TRAP("inexact", 1, "div.d %0, %1, %2", one, three);
  FLOAT_TRAP("exact", 31, "add.d %0, %1, %2", one, three);
  FLOAT_TRAP("in a delay slot", 8, "b 2f\n\tdiv.d %0, %1, %2", one, zero);
  FLOAT_TRAP("signalling comparison", 16, "c.lt.d %1, %2", one, nan);
  FLOAT_TRAP("quiet comparison", 16, "c.olt.d %1, %2", one, nan);
}

int guest_main(int argc, char **argv, char **envp) {
  (void)argc, (void)argv, (void)envp;
  static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
  for (unsigned i = 0; i < COUNT(numbers); i++) on_signal(numbers[i], (void *)skip, SA_SIGINFO, NONE);
  parts();
  integers();
  linked();
  jumps();
  traps();
  floats();
  float_traps();
  return 0;
}
