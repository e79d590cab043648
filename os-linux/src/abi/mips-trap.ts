import type { MipsCpu } from '@anyuser/arch-mips';
import { type Exit, ExitKind, faultInfo, type SignalCode, type SignalInfo } from '@anyuser/core';

/** Codes of BREAK and trap instructions that compilers emit for overflow and division by zero (asm/break.h). */
const BRK_OVERFLOW = 6;
const BRK_DIVZERO = 7;

/** The first cause of FCSR gives the code, enabled or not (arch/mips/kernel/traps.c, do_fpe and force_fcr31_sig). */
const FLOAT_CODES: readonly (readonly [bit: number, code: SignalCode])[] = [
  [16, 'FPE_FLTINV'],
  [8, 'FPE_FLTDIV'],
  [4, 'FPE_FLTOVF'],
  [2, 'FPE_FLTUND'],
  [1, 'FPE_FLTRES'],
];

function byCode(code: number, address: number, otherwise: SignalInfo): SignalInfo {
  if (code === BRK_DIVZERO) return { signal: 'SIGFPE', code: 'FPE_INTDIV', address };
  if (code === BRK_OVERFLOW) return { signal: 'SIGFPE', code: 'FPE_INTOVF', address };
  return otherwise;
}

/**
 * The code of a BREAK: its upper ten bits, which is where assemblers put it, or all of it (do_bp). A second code beside it
 * makes it another.
 */
const breakCode = (field: number): number =>
  field >= 1 << 10 ? ((field & 0x3ff) << 10) | (field >>> 10) : field;

function floatTrap(cpu: MipsCpu): SignalInfo {
  const cause = cpu.fcsr >>> 12;
  const [, code] = FLOAT_CODES.find(([bit]) => (cause & bit) !== 0) ?? [0, 'FPE_FLTUNK'];
  return { signal: 'SIGFPE', code, address: cpu.pc };
}

/** The signal of a MIPS exit other than a syscall. */
export function mipsTrap(exit: Exit, cpu: MipsCpu): SignalInfo {
  const { pc } = cpu;
  if (exit.kind === ExitKind.breakpoint)
    return byCode(breakCode(exit.info), pc, { signal: 'SIGTRAP', code: 'TRAP_BRKPT', address: pc });
  if (exit.kind !== ExitKind.trap) return faultInfo(exit, pc, 'BUS_ADRERR');
  switch (cpu.trapCause(exit.info)) {
    case 'overflow':
      return { signal: 'SIGFPE', code: 'FPE_INTOVF', address: pc };
    case 'floatWrite':
      cpu.finishFcsrWrite();
      return floatTrap(cpu);
    case 'float':
      return floatTrap(cpu);
    default:
      return byCode(exit.info >>> 8, pc, { signal: 'SIGTRAP', code: 'SI_KERNEL', address: pc });
  }
}
