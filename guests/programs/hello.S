/* The smallest program: one write and one exit, with no stack and no memory but its own text. */
#include <asm/unistd.h>

#if defined __arm__
    .syntax unified
    .text
    .globl _start
    .type _start, %function
#ifdef __thumb__
    .thumb_func
#endif
_start:
    movs r0, #1
    adr  r1, message
    movs r2, #14
    movs r7, #4
    svc  #0
    movs r0, #0
    movs r7, #1
    svc  #0
    .balign 4
message:
    .ascii "hello, world!\n"
#elif defined __mips__
    .text
    .globl _start
    .set noreorder
_start:
    lui   $5, %hi(message)
    addiu $5, $5, %lo(message)
    li    $4, 1
    li    $6, 14
    li    $2, __NR_write
    syscall
    li    $4, 0
    li    $2, __NR_exit
    syscall
    .data
message:
    .ascii "hello, world!\n"
#endif
