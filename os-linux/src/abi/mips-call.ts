import type { MipsCpu } from '@anyuser/arch-mips';
import type { SyscallConvention, Thread } from '@anyuser/core';

const V0 = 2;
const V1 = 3;
const A0 = 4;
const A3 = 7;
/** Offset of the fifth argument word from the stack pointer. */
const STACK_ARGUMENTS = 16;
/** `syscall(number, …)`: the arguments move up by one. */
const INDIRECT = 4000;

/**
 * o32: number in v0; arguments in a0–a3 and on the stack from sp + 16; result in v0, and in v1 for two; a3 tells of failure
 * (arch/mips/kernel/scall32-o32.S).
 */
export const mipsCall: SyscallConvention<MipsCpu> = {
  alignPairs: true,
  enter(cpu) {
    const number = cpu.r(V0);
    return number === INDIRECT ? { number: cpu.r(A0), firstSlot: 1 } : { number, firstSlot: 0 };
  },
  argument: (cpu: MipsCpu, slot: number, thread: Thread) =>
    slot < 4 ? cpu.r(A0 + slot) : thread.mem.u32((cpu.sp + STACK_ARGUMENTS + 4 * (slot - 4)) >>> 0),
  succeed(cpu, result, second) {
    cpu.setR(V0, Number(result));
    cpu.setR(A3, 0);
    if (second !== undefined) cpu.setR(V1, second);
  },
  fail(cpu, errno) {
    cpu.setR(V0, errno);
    cpu.setR(A3, 1);
  },
  restart(cpu) {
    cpu.pc = (cpu.pc - 4) >>> 0;
  },
};
