import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import type { Feature } from '../models';
import {
  clrex,
  loadExclusive,
  loadExclusiveDouble,
  storeExclusive,
  storeExclusiveDouble,
  swap,
} from '../semantics/exclusive';
import { insn, plain, reg } from '../text';

type Load = { Rn: number; Rt: number };
type Store = Load & { Rd: number };

const pair = (name: string, opcode: string, width: 'u8' | 'u16' | 'i32', feature: Feature): ArmRow[] => [
  define({
    name: `ldrex${name}`,
    feature,
    pattern: `cond:4 0001 1${opcode}1 Rn:4 Rt:4 1111 1001 1111`,
    translate: (c: ArmContext, f) => loadExclusive(width)(c, f as Load),
    text: (f) => insn(`ldrex${name}`, f.Rt, `[${reg(f.Rn)}]`),
  }),
  define({
    name: `strex${name}`,
    feature,
    pattern: `cond:4 0001 1${opcode}0 Rn:4 Rd:4 1111 1001 Rt:4`,
    translate: (c: ArmContext, f) => storeExclusive(width)(c, f as Store),
    text: (f) => insn(`strex${name}`, f.Rd, f.Rt, `[${reg(f.Rn)}]`),
  }),
];

/** Synchronisation primitives (DDI 0406C A5.2.10) and CLREX. */
export const exclusiveRows: readonly ArmRow[] = [
  ...pair('', '00', 'i32', 'v6'),
  ...pair('b', '10', 'u8', 'v6k'),
  ...pair('h', '11', 'u16', 'v6k'),
  define({
    name: 'ldrexd',
    feature: 'v6k',
    pattern: 'cond:4 0001 1011 Rn:4 Rt:4 1111 1001 1111',
    translate: (c, f) => (f.Rt & 1 || f.Rt === 14 ? false : loadExclusiveDouble(c, { ...f, Rt2: f.Rt + 1 })),
    text: (f) => insn('ldrexd', f.Rt, `[${reg(f.Rn)}]`),
  }),
  define({
    name: 'strexd',
    feature: 'v6k',
    pattern: 'cond:4 0001 1010 Rn:4 Rd:4 1111 1001 Rt:4',
    translate: (c, f) => (f.Rt & 1 || f.Rt === 14 ? false : storeExclusiveDouble(c, { ...f, Rt2: f.Rt + 1 })),
    text: (f) => insn('strexd', f.Rd, f.Rt, `[${reg(f.Rn)}]`),
  }),
  define({
    name: 'clrex',
    feature: 'v6k',
    pattern: '1111 0101 0111 1111 1111 0000 0001 1111',
    translate: clrex,
    text: () => plain('clrex'),
  }),
  define({
    name: 'swp',
    pattern: 'cond:4 0001 0000 Rn:4 Rt:4 0000 1001 Rt2:4',
    translate: swap('i32'),
    text: (f) => insn('swp', f.Rt, f.Rt2, `[${reg(f.Rn)}]`),
  }),
  define({
    name: 'swpb',
    pattern: 'cond:4 0001 0100 Rn:4 Rt:4 0000 1001 Rt2:4',
    translate: swap('u8'),
    text: (f) => insn('swpb', f.Rt, f.Rt2, `[${reg(f.Rn)}]`),
  }),
];
