import type { SyscallConvention, Thread } from '@anyuser/core';

/** What the convention needs of a MIPS CPU, whatever class it is. */
export interface MipsRegisters {
  r(n: number): number;
  setR(n: number, value: number): void;
  pc: number;
  readonly sp: number;
}

const V0 = 2;
const V1 = 3;
const A0 = 4;
const A3 = 7;
/** Offset of the fifth argument word from the stack pointer. */
const STACK_ARGUMENTS = 16;
const SYS_syscall = 0;
const SYS___syscall = 198;

/**
 * The o32 convention that the BSDs share: number in v0, arguments in a0–a3 and from sp + 16; results in v0 and v1 with a3 = 0,
 * or the error in v0 with a3 = 1. The indirect calls 0 and 198 take their number from the arguments: 198 from the low word of
 * a pair, and its 32-bit results are in both words of one where the high word comes first (sys/mips/mips/trap.c,
 * cpu_set_syscall_retval; sys/arch/mips/mips/syscall.c).
 */
export function flagCall<Cpu extends MipsRegisters>(bigEndian: boolean): SyscallConvention<Cpu> {
  return {
    alignPairs: true,
    enter(cpu) {
      const number = cpu.r(V0);
      if (number === SYS_syscall) return { number: cpu.r(A0), firstSlot: 1 };
      if (number === SYS___syscall) return { number: cpu.r(bigEndian ? A0 + 1 : A0), firstSlot: 2 };
      return { number, firstSlot: 0 };
    },
    argument: (cpu: Cpu, slot: number, thread: Thread) =>
      slot < 4 ? cpu.r(A0 + slot) : thread.mem.u32((cpu.sp + STACK_ARGUMENTS + 4 * (slot - 4)) >>> 0),
    succeed(cpu, result, second) {
      if (typeof result === 'bigint') {
        const low = Number(BigInt.asIntN(32, result));
        const high = Number(BigInt.asIntN(32, result >> 32n));
        cpu.setR(V0, bigEndian ? high : low);
        cpu.setR(V1, bigEndian ? low : high);
      } else {
        const quad = bigEndian && cpu.r(V0) === SYS___syscall;
        cpu.setR(V0, result);
        if (quad) cpu.setR(V1, result);
        else if (second !== undefined) cpu.setR(V1, second);
      }
      cpu.setR(A3, 0);
    },
    // The child's second result tells it from its parent, which has 0 there.
    forked(cpu) {
      cpu.setR(V0, 0);
      cpu.setR(V1, 1);
      cpu.setR(A3, 0);
    },
    fail(cpu, errno) {
      cpu.setR(V0, errno);
      cpu.setR(A3, 1);
    },
    restart(cpu) {
      cpu.pc = (cpu.pc - 4) >>> 0;
    },
  };
}
