/*
 * Raw system calls of the BSDs, by each system's own convention. SYS gives the result, or -errno (in the system's numbers);
 * SYS2 stores the second result as well.
 */
#ifndef GUESTS_BSD_SYSCALL_H
#define GUESTS_BSD_SYSCALL_H

#if defined __FreeBSD__
#include "freebsd.h"
#elif defined __NetBSD__
#include "netbsd.h"
#elif defined __OpenBSD__
#include "openbsd.h"
#else
#error "no numbers for this system"
#endif

/* Names that the run-time knows and not every system has: numbers that no kernel gives. */
#if defined ENOTSUP && ENOTSUP != EOPNOTSUPP
#define ENOTSUP_ ENOTSUP
#else
#define ENOTSUP_ 3000
#endif
#ifndef ENODATA
#define ENODATA 3001
#endif
#ifndef ETIME
#define ETIME 3002
#endif
#ifndef EOWNERDEAD
#define EOWNERDEAD 3003
#endif
#ifndef ENOTRECOVERABLE
#define ENOTRECOVERABLE 3004
#endif
#ifndef ENOTCAPABLE
#define ENOTCAPABLE 3005
#define ECAPMODE 3006
#endif
#ifndef SIGPWR
#define SIGPWR 3000
#endif

struct call_result {
  long value, second, failed;
};

#if defined __arm__

/* Four arguments in registers, four on the stack; the carry flag tells failure. The number is in r7, r12 or the instruction. */
#if defined __FreeBSD__
#define BSD_NUMBER(nr) register long number __asm__("r7") = nr
#define BSD_INSTRUCTION "swi #0"
#define BSD_OPERAND(nr) "r"(number)
#elif defined __OpenBSD__
/* The kernel comes back behind two words that are barriers in real programs; here they would show that it does not. */
#define BSD_NUMBER(nr) register long number __asm__("r12") = nr
#if defined PINNED
/* With an entry in the table of places that calls may come from: the address, and the number. */
#if defined __PIC__
#define PINS_FLAGS "aw"
#else
#define PINS_FLAGS "a"
#endif
#define BSD_INSTRUCTION                                                                                       \
  "97: swi #0\n\tudf #0\n\tudf #0\n\t.pushsection .openbsd.syscalls, \"" PINS_FLAGS "\", %%progbits\n\t.p2align 2\n\t" \
  ".long 97b\n\t.long %c[nr]\n\t.popsection"
#define BSD_OPERAND(nr) [nr] "i"(nr), "r"(number)
#else
#define BSD_INSTRUCTION "swi #0\n\tudf #0\n\tudf #0"
#define BSD_OPERAND(nr) "r"(number)
#endif
#else
#define BSD_NUMBER(nr) (void)0
#define BSD_INSTRUCTION "swi %[nr]"
#define BSD_OPERAND(nr) [nr] "i"(0xa00000 | (nr))
#endif

static inline __attribute__((always_inline)) struct call_result bsd_call(const long nr, long a, long b, long c, long d, long e,
                                                                         long f, long g, long h) {
  register long r0 __asm__("r0") = a;
  register long r1 __asm__("r1") = b;
  register long r2 __asm__("r2") = c;
  register long r3 __asm__("r3") = d;
  register long r4 __asm__("r4") = e;
  register long r5 __asm__("r5") = f;
  register long r6 __asm__("r6") = g;
  register long r8 __asm__("r8") = h;
  BSD_NUMBER(nr);
  long failed;
  __asm__ volatile("push {r4, r5, r6, r8}\n\t" BSD_INSTRUCTION
                   "\n\tadd sp, sp, #16\n\tmov %[failed], #0\n\tmovcs %[failed], #1"
                   : "+r"(r0), "+r"(r1), [failed] "=&r"(failed)
                   : BSD_OPERAND(nr), "r"(r2), "r"(r3), "r"(r4), "r"(r5), "r"(r6), "r"(r8)
                   : "memory", "cc");
  return (struct call_result){r0, r1, failed};
}

#elif defined __mips__

/* o32: arguments 5 to 8 lie on the stack above the four home slots; a3 tells failure. */
static inline __attribute__((always_inline)) struct call_result bsd_call(const long nr, long a, long b, long c, long d, long e,
                                                                         long f, long g, long h) {
  register long v0 __asm__("$2") = nr;
  register long v1 __asm__("$3") = 0;
  register long a0 __asm__("$4") = a;
  register long a1 __asm__("$5") = b;
  register long a2 __asm__("$6") = c;
  register long a3 __asm__("$7") = d;
  __asm__ volatile(".set push\n\t.set noreorder\n\taddiu $29, $29, -32\n\tsw %[e], 16($29)\n\tsw %[f], 20($29)\n\t"
                   "sw %[g], 24($29)\n\tsw %[h], 28($29)\n\tsyscall\n\taddiu $29, $29, 32\n\t.set pop"
                   : "+r"(v0), "+r"(v1), "+r"(a3)
                   : [e] "r"(e), [f] "r"(f), [g] "r"(g), [h] "r"(h), "r"(a0), "r"(a1), "r"(a2)
                   : "$1", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "hi", "lo", "memory");
  return (struct call_result){v0, v1, a3};
}

#else
#error "no system call sequence for this architecture"
#endif

static inline __attribute__((always_inline)) long bsd_result(struct call_result r, long *second) {
  if (second) *second = r.second;
  return r.failed ? -r.value : r.value;
}

#define BSD_CALL(nr, a, b, c, d, e, f, g, h, ...)                                                                          \
  bsd_call(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f), (long)(g), (long)(h))
#define SYS(...) bsd_result(BSD_CALL(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0)
#define SYS2(second, ...) bsd_result(BSD_CALL(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0, 0, 0), second)

/* A 64-bit argument lies in an even pair of slots, in memory order. */
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define PAIR(v) (long)((unsigned long long)(v) >> 32), (long)(v)
#define PAIR_VALUE(first, second) (((long long)(first) << 32) | (unsigned long)(second))
#else
#define PAIR(v) (long)(v), (long)((unsigned long long)(v) >> 32)
#define PAIR_VALUE(first, second) (((long long)(second) << 32) | (unsigned long)(first))
#endif

#define __NR_exit_group SYS_exit
#define __NR_write SYS_write
#endif
