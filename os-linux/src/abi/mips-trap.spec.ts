import { MipsCpu } from '@anyuser/arch-mips';
import { type Exit, ExitKind } from '@anyuser/core';
import { mipsTrap } from './mips-trap';

const cpu = (fcsr = 0): MipsCpu => {
  const made = new MipsCpu({ words: new Int32Array(256), base: 0 });
  made.pc = 0x40_0000;
  made.fcsr = fcsr;
  return made;
};
const exit = (kind: Exit['kind'], info: number): Exit => ({ kind, info, address: 0, access: 'read' });

/** The field of `break UPPER, LOWER`, bits 6 to 25 of the instruction. */
const breakField = (upper: number, lower = 0): number => (upper << 10) | lower;
/** Codes that an exit of the kind `trap` carries (arch-mips/src/context.ts). */
const [OVERFLOW, TRAP, FLOAT] = [1, 2, 3];

describe('the signal of a MIPS exception', () => {
  it.each([
    ['break 0', breakField(0), 'SIGTRAP', 'TRAP_BRKPT'],
    ['break 6', breakField(6), 'SIGFPE', 'FPE_INTOVF'],
    ['break 7', breakField(7), 'SIGFPE', 'FPE_INTDIV'],
    ['break 0, 7', breakField(0, 7), 'SIGFPE', 'FPE_INTDIV'],
    ['break 7, 1', breakField(7, 1), 'SIGTRAP', 'TRAP_BRKPT'],
    ['break 1023', breakField(1023), 'SIGTRAP', 'TRAP_BRKPT'],
  ])('%s', (_name, field, signal, code) => {
    expect(mipsTrap(exit(ExitKind.breakpoint, field), cpu())).toEqual({ signal, code, address: 0x40_0000 });
  });

  it.each([
    [0, 'SIGTRAP', 'SI_KERNEL'],
    [6, 'SIGFPE', 'FPE_INTOVF'],
    [7, 'SIGFPE', 'FPE_INTDIV'],
    [8, 'SIGTRAP', 'SI_KERNEL'],
  ])('teq with code %d', (code, signal, expected) => {
    expect(mipsTrap(exit(ExitKind.trap, TRAP | (code << 8)), cpu())).toEqual({
      signal,
      code: expected,
      address: 0x40_0000,
    });
  });

  it('an overflowing add', () => {
    expect(mipsTrap(exit(ExitKind.trap, OVERFLOW), cpu()).code).toBe('FPE_INTOVF');
  });

  it.each([
    [16, 'FPE_FLTINV'],
    [8, 'FPE_FLTDIV'],
    [4, 'FPE_FLTOVF'],
    [2, 'FPE_FLTUND'],
    [1, 'FPE_FLTRES'],
    // Overflow is always inexact too, whichever of the two is enabled.
    [5, 'FPE_FLTOVF'],
  ])('float causes %d', (cause, code) => {
    expect(mipsTrap(exit(ExitKind.trap, FLOAT), cpu((cause << 12) | (1 << 7))).code).toBe(code);
  });
});
