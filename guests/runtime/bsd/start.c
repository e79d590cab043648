/* Where the kernel starts a program, by what each system's crt relies on; and what compilers expect of a run-time library. */
#include "../rt.h"

unsigned long *initial_stack;

/* Registers at the start, for programs that look at them. */
unsigned long start_registers[4];

struct ps_strings {
  char **argv;
  int argc;
  char **envp;
  int envc;
};
struct ps_strings *start_strings;

/* ps_strings comes in r0, or in a3. */
#if defined __arm__
#define PS_STRINGS_ARGUMENT(first, last) (first)
#else
#define PS_STRINGS_ARGUMENT(first, last) (last)
#endif

#if defined __arm__
/* FreeBSD's crt1 and OpenBSD's crt0 read the stack; NetBSD's crt0 gets ps_strings in r0 and looks at nothing else. */
__asm__(".text\n.globl _start\n.type _start, %function\n_start:\n\tmov r3, r12\n\tmov r1, sp\n\tmov r2, lr\n\tbic sp, sp, #7\n\t"
        "bl rt_start\n");
#elif defined __mips__ && defined __PIC__
__asm__(".option pic2\n.text\n.globl _start\n.type _start, @function\n.ent _start\n_start:\n\t.set noreorder\n\t.cpload $25\n\tmove $5, $29\n\t"
        "move $6, $25\n\taddiu $29, $29, -32\n\tla $25, rt_start\n\tjalr $25\n\tnop\n\t.set reorder\n.end _start\n");
#elif defined __mips__
__asm__(".option pic0\n.text\n.globl _start\n.type _start, @function\n.ent _start\n_start:\n\t.set noreorder\n\tmove $5, $29\n\tmove $6, $25\n\t"
        "addiu $29, $29, -32\n\tjal rt_start\n\tnop\n\t.set reorder\n.end _start\n");
#endif

__attribute__((used)) _Noreturn void rt_start(unsigned long first, unsigned long *stack, unsigned long link, unsigned long last) {
  start_registers[0] = first;
  start_registers[1] = (unsigned long)stack;
  start_registers[2] = link;
  start_registers[3] = last;
  initial_stack = stack;
#if defined __NetBSD__
  start_strings = (struct ps_strings *)PS_STRINGS_ARGUMENT(first, last);
  quit(guest_main(start_strings->argc, start_strings->argv, start_strings->envp));
#else
  int argc = (int)stack[0];
  char **argv = (char **)(stack + 1);
  quit(guest_main(argc, argv, argv + argc + 1));
#endif
}

#if defined __NetBSD__
/* The C library's side of a handler's return: setcontext with the frame's ucontext. */
#if defined __arm__
__asm__(".text\n.globl signal_trampoline\n.type signal_trampoline, %function\nsignal_trampoline:\n\tmov r0, r5\n\t"
        "swi #0xa00134\n\tmov r0, #99\n\tswi #0xa00001\n");
#else
__asm__(".text\n.globl signal_trampoline\n.type signal_trampoline, @function\nsignal_trampoline:\n\t.set noreorder\n\t"
        "addiu $4, $29, 128\n\tli $2, 308\n\tsyscall\n\tli $4, 99\n\tli $2, 1\n\tsyscall\n\t.set reorder\n");
#endif
#endif

/* Divisions that the instruction set lacks. */
static unsigned long long divide(unsigned long long n, unsigned long long d, unsigned long long *rest) {
  unsigned long long q = 0, r = 0;
  for (int i = 63; i >= 0; i--) {
    r = r << 1 | (n >> i & 1);
    if (r >= d) r -= d, q |= 1ull << i;
  }
  *rest = r;
  return q;
}

#if defined __arm__
struct division {
  unsigned long long quotient, remainder;
};
__attribute__((used)) void divide_for_eabi(unsigned long long n, unsigned long long d, struct division *to);
void divide_for_eabi(unsigned long long n, unsigned long long d, struct division *to) {
  to->quotient = divide(n, d, &to->remainder);
}
/* __aeabi_uldivmod: quotient in r0:r1, remainder in r2:r3 (IHI 0043, 4.2). */
__asm__(".text\n.globl __aeabi_uldivmod\n.type __aeabi_uldivmod, %function\n__aeabi_uldivmod:\n\tpush {r4, lr}\n\tsub sp, sp, #24\n\t"
        "add r4, sp, #8\n\tstr r4, [sp]\n\tbl divide_for_eabi\n\tldm r4, {r0, r1, r2, r3}\n\tadd sp, sp, #24\n\tpop {r4, pc}\n");
