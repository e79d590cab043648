import type { ArmCpu } from '@anyuser/arch-arm';
import type { SyscallConvention } from '@anyuser/core';
import { carryCall } from '@anyuser/os-bsd';

/** Classes of ARM-state calls: the system's own, and none. */
const SWI_OS_MASK = 0xf0_0000;
const SWI_OS_NETBSD = 0xa0_0000;
/** Instruction memory barriers of old systems, which do nothing. */
const SWI_IMB: readonly number[] = [0xf0_0000, 0xf0_0001];
const SYS_NSYSENT_MASK = 511;
/** Thumb: the number is in r0, and what belongs there in ip. */
const THUMB_INDIRECT = 255;
const IP = 12;
/** In ip while a Thumb call is made that has its number in the instruction. */
const DIRECT = 0x8000_0000;
/** A call that exists and changes nothing that a caller sees. */
const SYS_getpid = 20;

const base = carryCall<ArmCpu>((_cpu, immediate) => immediate & SYS_NSYSENT_MASK);

/**
 * The number in the instruction (sys/arch/arm/arm/syscall.c). A Thumb instruction is too small for it: `svc 255` has it in
 * r0 and the first argument in ip; the two change places while the call is made, and back when it is made again.
 */
export const netbsdArmCall: SyscallConvention<ArmCpu> = {
  ...base,
  enter(cpu, immediate, thread) {
    if (!cpu.thumb) {
      const system = immediate & SWI_OS_MASK;
      if (SWI_IMB.includes(immediate)) return { number: SYS_getpid, firstSlot: 0 };
      if (system !== SWI_OS_NETBSD && system !== 0)
        return { signal: 'SIGILL', code: 'ILL_ILLTRP', address: (cpu.pc - 4) >>> 0 };
      return base.enter(cpu, immediate, thread);
    }
    if (immediate !== THUMB_INDIRECT) {
      cpu.setR(IP, DIRECT);
      return base.enter(cpu, immediate, thread);
    }
    const number = cpu.r(0);
    cpu.setR(0, cpu.r(IP));
    cpu.setR(IP, number);
    return base.enter(cpu, number, thread);
  },
  restart(cpu) {
    const number = cpu.r(IP);
    if (cpu.thumb && number !== DIRECT) {
      cpu.setR(IP, cpu.r(0));
      cpu.setR(0, number);
    }
    base.restart(cpu);
  },
};
