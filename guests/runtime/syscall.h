/*
 * Raw system calls. Every wrapper returns the result, or -errno as a value in [-4095, -1], on all architectures.
 */
#ifndef GUESTS_SYSCALL_H
#define GUESTS_SYSCALL_H

#include <asm/unistd.h>

#if defined __arm__

/* r7 is the frame pointer of Thumb code, so that it is saved by hand instead of being bound to a variable. */
static inline long sys6(long nr, long a, long b, long c, long d, long e, long f) {
  register long r0 __asm__("r0") = a;
  register long r1 __asm__("r1") = b;
  register long r2 __asm__("r2") = c;
  register long r3 __asm__("r3") = d;
  register long r4 __asm__("r4") = e;
  register long r5 __asm__("r5") = f;
  register long ip __asm__("r6") = nr;
  __asm__ volatile("mov r12, r7\n\tmov r7, %[nr]\n\tsvc #0\n\tmov r7, r12"
                   : "+r"(r0)
                   : [nr] "r"(ip), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5)
                   : "r12", "memory");
  return r0;
}

#elif defined __mips__

/* o32: arguments 5 and 6 lie on the stack above the four home slots; a3 tells failure. */
static inline long sys6(long nr, long a, long b, long c, long d, long e, long f) {
  register long v0 __asm__("$2") = nr;
  register long a0 __asm__("$4") = a;
  register long a1 __asm__("$5") = b;
  register long a2 __asm__("$6") = c;
  register long a3 __asm__("$7") = d;
  __asm__ volatile(".set noreorder\n\taddiu $29, $29, -32\n\tsw %[e], 16($29)\n\tsw %[f], 20($29)\n\tsyscall\n\t"
                   "addiu $29, $29, 32\n\t.set reorder"
                   : "+r"(v0), "+r"(a3)
                   : [e] "r"(e), [f] "r"(f), "r"(a0), "r"(a1), "r"(a2)
                   : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25", "hi", "lo", "memory");
  return a3 ? -v0 : v0;
}

#elif defined __x86_64__

static inline long sys6(long nr, long a, long b, long c, long d, long e, long f) {
  register long rax __asm__("rax") = nr;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "+r"(rax)
                   : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return rax;
}

#else
#error "no system call sequence for this architecture"
#endif

#define SYS_(nr, a, b, c, d, e, f, ...) sys6(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define SYS(...) SYS_(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

/* A 64-bit offset as the last argument after three others: ARM and MIPS align it to an even slot, hence the padding. */
#if defined __x86_64__
#define SYS_OFFSET3(nr, a, b, c, off) SYS(nr, a, b, c, off)
#define SYS_OFFSET1(nr, a, off) SYS(nr, a, off)
#else
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define PAIR(v) (long)((unsigned long long)(v) >> 32), (long)(v)
#else
#define PAIR(v) (long)(v), (long)((unsigned long long)(v) >> 32)
#endif
#define SYS_OFFSET3(nr, a, b, c, off) SYS(nr, a, b, c, 0, PAIR(off))
#define SYS_OFFSET1(nr, a, off) SYS(nr, a, 0, PAIR(off))
#endif

#endif
