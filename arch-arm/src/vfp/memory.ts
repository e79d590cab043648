import { type I32, MemoryFlag } from '@anyuser/core';
import type { ArmContext } from '../context';
import { type ArmRow, define } from '../instruction';
import { Mode } from '../mode';
import { hasDouble, register } from './precision';
import { asm, core, range, remark } from './text';

const single = (c: ArmContext): number => c.memory(true);
/** Double words need word alignment only (DDI 0406C A3.2.1). */
const double = (c: ArmContext): number => c.memory(true) | MemoryFlag.alignedWord;

const at = (c: ArmContext, base: I32, offset: number): I32 => c.ir.add(base, c.ir.imm(offset));

function address(Rn: number, offset: number, pc: number): string {
  if (Rn !== 15) return offset === 0 ? `[${core(Rn)}]` : `[${core(Rn)}, #${offset}]${remark(offset)}`;
  const target = ((pc & ~3) + offset) >>> 0;
  return `[pc, #${offset}]\t@ ${target.toString(16)}`;
}

const one = define({
  name: 'vldr, vstr',
  pattern: 'cond:4 1101 U:1 D:1 0 L:1 Rn:4 Vd:4 101 sz:1 imm8:8',
  feature: 'vfpv2',
  translate(c, f): void | false {
    const { ir } = c;
    const d = register(f.sz, f.Vd, f.D);
    if (f.sz && !hasDouble(c, d)) return false;
    const from = at(c, c.base(f.Rn), (f.U ? 4 : -4) * f.imm8);
    if (f.sz) {
      if (f.L) c.setX(d, ir.load('i64', from, double(c)));
      else ir.store('i64', from, c.x(d), double(c));
    } else if (f.L) c.setW(d, ir.load('i32', from, single(c)));
    else ir.store('i32', from, c.w(d), single(c));
  },
  text(f, pc) {
    const name = `${f.sz ? 'd' : 's'}${register(f.sz, f.Vd, f.D)}`;
    const offset = (f.U ? 4 : -4) * f.imm8;
    const shown = f.U || f.imm8 ? `${offset}` : '-0';
    const where = f.Rn !== 15 && shown === '-0' ? `[${core(f.Rn)}, #-0]` : address(f.Rn, offset, pc + 8);
    return asm(f.L ? 'vldr{c}' : 'vstr{c}', name, where);
  },
});

/** Forms by P and U; P = 1, U = 0 without writeback is VLDR's space and does not come here. */
function multiple(name: string, P: 0 | 1, U: 0 | 1, W: '0' | '1' | 'W:1'): ArmRow {
  return define({
    name,
    pattern:
      `cond:4 110 ${P} ${U} D:1 ${W} L:1 Rn:4 Vd:4 101 sz:1 imm8:8` as 'D:1 W:1 L:1 Rn:4 Vd:4 sz:1 imm8:8',
    feature: 'vfpv2',
    translate(c, f): void | false {
      const writeback = W === '1' || f.W === 1;
      const d = register(f.sz, f.Vd, f.D);
      const count = f.sz ? f.imm8 >> 1 : f.imm8;
      if (count === 0 || d + count > 32 || (f.sz && count > 16)) return false;
      if (f.sz && !hasDouble(c, d + count - 1)) return false;
      if (f.Rn === 15 && writeback) return false;
      const base = c.base(f.Rn);
      // The odd word count of FLDMX and FSTMX moves the base register, not the data.
      const bytes = f.imm8 * 4;
      const start = U ? base : at(c, base, -bytes);
      transfer(c, start, d, count, f.sz !== 0, f.L !== 0);
      if (writeback) c.setReg(f.Rn, U ? at(c, base, bytes) : start);
    },
    text: (f) => multipleText(f, P, U, W === '1' || f.W === 1),
  });
}

/** Loads or stores `count` registers from d on. Loads are complete before the first register changes. */
function transfer(
  c: ArmContext,
  start: I32,
  d: number,
  count: number,
  isDouble: boolean,
  load: boolean,
): void {
  const { ir } = c;
  const indices = Array.from({ length: count }, (_, i) => i);
  if (isDouble) {
    transferDoubles(c, start, d, count, load);
    return;
  }
  if (load) {
    const values = indices.map((i) => ir.load('i32', at(c, start, i * 4), single(c)));
    for (const i of indices) c.setW(d + i, values[i]!);
  } else for (const i of indices) ir.store('i32', at(c, start, i * 4), c.w(d + i), single(c));
}

/** A register of a list, or two of D16–D31 that are a Q register: who saves those in lists computes with vectors. */
interface Piece {
  readonly d: number;
  readonly pair: boolean;
  readonly offset: number;
}

function pieces(c: ArmContext, d: number, count: number): Piece[] {
  const list: Piece[] = [];
  // A big-endian access of both would exchange them.
  const pairs = !(c.mode & Mode.bigEndian);
  for (let i = 0; i < count; ) {
    const pair = pairs && d + i >= 16 && ((d + i) & 1) === 0 && i + 1 < count;
    list.push({ d: d + i, pair, offset: i * 8 });
    i += pair ? 2 : 1;
  }
  return list;
}

function transferDoubles(c: ArmContext, start: I32, d: number, count: number, load: boolean): void {
  const { ir } = c;
  const list = pieces(c, d, count);
  if (!load) {
    for (const { d, pair, offset } of list) {
      if (pair) ir.store('v128', at(c, start, offset), c.q(d >> 1), double(c));
      else ir.store('i64', at(c, start, offset), c.x(d), double(c));
    }
    return;
  }
  const writers = list.map(({ d, pair, offset }) => {
    if (pair) {
      const value = ir.load('v128', at(c, start, offset), double(c));
      return () => c.setQ(d >> 1, value);
    }
    const value = ir.load('i64', at(c, start, offset), double(c));
    return () => c.setX(d, value);
  });
  for (const write of writers) write();
}

function multipleText(
  f: { D: number; L: number; Rn: number; Vd: number; sz: number; imm8: number },
  P: number,
  U: number,
  writeback: boolean,
): string {
  const d = register(f.sz, f.Vd, f.D);
  const list = range(f.sz ? 'd' : 's', d, f.sz ? f.imm8 >> 1 : f.imm8);
  const base = core(f.Rn) + (writeback ? '!' : '');
  if (f.sz && f.imm8 & 1) {
    return asm(`${f.L ? 'fldm' : 'fstm'}${P ? 'dbx' : 'iax'}{c}`, base, `${list}\t@ Deprecated`);
  }
  if (f.Rn === 13 && writeback && P && !f.L) return asm('vpush{c}', list);
  if (f.Rn === 13 && writeback && U && f.L) return asm('vpop{c}', list);
  return asm(`${f.L ? 'vldm' : 'vstm'}${P ? 'db' : 'ia'}{c}`, base, list);
}

/** VLDR, VSTR, VLDM, VSTM, VPUSH, VPOP and the deprecated FLDMX, FSTMX (DDI 0406C A7.6). */
export const memoryRows: readonly ArmRow[] = [
  one,
  multiple('vldmia, vstmia', 0, 1, 'W:1'),
  multiple('vldmdb, vstmdb', 1, 0, '1'),
];
