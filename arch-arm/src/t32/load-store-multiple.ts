import { type ArmRow, define } from '../instruction';
import {
  clrex,
  loadExclusive,
  loadExclusiveDouble,
  storeExclusive,
  storeExclusiveDouble,
} from '../semantics/exclusive';
import { loadMultiple, registersOf, storeMultiple } from '../semantics/load-store-multiple';
import { insn, list, reg } from '../text';

type F = Readonly<Record<string, number>>;

const tooFew = (f: F): boolean => registersOf(f.list).length < 2;
/** Writeback of a base that is in the list is undefined in T32. */
const clashes = (f: F): boolean => f.W === 1 && (f.list & (1 << f.Rn)) !== 0;

const multiple = (name: string, bits: string, L: 0 | 1, P: 0 | 1): ArmRow =>
  define<string>({
    name,
    pattern: `1110100 ${bits} 0 W:1 ${L} Rn:4 list:16`,
    translate: (c, f) => {
      if (tooFew(f) || clashes(f)) return false;
      const transfer = { Rn: f.Rn, list: f.list, W: f.W, P, U: P ? 0 : 1 };
      return L ? loadMultiple(c, transfer) : storeMultiple(c, transfer);
    },
    text: (f) => {
      return insn(P ? name : `${name}{c}.w`, `${reg(f.Rn)}${f.W ? '!' : ''}`, list(f.list));
    },
  });

const exclusive = (name: string, op: string, width: 'u8' | 'u16'): ArmRow[] => [
  define<string>({
    name: `ldrex${name}`,
    pattern: `111010001101 Rn:4 Rt:4 1111 ${op} 1111`,
    translate: (c, f) => loadExclusive(width)(c, { Rn: f.Rn, Rt: f.Rt }),
    text: (f) => insn(`ldrex${name}`, f.Rt, `[${reg(f.Rn)}]`),
  }),
  define<string>({
    name: `strex${name}`,
    pattern: `111010001100 Rn:4 Rt:4 1111 ${op} Rd:4`,
    translate: (c, f) => storeExclusive(width)(c, { Rn: f.Rn, Rt: f.Rt, Rd: f.Rd }),
    text: (f) => insn(`strex${name}`, f.Rd, f.Rt, `[${reg(f.Rn)}]`),
  }),
];

const baseOf = (f: F): string => `[${reg(f.Rn)}${f.imm8 ? `, #${f.imm8 * 4}` : ''}]`;

/** LDM, STM and the synchronisation primitives of T32 (DDI 0406C A6.3.5, A6.3.6). */
export const loadStoreMultipleRows: readonly ArmRow[] = [
  multiple('stmia', '01', 0, 0),
  multiple('ldmia', '01', 1, 0),
  multiple('stmdb', '10', 0, 1),
  multiple('ldmdb', '10', 1, 1),
  define({
    name: 'ldrex',
    pattern: '111010000101 Rn:4 Rt:4 1111 imm8:8',
    translate: (c, f) => loadExclusive('i32')(c, { Rn: f.Rn, Rt: f.Rt, imm: f.imm8 * 4 }),
    text: (f) => insn('ldrex', f.Rt, baseOf(f)),
  }),
  define({
    name: 'strex',
    pattern: '111010000100 Rn:4 Rt:4 Rd:4 imm8:8',
    translate: (c, f) => storeExclusive('i32')(c, { Rn: f.Rn, Rt: f.Rt, Rd: f.Rd, imm: f.imm8 * 4 }),
    text: (f) => insn('strex', f.Rd, f.Rt, baseOf(f)),
  }),
  ...exclusive('b', '0100', 'u8'),
  ...exclusive('h', '0101', 'u16'),
  define({
    name: 'ldrexd',
    pattern: '111010001101 Rn:4 Rt:4 Rt2:4 0111 1111',
    translate: loadExclusiveDouble,
    text: (f) => insn('ldrexd', f.Rt, f.Rt2, `[${reg(f.Rn)}]`),
  }),
  define({
    name: 'strexd',
    pattern: '111010001100 Rn:4 Rt:4 Rt2:4 0111 Rd:4',
    translate: storeExclusiveDouble,
    text: (f) => insn('strexd', f.Rd, f.Rt, f.Rt2, `[${reg(f.Rn)}]`),
  }),
  define({
    name: 'clrex',
    pattern: '1111 0011 1011 1111 1000 1111 0010 1111',
    translate: clrex,
    text: () => insn('clrex'),
  }),
];
