/* FUNCTIONS different functions of 256 bytes each and a main that calls all of them as often as the first argument says.
   They have a section of their own, so that the C library's code stays within the reach of its branches. */
#ifndef FUNCTIONS
#define FUNCTIONS 4096
#endif

	.text
	.globl	main
#if defined(__arm__)
	.syntax	unified
	.arch	armv7-a
	.arm
	.type	main, %function
main:
	push	{r4, r5, r6, r7, r8, lr}
	ldr	r0, [r1, #4]
	bl	atoi
	mov	r4, r0			@ rounds left
	mov	r7, #0			@ sum
1:	ldr	r5, =functions
	ldr	r6, =end
2:	mov	r0, r7
	blx	r5
	mov	r7, r0
	add	r5, r5, #256
	cmp	r5, r6
	blo	2b
	subs	r4, r4, #1
	bgt	1b
	mov	r1, r7
	ldr	r0, =format
	bl	printf
	mov	r0, #0
	pop	{r4, r5, r6, r7, r8, pc}
	.ltorg

	.section .functions, "ax", %progbits
	.balign	256
functions:
	.set	i, 0
	.rept	FUNCTIONS
	movw	r1, #(i & 0xffff)
	movt	r1, #(i >> 16)
	movs	r2, #2
3:
	.rept	14
	eor	r0, r0, r1
	add	r0, r0, r0, ror #(i & 15) + 1
	add	r1, r1, r0, lsr #7
	sub	r0, r0, r1, lsl #3
	.endr
	subs	r2, r2, #1
	bne	3b
	cmp	r0, #0
	addmi	r0, r0, r1
	bx	lr
	.set	i, i + 1
	.endr
end:
#elif defined(__mips__)
	.set	noreorder
	.set	nomips16
	.ent	main
main:
	addiu	$sp, $sp, -48
	sw	$ra, 44($sp)
	sw	$s0, 40($sp)
	sw	$s1, 36($sp)
	sw	$s2, 32($sp)
	sw	$s3, 28($sp)
	lw	$a0, 4($a1)
	la	$t9, atoi
	jalr	$t9
	nop
	move	$s0, $v0
	li	$s3, 0
1:	la	$s1, functions
	la	$s2, end
2:	jalr	$s1
	move	$a0, $s3
	move	$s3, $v0
	addiu	$s1, $s1, 256
	bne	$s1, $s2, 2b
	nop
	addiu	$s0, $s0, -1
	bgtz	$s0, 1b
	nop
	la	$a0, format
	la	$t9, printf
	jalr	$t9
	move	$a1, $s3
	li	$v0, 0
	lw	$ra, 44($sp)
	lw	$s0, 40($sp)
	lw	$s1, 36($sp)
	lw	$s2, 32($sp)
	lw	$s3, 28($sp)
	jr	$ra
	addiu	$sp, $sp, 48
	.end	main

	.section .functions, "ax", %progbits
	.balign	256
functions:
	.set	i, 0
	.rept	FUNCTIONS
	lui	$a1, (i >> 16)
	ori	$a1, $a1, (i & 0xffff)
	li	$a2, 2
3:
	.rept	9
	xor	$a0, $a0, $a1
	sll	$a3, $a0, (i & 15) + 1
	addu	$a0, $a0, $a3
	srl	$a3, $a0, 7
	addu	$a1, $a1, $a3
	subu	$a0, $a0, $a1
	.endr
	addiu	$a2, $a2, -1
	bgtz	$a2, 3b
	nop
	move	$v0, $a0
	jr	$ra
	nop
	nop
	.set	i, i + 1
	.endr
end:
#else
#error "code-size.S is written for ARM and MIPS"
#endif

	.section .rodata
format:
	.asciz	"code-size %08x\n"
	.section .note.GNU-stack, "", %progbits
