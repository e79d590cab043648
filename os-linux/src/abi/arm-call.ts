import type { ArmCpu } from '@anyuser/arch-arm';
import type { SyscallConvention } from '@anyuser/core';

/** Numbers from here on are calls of the ARM port itself (arch/arm/include/uapi/asm/unistd.h). */
export const PRIVATE_BASE = 0x0f_0000;
/** Private numbers below this that do not exist give ENOSYS, others SIGILL (arch/arm/kernel/traps.c, arm_syscall). */
export const PRIVATE_ENOSYS_END = 0x0f_0800;
const OABI_BASE = 0x90_0000;
/** A number that no row has. */
const NONE = -1;

/**
 * `svc 0` with the number in r7 and arguments in r0–r6 (EABI). A non-zero immediate in ARM state is an OABI call, of which only
 * the private ones are known. Result or negated errno in r0. (arch/arm/kernel/entry-common.S)
 */
export const armCall: SyscallConvention<ArmCpu> = {
  alignPairs: true,
  enter(cpu, immediate) {
    if (cpu.thumb || immediate === 0) return { number: cpu.r(7), firstSlot: 0 };
    const number = immediate ^ OABI_BASE;
    return { number: number >= PRIVATE_BASE ? number : NONE, firstSlot: 0 };
  },
  argument: (cpu, slot) => cpu.r(slot),
  succeed: (cpu, result) => cpu.setR(0, Number(result)),
  fail: (cpu, errno) => cpu.setR(0, -errno),
  restart(cpu) {
    cpu.pc = (cpu.pc - (cpu.thumb ? 2 : 4)) >>> 0;
  },
};
