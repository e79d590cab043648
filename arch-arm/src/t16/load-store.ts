import { type ArmRow, define } from '../instruction';
import { type LoadWidth, load, plainIndexing, type StoreWidth, store } from '../semantics/load-store';
import { loadMultiple, storeMultiple } from '../semantics/load-store-multiple';
import { imm, insn, list, reg } from '../text';

type F = Readonly<Record<string, number>>;
const bits = (n: number, width: number): string => n.toString(2).padStart(width, '0');

const stores = { str: 'i32', strh: 'i16', strb: 'i8' } as const satisfies Record<string, StoreWidth>;
const loads = {
  ldrsb: 'i8',
  ldr: 'i32',
  ldrh: 'u16',
  ldrb: 'u8',
  ldrsh: 'i16',
} as const satisfies Record<string, LoadWidth>;
type Name = keyof typeof stores | keyof typeof loads;

const isStore = (name: Name): name is keyof typeof stores => name in stores;

/** 0101 opcode Rm Rn Rt, in the order of the opcode. */
const registerRows = (['str', 'strh', 'strb', 'ldrsb', 'ldr', 'ldrh', 'ldrb', 'ldrsh'] as const).map(
  (name, opcode) =>
    define({
      name: `${name} (register)`,
      pattern: `0101 ${bits(opcode, 3)} Rm:3 Rn:3 Rt:3`,
      translate: (c, f: F) =>
        isStore(name)
          ? store(c, stores[name], f.Rt, plainIndexing(f.Rn), c.reg(f.Rm))
          : load(c, loads[name], f.Rt, plainIndexing(f.Rn), c.reg(f.Rm)),
      text: (f: F) => insn(name, f.Rt, `[${reg(f.Rn)}, ${reg(f.Rm)}]`),
    }),
);

/** Prefix, name, and log2 of the size by which imm5 is scaled. */
const immediateRows = (
  [
    ['01100', 'str', 2],
    ['01101', 'ldr', 2],
    ['01110', 'strb', 0],
    ['01111', 'ldrb', 0],
    ['10000', 'strh', 1],
    ['10001', 'ldrh', 1],
  ] as const
).map(([prefix, name, scale]) =>
  define({
    name: `${name} (immediate)`,
    pattern: `${prefix} imm5:5 Rn:3 Rt:3`,
    translate: (c, f: F) => {
      const offset = c.ir.imm(f.imm5 << scale);
      if (isStore(name)) store(c, stores[name], f.Rt, plainIndexing(f.Rn), offset);
      else load(c, loads[name], f.Rt, plainIndexing(f.Rn), offset);
    },
    text: (f: F) => insn(name, f.Rt, `[${reg(f.Rn)}, ${imm(f.imm5 << scale)}]`),
  }),
);

const baseOf = (text: string, imm8: number): string => `[${text}, ${imm(imm8 * 4)}]`;

/** Loads and stores of 16 bits (DDI 0406C A6.2.4, A6.2.5). */
export const loadStoreRows: readonly ArmRow[] = [
  ...registerRows,
  ...immediateRows,
  define({
    name: 'ldr (literal)',
    pattern: '01001 Rt:3 imm8:8',
    translate: (c, f) => load(c, 'i32', f.Rt, plainIndexing(15), c.ir.imm(f.imm8 * 4)),
    text: (f) => insn('ldr', f.Rt, `[pc, ${imm(f.imm8 * 4)}]`),
  }),
  define({
    name: 'str (sp)',
    pattern: '10010 Rt:3 imm8:8',
    translate: (c, f) => store(c, 'i32', f.Rt, plainIndexing(13), c.ir.imm(f.imm8 * 4)),
    text: (f) => insn('str', f.Rt, baseOf('sp', f.imm8)),
  }),
  define({
    name: 'ldr (sp)',
    pattern: '10011 Rt:3 imm8:8',
    translate: (c, f) => load(c, 'i32', f.Rt, plainIndexing(13), c.ir.imm(f.imm8 * 4)),
    text: (f) => insn('ldr', f.Rt, baseOf('sp', f.imm8)),
  }),
  define({
    name: 'push',
    pattern: '1011010 M:1 list:8',
    translate: (c, f) => storeMultiple(c, { Rn: 13, list: f.list | (f.M << 14), P: 1, U: 0, W: 1 }),
    text: (f) => insn('push', list(f.list | (f.M << 14))),
  }),
  define({
    name: 'pop',
    pattern: '1011110 P:1 list:8',
    translate: (c, f) => loadMultiple(c, { Rn: 13, list: f.list | (f.P << 15), P: 0, U: 1, W: 1 }),
    text: (f) => insn('pop', list(f.list | (f.P << 15))),
  }),
  define({
    name: 'stm',
    pattern: '11000 Rn:3 list:8',
    translate: (c, f) => storeMultiple(c, { ...f, P: 0, U: 1, W: 1 }),
    text: (f) => insn('stmia', `${reg(f.Rn)}!`, list(f.list)),
  }),
  define({
    name: 'ldm',
    pattern: '11001 Rn:3 list:8',
    // A base that is loaded is not written back.
    translate: (c, f) => loadMultiple(c, { ...f, P: 0, U: 1, W: f.list & (1 << f.Rn) ? 0 : 1 }),
    text: (f) => insn('ldmia', `${reg(f.Rn)}${f.list & (1 << f.Rn) ? '' : '!'}`, list(f.list)),
  }),
];
