import type { I32, V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { asm, core } from '../vfp/text';
import { at, demandAlignment, loadElements, loadHalf, storeElements, storeHalf } from './element-memory';
import { count } from './lanes';
import { dReg, highTwice, joinLow, read, write } from './registers';

/** Registers of the multiple-structure forms by their type field (DDI 0406C A7.7.1). */
interface Structure {
  /** Elements of a structure: the n of VLDn. */
  readonly n: number;
  /** Structures side by side: registers d, d+1, … each begin one. */
  readonly repeat: number;
  /** From one element's register to the next. */
  readonly spacing: number;
}

const structures: readonly (Structure | undefined)[] = [
  { n: 4, repeat: 1, spacing: 1 },
  { n: 4, repeat: 1, spacing: 2 },
  { n: 1, repeat: 4, spacing: 1 },
  { n: 2, repeat: 2, spacing: 2 },
  { n: 3, repeat: 1, spacing: 1 },
  { n: 3, repeat: 1, spacing: 2 },
  { n: 1, repeat: 3, spacing: 1 },
  { n: 1, repeat: 1, spacing: 1 },
  { n: 2, repeat: 1, spacing: 1 },
  { n: 2, repeat: 1, spacing: 2 },
  { n: 1, repeat: 2, spacing: 1 },
];

/** A stretch of memory and the registers whose elements are interleaved in it. */
interface Block {
  readonly offset: number;
  readonly registers: readonly number[];
  /** Place in memory of a byte of registers[k]. */
  place(k: number, byte: number): number;
}

function blocks(s: Structure, d: number, size: number): readonly Block[] {
  if (s.n === 1) {
    const registers = count(s.repeat, (i) => d + i);
    return [{ offset: 0, registers, place: (k, byte) => k * 8 + byte }];
  }
  const place = (k: number, byte: number): number =>
    (((byte >> size) * s.n + k) << size) | (byte & ((1 << size) - 1));
  return Array.from({ length: s.repeat }, (_, r) => ({
    offset: r * s.n * 8,
    registers: count(s.n, (k) => d + r + k * s.spacing),
    place,
  }));
}

/** Whether two registers are the halves of a Q register. */
const isPair = (low: number, high: number | undefined): boolean => (low & 1) === 0 && high === low + 1;

const isIdentity = (bytes: readonly number[]): boolean => bytes.every((byte, i) => byte === i);

/** Loads a block; returns what writes its registers. */
function loadBlock(c: ArmContext, base: I32, size: number, { offset, registers, place }: Block): () => void {
  const { ir } = c;
  const chunks: V128[] = [];
  for (let byte = 0; byte < registers.length * 8; byte += 16) {
    const address = at(c, base, offset + byte);
    const whole = byte + 16 <= registers.length * 8;
    chunks.push(whole ? loadElements(c, size, address) : ir.i64x2.splat(loadHalf(c, size, address)));
  }
  const [first, second = first] = chunks as [V128, V128?];
  return () => {
    for (let k = 0; k < registers.length; k += 2) {
      const bytes = count(16, (i) => place(Math.min(k + (i >> 3), registers.length - 1), i & 7));
      const value = isIdentity(bytes) ? first : ir.shuffle(first, second, bytes);
      const [low, high] = [registers[k]!, registers[k + 1]];
      if (isPair(low, high)) c.setQ(low >> 1, value);
      else {
        write(c, 0, low, value);
        if (high !== undefined) write(c, 0, high, highTwice(ir, value));
      }
    }
  };
}

function readPair(c: ArmContext, low: number, high: number | undefined): V128 {
  if (isPair(low, high)) return c.q(low >> 1);
  const value = read(c, 0, low);
  return high === undefined ? value : joinLow(c.ir, value, read(c, 0, high));
}

function storeBlock(c: ArmContext, base: I32, size: number, { offset, registers, place }: Block): void {
  const first = readPair(c, registers[0]!, registers[1]);
  const second = registers.length > 2 ? readPair(c, registers[2]!, registers[3]) : first;
  const total = registers.length * 8;
  const sources = Array<number>(total);
  for (let k = 0; k < registers.length; k++)
    for (let byte = 0; byte < 8; byte++) sources[place(k, byte)] = k * 8 + byte;
  for (let byte = 0; byte < total; byte += 16) {
    const address = at(c, base, offset + byte);
    const lanes = count(16, (i) => sources[byte + i] ?? 0);
    const value = isIdentity(lanes) ? first : c.ir.shuffle(first, second, lanes);
    if (byte + 16 <= total) storeElements(c, size, address, value);
    else storeHalf(c, size, address, value);
  }
}

/** Address writeback: Rm 15 none, 13 the bytes accessed, else a core register. */
export function writeBack(c: ArmContext, Rn: number, Rm: number, bytes: number): void {
  if (Rm === 15) return;
  const { ir } = c;
  c.setReg(Rn, ir.add(c.reg(Rn), Rm === 13 ? ir.imm(bytes) : c.reg(Rm)));
}

/** `[r0 :64]!` */
export function addressText(Rn: number, Rm: number, alignBits: number): string {
  const base = `[${core(Rn)}${alignBits > 0 ? ` :${alignBits}` : ''}]`;
  return Rm === 15 ? base : Rm === 13 ? `${base}!` : `${base}, ${core(Rm)}`;
}

/** Registers of a list at a distance, each with an index or none; neighbours are written as a range. */
export const listText = (d: number, length: number, spacing: number, index = ''): string => {
  const names = count(length, (i) => (d + i * spacing) & 31).map((n) => `d${n}${index}`);
  const asRange = length > 1 && spacing === 1 && (index === '' || index === '[]');
  return `{${asRange ? `${names[0]}-${names[length - 1]}` : names.join(',')}}`;
};

/** VLD1–4 and VST1–4 of multiple structures. */
export const structureRows: readonly ArmRow[] = [
  define({
    name: 'vld, vst (multiple structures)',
    pattern: '1111 0100 0 D:1 L:1 0 Rn:4 Vd:4 type:4 size:2 align:2 Rm:4',
    feature: 'neon',
    translate(c, f): void | false {
      const s = structures[f.type];
      if (s === undefined) return false;
      // 128- and 256-bit alignment exist for lists that are as long.
      if ((f.type & 12) === 4 ? f.align >= 2 : (f.type & 12) === 8 && f.align === 3) return false;
      if (f.size === 3 && s.n !== 1) return false;
      const d = dReg(f.Vd, f.D);
      const last = d + s.repeat - 1 + (s.n - 1) * s.spacing;
      if (f.Rn === 15 || last > 31) return false;
      const base = c.reg(f.Rn);
      if (f.align > 0) demandAlignment(c, base, 4 << f.align);
      const parts = blocks(s, d, f.size);
      if (f.L) {
        const writers = parts.map((block) => loadBlock(c, base, f.size, block));
        for (const finish of writers) finish();
      } else for (const block of parts) storeBlock(c, base, f.size, block);
      writeBack(c, f.Rn, f.Rm, s.n * s.repeat * 8);
    },
    text(f) {
      const { n, repeat, spacing } = structures[f.type] ?? { n: 1, repeat: 1, spacing: 1 };
      const d = dReg(f.Vd, f.D);
      const list = repeat > 1 ? listText(d, n * repeat, 1) : listText(d, n, spacing);
      const align = f.align > 0 ? 32 << f.align : 0;
      return asm(`${f.L ? 'vld' : 'vst'}${n}{c}.${8 << f.size}`, list, addressText(f.Rn, f.Rm, align));
    },
  }),
];
