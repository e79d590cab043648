import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import {
  type Indexing,
  type LoadWidth,
  load,
  loadDouble,
  type StoreWidth,
  store,
  storeDouble,
} from '../semantics/load-store';
import { shiftImmediate } from '../semantics/shift';
import { indexed, insn, offset, reg, shifted } from '../text';

type F = Readonly<Record<string, number>> & Indexing;
type Transfer = (c: ArmContext, f: F, by: () => ReturnType<ArmContext['reg']>) => void | false;

const sign = (U: number): string => (U ? '' : '-');
/** LDRT and its like: post-indexed with W set. */
const unprivileged = (f: F): string => (!f.P && f.W ? 't' : '');

/** Word and byte transfers: offset imm12, or a shifted register. */
function wordRows(name: string, B: number, L: number, transfer: Transfer): ArmRow[] {
  return [
    define({
      name: `${name} (immediate)`,
      pattern: `cond:4 010 P:1 U:1 ${B} W:1 ${L} Rn:4 Rt:4 imm12:12`,
      translate: (c, f) => transfer(c, f as F, () => c.ir.imm(f.imm12)),
      text: (f) =>
        insn(`${name}${unprivileged(f as F)}`, f.Rt, indexed(f.Rn, offset(f.imm12, f.U), f.P, f.P && f.W)),
    }),
    define({
      name: `${name} (register)`,
      pattern: `cond:4 011 P:1 U:1 ${B} W:1 ${L} Rn:4 Rt:4 imm5:5 type:2 0 Rm:4`,
      translate: (c, f) => transfer(c, f as F, () => shiftImmediate(c, c.reg(f.Rm), f.type, f.imm5).value),
      text: (f) =>
        insn(
          `${name}${unprivileged(f as F)}`,
          f.Rt,
          indexed(f.Rn, sign(f.U) + shifted(f.Rm, f.type, f.imm5), f.P, f.P && f.W),
        ),
    }),
  ];
}

/** Half-word, signed and double-word transfers: offset of eight bits, or a register. */
function extraRows(name: string, L: number, opcode: string, transfer: Transfer): ArmRow[] {
  const translate = (c: ArmContext, f: F, by: () => ReturnType<ArmContext['reg']>): void | false => {
    // Post-indexed with W is the unprivileged form, which double words do not have; before ARMv6T2 it is unpredictable.
    if (!f.P && f.W && name.endsWith('d')) return false;
    return transfer(c, f, by);
  };
  return [
    define({
      name: `${name} (immediate)`,
      pattern: `cond:4 000 P:1 U:1 1 W:1 ${L} Rn:4 Rt:4 imm4H:4 ${opcode} imm4L:4`,
      translate: (c, f) => translate(c, f as F, () => c.ir.imm((f.imm4H << 4) | f.imm4L)),
      text: (f) =>
        insn(
          `${name}${unprivileged(f as F)}`,
          f.Rt,
          indexed(f.Rn, offset((f.imm4H << 4) | f.imm4L, f.U), f.P, f.P && f.W),
        ),
    }),
    define({
      name: `${name} (register)`,
      pattern: `cond:4 000 P:1 U:1 0 W:1 ${L} Rn:4 Rt:4 0000 ${opcode} Rm:4`,
      translate: (c, f) => translate(c, f as F, () => c.reg(f.Rm)),
      text: (f) =>
        insn(`${name}${unprivileged(f as F)}`, f.Rt, indexed(f.Rn, sign(f.U) + reg(f.Rm), f.P, f.P && f.W)),
    }),
  ];
}

const loads =
  (width: LoadWidth): Transfer =>
  (c, f, by) =>
    load(c, width, f.Rt, f, by());
const stores =
  (width: StoreWidth): Transfer =>
  (c, f, by) =>
    store(c, width, f.Rt, f, by());
const doubles =
  (transfer: typeof loadDouble): Transfer =>
  (c, f, by) =>
    f.Rt & 1 ? false : transfer(c, f.Rt, f.Rt + 1, f, by());

/** Loads and stores of one register or a pair, T forms included (DDI 0406C A5.2.8, A5.2.9, A5.3). */
export const loadStoreRows: readonly ArmRow[] = [
  ...wordRows('str', 0, 0, stores('i32')),
  ...wordRows('ldr', 0, 1, loads('i32')),
  ...wordRows('strb', 1, 0, stores('i8')),
  ...wordRows('ldrb', 1, 1, loads('u8')),
  ...extraRows('strh', 0, '1011', stores('i16')),
  ...extraRows('ldrh', 1, '1011', loads('u16')),
  ...extraRows('ldrsb', 1, '1101', loads('i8')),
  ...extraRows('ldrsh', 1, '1111', loads('i16')),
  ...extraRows('ldrd', 0, '1101', doubles(loadDouble)),
  ...extraRows('strd', 0, '1111', doubles(storeDouble)),
];
