import type { I32, IrBuilder } from '@anyuser/core';
import { Trap } from '../context';
import { define, type MipsRow } from '../instruction';
import { COUNT, USER_LOCAL } from '../registers';
import { hex, offsetText, reg, signed16 } from '../text';

type Condition = (ir: IrBuilder, a: I32, b: I32) => I32;
const conditions: readonly (readonly [name: string, funct: string, regimm: string, condition: Condition])[] =
  [
    ['tge', '110000', '01000', (ir, a, b) => ir.i32.ge_s(a, b)],
    ['tgeu', '110001', '01001', (ir, a, b) => ir.i32.ge_u(a, b)],
    ['tlt', '110010', '01010', (ir, a, b) => ir.ltS(a, b)],
    ['tltu', '110011', '01011', (ir, a, b) => ir.ltU(a, b)],
    ['teq', '110100', '01100', (ir, a, b) => ir.eq(a, b)],
    ['tne', '110110', '01110', (ir, a, b) => ir.ne(a, b)],
  ];

/** `tgei`, `tgeiu` and so on. */
const immediateName = (name: string): string => name.replace(/(u?)$/, 'i$1');

const trapRows: readonly MipsRow[] = conditions.flatMap(([name, funct, regimm, condition]) => [
  define({
    name,
    pattern: `000000 rs:5 rt:5 code:10 ${funct}` as 'rs:5 rt:5 code:10',
    translate: (c, { rs, rt, code }) => c.trapIf(condition(c.ir, c.r(rs), c.r(rt)), Trap.trap | (code << 8)),
    text: ({ rs, rt, code }) => `${name}\t${reg(rs)},${reg(rt)}${code === 0 ? '' : `,${hex(code)}`}`,
  }),
  define({
    name: immediateName(name),
    pattern: `000001 rs:5 ${regimm} imm:16` as 'rs:5 imm:16',
    translate: (c, { rs, imm }) => c.trapIf(condition(c.ir, c.r(rs), c.ir.imm(signed16(imm))), Trap.trap),
    text: ({ rs, imm }) => `${immediateName(name)}\t${reg(rs)},${signed16(imm)}`,
  }),
]);

/** Hardware registers that user mode may read (RDHWR). */
const CPU_NUMBER = 0;
const SYNCI_STEP = 1;
const CYCLES = 2;
const CYCLE_RESOLUTION = 3;
const USER_LOCAL_REGISTER = 29;

/** System calls, traps, hardware registers, hints and barriers. */
export const systemRows: readonly MipsRow[] = [
  ...trapRows,
  define({
    name: 'syscall',
    pattern: '000000 code:20 001100',
    // Its result would have to resume a branch: no compiler puts it into a delay slot.
    translate: (c, { code }) =>
      c.inSlot ? false : c.ir.exit('syscall', code, { pc: (c.pc + 4) >>> 0, mode: c.mode }),
    text: ({ code }) => (code === 0 ? 'syscall' : `syscall\t${hex(code)}`),
  }),
  define({
    name: 'break',
    pattern: '000000 code:20 001101',
    translate: (c, { code }) => c.ir.exit('breakpoint', code),
    text: ({ code }) => `break\t${hex(code >>> 10)}${(code & 0x3ff) === 0 ? '' : `,${hex(code & 0x3ff)}`}`,
  }),
  define({
    name: 'rdhwr',
    pattern: '011111 00000 rt:5 rd:5 00000 111011',
    // Before release 2 Linux does it in software (simulate_rdhwr_normal).
    translate(c, { rt, rd }) {
      const { ir } = c;
      switch (rd) {
        case CPU_NUMBER:
          c.setR(rt, ir.imm(0));
          return;
        case SYNCI_STEP:
          c.setR(rt, ir.imm(32));
          return;
        case CYCLES: {
          const count = ir.add(ir.get(COUNT), ir.imm(1));
          ir.set(COUNT, count);
          c.setR(rt, count);
          return;
        }
        case CYCLE_RESOLUTION:
          // The counter of a 24K counts every other cycle.
          c.setR(rt, ir.imm(2));
          return;
        case USER_LOCAL_REGISTER:
          c.setR(rt, ir.get(USER_LOCAL));
          return;
        default:
          return false;
      }
    },
    text: ({ rt, rd }) => `rdhwr\t${reg(rt)},$${rd}`,
  }),
  define({
    name: 'sync',
    pattern: '000000 00000 00000 00000 stype:5 001111',
    translate: () => {},
    text: ({ stype }) => (stype === 0 ? 'sync' : `sync\t${hex(stype)}`),
  }),
  define({
    name: 'synci',
    pattern: '000001 base:5 11111 offset:16',
    feature: 'r2',
    // Translated code follows writes by itself.
    translate: () => {},
    text: ({ base, offset }) => `synci\t${offsetText(offset, base)}`,
  }),
  define({
    name: 'pref',
    pattern: '110011 base:5 hint:5 offset:16',
    translate: () => {},
    text: ({ base, hint, offset }) => `pref\t${hex(hint)},${offsetText(offset, base)}`,
  }),
];
