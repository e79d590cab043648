#include "thread.h"

/*
 * The child has an empty stack of its own, so that it must not return through the caller's frame: parent and child part
 * directly behind the system call, in assembly. Argument order of clone: ARM and MIPS flags, stack, parent, tls, child;
 * x86-64 has child before tls.
 */
#if defined __arm__
__asm__(".text\n.globl thread_clone\n.type thread_clone, %function\n"
#ifdef __thumb__
        ".thumb_func\n"
#endif
        "thread_clone:\n\tpush {r4, r5, r6, r7, r8, lr}\n\tmov r4, r3\n\tldr r6, [sp, #24]\n\tmovs r3, #0\n\tmovs r7, #120\n\t"
        "svc #0\n\tcmp r0, #0\n\tbeq 1f\n\tpop {r4, r5, r6, r7, r8, pc}\n1:\tmov r0, r6\n\tbl thread_enter\n");
#elif defined __mips__
__asm__(".text\n.globl thread_clone\n.type thread_clone, @function\n.ent thread_clone\nthread_clone:\n\t.set noreorder\n\t"
        "lw $8, 16($29)\n\taddiu $29, $29, -32\n\tsw $16, 24($29)\n\tmove $16, $8\n\taddiu $5, $5, -32\n\t"
        "sw $7, 16($29)\n\tli $7, 0\n\tli $2, 4120\n\tsyscall\n\tbnez $7, 2f\n\tnop\n\tbeqz $2, 1f\n\tnop\n\t"
        "lw $16, 24($29)\n\tjr $31\n\taddiu $29, $29, 32\n"
        "2:\tlw $16, 24($29)\n\tsubu $2, $0, $2\n\tjr $31\n\taddiu $29, $29, 32\n"
        "1:\tmove $4, $16\n\tjal thread_enter\n\tnop\n\t.set reorder\n.end thread_clone\n");
#elif defined __x86_64__
__asm__(".text\n.globl thread_clone\nthread_clone:\n\tmov %rcx, %r10\n\tmov %r8, %r9\n\txor %r8d, %r8d\n\tmov $56, %eax\n\t"
        "syscall\n\ttest %rax, %rax\n\tjz 1f\n\tret\n1:\tmov %r9, %rdi\n\tcall thread_enter\n");
#endif

_Noreturn __attribute__((used)) void thread_enter(struct thread *t);
_Noreturn void thread_enter(struct thread *t) {
  t->run(t);
  for (;;) SYS(__NR_exit, 0);
}
