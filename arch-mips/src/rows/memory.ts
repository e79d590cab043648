import type { I32 } from '@anyuser/core';
import { MemoryFlag } from '@anyuser/core';
import type { MipsContext } from '../context';
import { define, type MipsRow } from '../instruction';
import { LL_ADDRESS, LL_VALUE } from '../registers';
import { offsetText, reg, signed16 } from '../text';

const NO_LINK = -1;

const addressOf = (c: MipsContext, base: number, offset: number): I32 =>
  c.ir.add(c.r(base), c.ir.imm(signed16(offset)));

const access = (
  name: string,
  op: string,
  meaning: (c: MipsContext, rt: number, address: I32) => void,
): MipsRow =>
  define({
    name,
    pattern: `${op} base:5 rt:5 offset:16` as 'base:5 rt:5 offset:16',
    translate: (c, { base, rt, offset }) => meaning(c, rt, addressOf(c, base, offset)),
    text: ({ base, rt, offset }) => `${name}\t${reg(rt)},${offsetText(offset, base)}`,
  });

type Narrow = 'u8' | 'i8' | 'u16' | 'i16' | 'i32';
/** Linux puts unaligned loads and stores right in software (arch/mips/kernel/unaligned.c): here they simply work. */
const load = (name: string, op: string, kind: Narrow): MipsRow =>
  access(name, op, (c, rt, address) => c.setR(rt, c.ir.load(kind, address)));
const store = (name: string, op: string, kind: 'i8' | 'i16' | 'i32'): MipsRow =>
  access(name, op, (c, rt, address) => c.ir.store(kind, address, c.r(rt)));

/** The word that contains an address, how far (in bits) the left part reaches from its top, and the same for the right part. */
function within(
  c: MipsContext,
  address: I32,
): { readonly word: I32; readonly left: I32; readonly right: I32 } {
  const { ir } = c;
  const byte = ir.shl(ir.and(address, ir.imm(3)), ir.imm(3));
  const opposite = ir.xor(byte, ir.imm(24));
  const [left, right] = c.bigEndian ? [byte, opposite] : [opposite, byte];
  return { word: ir.and(address, ir.imm(~3)), left, right };
}

const ones = (c: MipsContext): I32 => c.ir.imm(-1);

/** LWL, LWR, SWL, SWR (MIPS32 Volume II): the parts of an unaligned word left and right of a word boundary. */
const unalignedRows: readonly MipsRow[] = [
  access('lwl', '100010', (c, rt, address) => {
    const { ir } = c;
    const { word, left } = within(c, address);
    // The byte itself first: a fault reports the address that the instruction gave.
    ir.load('u8', address);
    const value = ir.load('i32', word);
    c.setR(rt, ir.or(ir.shl(value, left), ir.and(c.r(rt), ir.not(ir.shl(ones(c), left)))));
  }),
  access('lwr', '100110', (c, rt, address) => {
    const { ir } = c;
    const { word, right } = within(c, address);
    ir.load('u8', address);
    const value = ir.load('i32', word);
    c.setR(rt, ir.or(ir.shrU(value, right), ir.and(c.r(rt), ir.not(ir.shrU(ones(c), right)))));
  }),
  access('swl', '101010', (c, rt, address) => {
    const { ir } = c;
    const { word, left } = within(c, address);
    ir.store('i8', address, ir.shrU(c.r(rt), ir.imm(24)));
    const old = ir.load('i32', word);
    ir.store('i32', word, ir.or(ir.shrU(c.r(rt), left), ir.and(old, ir.not(ir.shrU(ones(c), left)))));
  }),
  access('swr', '101110', (c, rt, address) => {
    const { ir } = c;
    const { word, right } = within(c, address);
    ir.store('i8', address, c.r(rt));
    const old = ir.load('i32', word);
    ir.store('i32', word, ir.or(ir.shl(c.r(rt), right), ir.and(old, ir.not(ir.shl(ones(c), right)))));
  }),
];

/** Integer loads and stores, load-linked and store-conditional. */
export const memoryRows: readonly MipsRow[] = [
  load('lb', '100000', 'i8'),
  load('lh', '100001', 'i16'),
  load('lw', '100011', 'i32'),
  load('lbu', '100100', 'u8'),
  load('lhu', '100101', 'u16'),
  store('sb', '101000', 'i8'),
  store('sh', '101001', 'i16'),
  store('sw', '101011', 'i32'),
  ...unalignedRows,
  access('ll', '110000', (c, rt, address) => {
    const { ir } = c;
    const value = ir.load('i32', address, MemoryFlag.aligned);
    ir.set(LL_ADDRESS, address);
    ir.set(LL_VALUE, value);
    c.setR(rt, value);
  }),
  access('sc', '111000', (c, rt, address) => {
    const { ir } = c;
    // As in QEMU the store happens if the word still is what LL read.
    const linked = ir.get(LL_ADDRESS);
    const value = c.r(rt);
    ir.if(
      ir.eq(linked, address),
      () => {
        const now = ir.load('i32', address, MemoryFlag.aligned);
        ir.if(
          ir.eq(now, ir.get(LL_VALUE)),
          () => {
            ir.store('i32', address, value, MemoryFlag.aligned);
            c.setR(rt, ir.imm(1));
          },
          () => c.setR(rt, ir.imm(0)),
        );
      },
      () => c.setR(rt, ir.imm(0)),
    );
    ir.set(LL_ADDRESS, ir.imm(NO_LINK));
  }),
];
