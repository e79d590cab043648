import { type ArmRow, define } from '../instruction';
import {
  type Indexing,
  type LoadWidth,
  load,
  loadDouble,
  plainIndexing,
  type StoreWidth,
  store,
  storeDouble,
} from '../semantics/load-store';
import { nop } from '../semantics/system';
import { imm, indexed, insn, offset, reg } from '../text';

type F = Readonly<Record<string, number>>;

/** A transfer: its size field, whether it sign-extends, and what it moves. */
type Transfer =
  | { readonly name: string; readonly size: string; readonly load: LoadWidth }
  | { readonly name: string; readonly size: string; readonly store: StoreWidth };

const transfers: readonly Transfer[] = [
  { name: 'strb', size: '00', store: 'i8' },
  { name: 'strh', size: '01', store: 'i16' },
  { name: 'str', size: '10', store: 'i32' },
  { name: 'ldrb', size: '00', load: 'u8' },
  { name: 'ldrh', size: '01', load: 'u16' },
  { name: 'ldr', size: '10', load: 'i32' },
  { name: 'ldrsb', size: '00', load: 'i8' },
  { name: 'ldrsh', size: '01', load: 'i16' },
];

const isWord = ({ size }: Transfer): boolean => size === '10';
const addressOf = (f: F, text: string): string => `[${reg(f.Rn)}${text ? `, ${text}` : ''}]`;

/** objdump writes no offset where it is zero, whatever its sign. */
const literal = (f: F): string => (f.imm12 ? `[pc, #${f.U ? '' : '-'}${f.imm12}]` : '[pc]');

/** Whether the register fields name a transfer: loads of bytes and halves into r15 are preloads; stores have no literal. */
const isTransfer = (t: Transfer) => (f: F) =>
  'load' in t ? (isWord(t) || f.Rt !== 15) && f.Rn !== 15 : f.Rn !== 15;

function rowsOf(t: Transfer): ArmRow[] {
  const sign = t.name.startsWith('ldrs') ? '1' : '0';
  const L = 'load' in t ? '1' : '0';
  const move = (
    c: Parameters<ArmRow['translate']>[0],
    f: F,
    indexing: Indexing,
    by: number | 'register',
  ): void => {
    const amount = by === 'register' ? c.ir.shl(c.reg(f.Rm), c.ir.imm(f.imm2)) : c.ir.imm(by);
    if ('load' in t) load(c, t.load, f.Rt, indexing, amount);
    else store(c, t.store, f.Rt, indexing, amount);
  };
  const rows: ArmRow[] = [
    define<string>({
      name: `${t.name} (12 bits)`,
      pattern: `1111100 ${sign} 1 ${t.size} ${L} Rn:4 Rt:4 imm12:12`,
      when: isTransfer(t),
      translate: (c, f) => move(c, f, plainIndexing(f.Rn), f.imm12),
      text: (f) => insn(`${t.name}{c}.w`, f.Rt, addressOf(f, f.imm12 ? imm(f.imm12) : '')),
    }),
    define<string>({
      name: `${t.name} (8 bits)`,
      pattern: `1111100 ${sign} 0 ${t.size} ${L} Rn:4 Rt:4 1 P:1 U:1 W:1 imm8:8`,
      // Neither indexed nor written back does not exist; with P and U alone it is the unprivileged form.
      when: (f) =>
        (f.P === 1 || f.W === 1) &&
        f.Rn !== 15 &&
        (f.Rt !== 15 || !('load' in t) || isWord(t) || f.W === 1 || f.U === 1),
      translate: (c, f) => move(c, f, { Rn: f.Rn, P: f.P, U: f.U, W: f.W }, f.imm8),
      text: (f) =>
        insn(
          f.P && f.U && !f.W ? `${t.name}t` : `${t.name}{c}.w`,
          f.Rt,
          indexed(f.Rn, offset(f.imm8, f.U), f.P, f.P && f.W),
        ),
    }),
    define<string>({
      name: `${t.name} (register)`,
      pattern: `1111100 ${sign} 0 ${t.size} ${L} Rn:4 Rt:4 000000 imm2:2 Rm:4`,
      when: isTransfer(t),
      translate: (c, f) => move(c, f, plainIndexing(f.Rn), 'register'),
      text: (f) =>
        insn(`${t.name}{c}.w`, f.Rt, addressOf(f, `${reg(f.Rm)}${f.imm2 ? `, lsl #${f.imm2}` : ''}`)),
    }),
  ];
  if ('load' in t) {
    rows.push(
      define<string>({
        name: `${t.name} (literal)`,
        pattern: `1111100 ${sign} U:1 ${t.size} 1 1111 Rt:4 imm12:12`,
        when: (f) => isWord(t) || f.Rt !== 15,
        translate: (c, f) => move(c, f, { ...plainIndexing(15), U: f.U }, f.imm12),
        text: (f) => insn(`${t.name}{c}.w`, f.Rt, literal(f)),
      }),
    );
  }
  return rows;
}

/** PLD, PLDW, PLI and reserved hints: loads of a byte or half into r15. Preloads never fault. */
const preload = (name: string, bits: string): ArmRow[] => [
  define<string>({
    name: `${name} (12 bits)`,
    pattern: `1111100 ${bits[0]!} 1 0${bits[1]!} 1 Rn:4 1111 imm12:12`,
    when: (f) => f.Rn !== 15,
    translate: nop,
    text: (f) => insn(name, addressOf(f, f.imm12 ? imm(f.imm12) : '')),
  }),
  define<string>({
    name: `${name} (8 bits)`,
    pattern: `1111100 ${bits[0]!} 0 0${bits[1]!} 1 Rn:4 1111 1100 imm8:8`,
    when: (f) => f.Rn !== 15,
    translate: nop,
    text: (f) => insn(name, addressOf(f, `#-${f.imm8}`)),
  }),
  define<string>({
    name: `${name} (register)`,
    pattern: `1111100 ${bits[0]!} 0 0${bits[1]!} 1 Rn:4 1111 000000 imm2:2 Rm:4`,
    when: (f) => f.Rn !== 15,
    translate: nop,
    text: (f) => insn(name, addressOf(f, `${reg(f.Rm)}${f.imm2 ? `, lsl #${f.imm2}` : ''}`)),
  }),
  define<string>({
    name: `${name} (literal)`,
    pattern: `1111100 ${bits[0]!} U:1 0${bits[1]!} 1 1111 1111 imm12:12`,
    translate: nop,
    text: (f) => insn(name, literal(f)),
  }),
];

const double = (name: string, L: 0 | 1, transfer: typeof loadDouble): ArmRow =>
  define<string>({
    name,
    pattern: `1110100 P:1 U:1 1 W:1 ${L} Rn:4 Rt:4 Rt2:4 imm8:8`,
    when: (f) => f.P === 1 || f.W === 1,
    translate: (c, f) => transfer(c, f.Rt, f.Rt2, { Rn: f.Rn, P: f.P, U: f.U, W: f.W }, c.ir.imm(f.imm8 * 4)),
    text: (f) => insn(name, f.Rt, f.Rt2, indexed(f.Rn, offset(f.imm8 * 4, f.U), f.P, f.P && f.W)),
  });

/** Loads, stores and preloads of T32 (DDI 0406C A6.3.6–A6.3.10). */
export const loadStoreRows: readonly ArmRow[] = [
  ...transfers.flatMap(rowsOf),
  ...preload('pld', '00'),
  ...preload('pldw', '01'),
  ...preload('pli', '10'),
  ...preload('nop (preload)', '11'),
  double('ldrd', 1, loadDouble),
  double('strd', 0, storeDouble),
];