__asm__(".text\n.globl __aeabi_memcpy, __aeabi_memcpy4, __aeabi_memcpy8\n.type __aeabi_memcpy, %function\n"
        ".type __aeabi_memcpy4, %function\n.type __aeabi_memcpy8, %function\n"
        "__aeabi_memcpy:\n__aeabi_memcpy4:\n__aeabi_memcpy8:\n\tb memcpy\n"
        ".globl __aeabi_memclr, __aeabi_memclr4, __aeabi_memclr8\n.type __aeabi_memclr, %function\n"
        ".type __aeabi_memclr4, %function\n.type __aeabi_memclr8, %function\n"
        "__aeabi_memclr:\n__aeabi_memclr4:\n__aeabi_memclr8:\n\tmov r2, r1\n\tmov r1, #0\n\tb memset\n");
unsigned __aeabi_uidiv(unsigned n, unsigned d);
unsigned __aeabi_uidiv(unsigned n, unsigned d) {
  unsigned long long rest;
  return (unsigned)divide(n, d, &rest);
}
int __aeabi_idiv(int n, int d);
int __aeabi_idiv(int n, int d) {
  unsigned q = __aeabi_uidiv(n < 0 ? 0u - (unsigned)n : (unsigned)n, d < 0 ? 0u - (unsigned)d : (unsigned)d);
  return (n < 0) != (d < 0) ? (int)(0u - q) : (int)q;
}
#else
unsigned long long __udivdi3(unsigned long long n, unsigned long long d);
unsigned long long __udivdi3(unsigned long long n, unsigned long long d) {
  unsigned long long rest;
  return divide(n, d, &rest);
}
unsigned long long __umoddi3(unsigned long long n, unsigned long long d);
unsigned long long __umoddi3(unsigned long long n, unsigned long long d) {
  unsigned long long rest;
  divide(n, d, &rest);
  return rest;
}
#endif

#if defined __arm__
__asm__(".text\n.globl set_escape\n.type set_escape, %function\nset_escape:\n\tstmia r0, {r4-r11, sp, lr}\n\tmov r0, #0\n\tbx lr\n"
        ".globl escape_to\n.type escape_to, %function\nescape_to:\n\tldmia r0, {r4-r11, sp, lr}\n\tmov r0, #1\n\tbx lr\n");
#else
__asm__(".text\n.set push\n.set noreorder\n.globl set_escape\n.type set_escape, @function\nset_escape:\n\t"
        "sw $16, 0($4)\n\tsw $17, 4($4)\n\tsw $18, 8($4)\n\tsw $19, 12($4)\n\tsw $20, 16($4)\n\tsw $21, 20($4)\n\t"
        "sw $22, 24($4)\n\tsw $23, 28($4)\n\tsw $28, 32($4)\n\tsw $29, 36($4)\n\tsw $30, 40($4)\n\tsw $31, 44($4)\n\t"
        "jr $31\n\tmove $2, $0\n.globl escape_to\n.type escape_to, @function\nescape_to:\n\t"
        "lw $16, 0($4)\n\tlw $17, 4($4)\n\tlw $18, 8($4)\n\tlw $19, 12($4)\n\tlw $20, 16($4)\n\tlw $21, 20($4)\n\t"
        "lw $22, 24($4)\n\tlw $23, 28($4)\n\tlw $28, 32($4)\n\tlw $29, 36($4)\n\tlw $30, 40($4)\n\tlw $31, 44($4)\n\t"
        "jr $31\n\tli $2, 1\n.set pop\n");
#endif

/* How each system knows its own programs: FreeBSD by its ABI tag and OSABI, NetBSD by its identification. */
#if defined __FreeBSD__
static const struct {
  unsigned name_size, size, type;
  char name[8];
  unsigned release;
} abi_tag __attribute__((section(".note.tag"), used, aligned(4))) = {8, 4, 1, "FreeBSD", 1302001};
#elif defined __NetBSD__
static const struct {
  unsigned name_size, size, type;
  char name[8];
  unsigned release;
} identification __attribute__((section(".note.netbsd.ident"), used, aligned(4))) = {7, 4, 1, "NetBSD", 1000000000};
#endif

#if defined __OpenBSD__
/* What the kernel demands of every program: name, version 0 (lib/csu/boot.h has the same). */
__asm__(".section .note.openbsd.ident, \"a\", %note\n\t.p2align 2\n\t.long 8\n\t.long 4\n\t.long 1\n\t.ascii \"OpenBSD\\0\"\n\t"
        ".long 0\n\t.text\n");
#endif
