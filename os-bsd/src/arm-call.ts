import type { SyscallConvention, Thread } from '@anyuser/core';

/** What the convention needs of an ARM CPU, whatever class it is. */
export interface ArmRegisters {
  r(n: number): number;
  setR(n: number, value: number): void;
  pc: number;
  cpsr: number;
  sp: number;
  readonly thumb: boolean;
}

const CARRY = 0x2000_0000;
const SYS_syscall = 0;
const SYS___syscall = 198;

/** Words of registers before arguments go on the stack. */
const REGISTERS = 4;

/**
 * The ARM convention that the BSDs share: arguments in r0–r3 and then on the stack; results in r0 and r1 with the carry flag
 * clear, or the error in r0 with carry set. `number` finds the call's number. The indirect calls 0 and 198 take theirs from
 * the arguments.
 * @param size - bytes from the instruction to where a restarted call goes back, in ARM state.
 */
export function carryCall<Cpu extends ArmRegisters>(
  number: (cpu: Cpu, immediate: number) => number,
  size = 4,
): SyscallConvention<Cpu> {
  const setCarry = (cpu: Cpu, on: boolean): void => {
    cpu.cpsr = on ? cpu.cpsr | CARRY : cpu.cpsr & ~CARRY;
  };
  return {
    alignPairs: true,
    enter(cpu, immediate) {
      const direct = number(cpu, immediate);
      if (direct === SYS_syscall) return { number: cpu.r(0), firstSlot: 1 };
      if (direct === SYS___syscall) return { number: cpu.r(0), firstSlot: 2 };
      return { number: direct, firstSlot: 0 };
    },
    argument: (cpu: Cpu, slot: number, thread: Thread) =>
      slot < REGISTERS ? cpu.r(slot) : thread.mem.u32((cpu.sp + 4 * (slot - REGISTERS)) >>> 0),
    succeed(cpu, result, second) {
      if (typeof result === 'bigint') {
        cpu.setR(0, Number(BigInt.asIntN(32, result)));
        cpu.setR(1, Number(BigInt.asIntN(32, result >> 32n)));
      } else {
        cpu.setR(0, result);
        cpu.setR(1, second ?? 0);
      }
      setCarry(cpu, false);
    },
    fail(cpu, errno) {
      cpu.setR(0, errno);
      setCarry(cpu, true);
    },
    restart(cpu) {
      cpu.pc = (cpu.pc - (cpu.thumb ? 2 : size)) >>> 0;
    },
  };
}
