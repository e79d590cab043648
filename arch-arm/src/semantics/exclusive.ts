import type { I32 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { EXCLUSIVE_ADDRESS, EXCLUSIVE_HIGH, EXCLUSIVE_LOW, EXCLUSIVE_OPEN } from '../registers';

/** Sizes of exclusive accesses of one register. */
export type ExclusiveWidth = 'u8' | 'u16' | 'i32';
const bitsOf = { u8: 8, u16: 16, i32: 32 } as const;
const stored = { u8: 'i8', u16: 'i16', i32: 'i32' } as const;

/*
 * The monitor remembers address and value: a store succeeds if memory still holds what the exclusive load read. Guest
 * threads switch between blocks only, so that a load–compare–store within one instruction is atomic.
 */

function address(c: ArmContext, Rn: number, imm: number): I32 {
  return c.ir.add(c.reg(Rn), c.ir.imm(imm));
}

/** Register choices that are unpredictable, and undefined here: r15, in Thumb r13, and a result that overlaps an operand. */
function refused(c: ArmContext, Rn: number, data: readonly number[], Rd?: number): boolean {
  const written = Rd === undefined ? data : [Rd];
  const bad = (n: number): boolean => n === 15 || (c.thumb && n === 13);
  if (Rn === 15 || data.some(bad) || written.some(bad)) return true;
  return Rd === undefined ? data.length === 2 && data[0] === data[1] : Rd === Rn || data.includes(Rd);
}

/** LDREX, LDREXB, LDREXH. imm in bytes. */
export const loadExclusive =
  (width: ExclusiveWidth) =>
  (c: ArmContext, { Rn, Rt, imm = 0 }: { Rn: number; Rt: number; imm?: number }): void | false => {
    if (refused(c, Rn, [Rt])) return false;
    const { ir } = c;
    const at = address(c, Rn, imm);
    const value = ir.load(width, at, c.memory(true));
    ir.set(EXCLUSIVE_OPEN, ir.imm(1));
    ir.set(EXCLUSIVE_ADDRESS, at);
    ir.set(EXCLUSIVE_LOW, value);
    ir.set(EXCLUSIVE_HIGH, ir.imm(0));
    c.setReg(Rt, value);
  };

/** LDREXD. */
export function loadExclusiveDouble(
  c: ArmContext,
  { Rn, Rt, Rt2 }: { Rn: number; Rt: number; Rt2: number },
): void | false {
  if (refused(c, Rn, [Rt, Rt2])) return false;
  const { ir } = c;
  const at = c.reg(Rn);
  const [low, high] = words(c, at);
  ir.set(EXCLUSIVE_OPEN, ir.imm(1));
  ir.set(EXCLUSIVE_ADDRESS, at);
  ir.set(EXCLUSIVE_LOW, low);
  ir.set(EXCLUSIVE_HIGH, high);
  c.setReg(Rt, low);
  c.setReg(Rt2, high);
}

/** The two words at a double-word aligned address, each in the current byte order. */
function words(c: ArmContext, at: I32): readonly [I32, I32] {
  const { ir } = c;
  const value = ir.load('i64', at, c.memory(true));
  const low = ir.i32.wrap_i64(value);
  const high = ir.i32.wrap_i64(ir.i64.shr_u(value, ir.imm64(32n)));
  return c.bigEndian ? [high, low] : [low, high];
}

/** STREX, STREXB, STREXH: Rd = 0 if stored, 1 if not. */
export const storeExclusive =
  (width: ExclusiveWidth) =>
  (
    c: ArmContext,
    { Rn, Rt, Rd, imm = 0 }: { Rn: number; Rt: number; Rd: number; imm?: number },
  ): void | false => {
    if (refused(c, Rn, [Rt], Rd)) return false;
    const { ir } = c;
    const at = address(c, Rn, imm);
    const value = c.reg(Rt);
    conditionally(
      c,
      at,
      Rd,
      () => ir.eq(ir.load(width, at, c.memory(true)), ir.bits(ir.get(EXCLUSIVE_LOW), 0, bitsOf[width])),
      () => ir.store(stored[width], at, value, c.memory(true)),
    );
  };

/** STREXD. */
export function storeExclusiveDouble(
  c: ArmContext,
  { Rn, Rt, Rt2, Rd }: { Rn: number; Rt: number; Rt2: number; Rd: number },
): void | false {
  if (refused(c, Rn, [Rt, Rt2], Rd)) return false;
  const { ir } = c;
  const at = c.reg(Rn);
  const [first, second] = [c.reg(Rt), c.reg(Rt2)];
  conditionally(
    c,
    at,
    Rd,
    () => {
      const [low, high] = words(c, at);
      return ir.and(ir.eq(low, ir.get(EXCLUSIVE_LOW)), ir.eq(high, ir.get(EXCLUSIVE_HIGH)));
    },
    () => {
      const { i64 } = ir;
      const [low, high] = c.bigEndian ? [second, first] : [first, second];
      const value = i64.or(i64.extend_i32_u(low), i64.shl(i64.extend_i32_u(high), ir.imm64(32n)));
      ir.store('i64', at, value, c.memory(true));
    },
  );
}

function conditionally(c: ArmContext, at: I32, Rd: number, unchanged: () => I32, write: () => void): void {
  const { ir } = c;
  const fail = (): void => c.setReg(Rd, ir.imm(1));
  const attempt = (): void =>
    ir.if(
      unchanged(),
      () => {
        write();
        c.setReg(Rd, ir.imm(0));
      },
      fail,
    );
  ir.if(ir.and(ir.eq(at, ir.get(EXCLUSIVE_ADDRESS)), ir.get(EXCLUSIVE_OPEN)), attempt, fail);
  clrex(c);
}

/** CLREX. */
export function clrex(c: ArmContext): void {
  c.ir.set(EXCLUSIVE_OPEN, c.ir.imm(0));
}

/** SWP and SWPB. */
export const swap =
  (width: 'u8' | 'i32') =>
  (c: ArmContext, { Rn, Rt, Rt2 }: { Rn: number; Rt: number; Rt2: number }): void => {
    const { ir } = c;
    const at = c.reg(Rn);
    const value = c.reg(Rt2);
    const old = ir.load(width, at, c.memory(true));
    ir.store(stored[width], at, value, c.memory(true));
    c.setReg(Rt, old);
  };
