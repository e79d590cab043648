import type { I32, I64, IrBuilder, V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { bitsOf, lanes, lowBits, narrowLanes, roundLastBit, signMask, splat } from './lanes';
import { saturates } from './registers';

/** What VSHL, VRSHL, VQSHL and VQRSHL by register have on and off. */
export interface ShiftKind {
  readonly unsigned: boolean;
  readonly round: boolean;
  readonly saturate: boolean;
}

/** Lanes of a shifted by the signed low byte of the lanes of b: left where positive, right where negative. */
export function shiftByRegister(c: ArmContext, size: number, kind: ShiftKind, a: V128, b: V128): V128 {
  if (size === 3) return shiftDoubleWords(c, kind, a, b);
  const { ir } = c;
  const { v128 } = ir;
  const lane = narrowLanes(ir, size);
  const bits = bitsOf(size);
  const spare = ir.imm(bits - 8);
  const by = size === 0 ? b : lane.shr_s(lane.shl(b, spare), spare);
  const right = signMask(ir, size, by);
  const amount = lane.abs(by);
  const left = v128.andnot(shiftLeft(ir, size, a, amount), right);
  // Rounding shifts one place less, then the last one by hand. A lane that shifts left does not come here.
  const down = kind.round ? lane.sub(amount, splat(ir, size, 1)) : amount;
  const shifted = shiftRight(ir, size, kind.unsigned, a, down);
  const rounded = kind.round ? roundLastBit(ir, size, kind.unsigned, shifted) : shifted;
  if (!kind.saturate) return v128.or(left, v128.and(rounded, right));
  const back = shiftRight(ir, size, kind.unsigned, left, amount);
  const lost = v128.andnot(lane.ne(back, a), right);
  saturates(c, lost);
  const shown = v128.bitselect(rounded, left, right);
  if (kind.unsigned) return v128.or(shown, lost);
  const limit = v128.xor(signMask(ir, size, a), lowBits(ir, size, bits - 1));
  return v128.bitselect(limit, shown, lost);
}

/** Shifts by one bit of the amount after the other; amounts from the lane's bits on give zero. */
function shiftLeft(ir: IrBuilder, size: number, a: V128, amount: V128): V128 {
  const lane = narrowLanes(ir, size);
  const value = barrel(ir, size, a, amount, (x, n) => lane.shl(x, ir.imm(n)));
  return ir.v128.and(value, lane.lt_u(amount, splat(ir, size, bitsOf(size))));
}

/** As shiftLeft; amounts from the lane's bits on give zero or, signed, the sign. */
function shiftRight(ir: IrBuilder, size: number, unsigned: boolean, a: V128, amount: V128): V128 {
  const lane = narrowLanes(ir, size);
  const bits = bitsOf(size);
  if (!unsigned) {
    const capped = lane.min_u(amount, splat(ir, size, bits - 1));
    return barrel(ir, size, a, capped, (x, n) => lane.shr_s(x, ir.imm(n)));
  }
  const value = barrel(ir, size, a, amount, (x, n) => lane.shr_u(x, ir.imm(n)));
  return ir.v128.and(value, lane.lt_u(amount, splat(ir, size, bits)));
}

function barrel(
  ir: IrBuilder,
  size: number,
  a: V128,
  amount: V128,
  shift: (a: V128, n: number) => V128,
): V128 {
  const bits = bitsOf(size);
  let value = a;
  for (let bit = 0; 1 << bit < bits; bit++) {
    const chosen = signMask(ir, size, lanes(ir, size).shl(amount, ir.imm(bits - 1 - bit)));
    value = ir.v128.bitselect(shift(value, 1 << bit), value, chosen);
  }
  return value;
}

function shiftDoubleWords(c: ArmContext, kind: ShiftKind, a: V128, b: V128): V128 {
  const { ir } = c;
  const one = (i: 0 | 1): { value: I64; lost: I64 } =>
    shiftDoubleWord(ir, kind, ir.i64x2.extract_lane(a, i), ir.i32.extend8_s(ir.i32x4.extract_lane(b, i * 2)));
  const [low, high] = [one(0), one(1)];
  if (kind.saturate) saturates(c, ir.i64x2.replace_lane(ir.i64x2.splat(low.lost), high.lost, 1));
  return ir.i64x2.replace_lane(ir.i64x2.splat(low.value), high.value, 1);
}

/** One 64-bit lane; `lost` is non-zero where it saturates. */
function shiftDoubleWord(ir: IrBuilder, kind: ShiftKind, a: I64, by: I32): { value: I64; lost: I64 } {
  const { i64 } = ir;
  const zero = ir.imm64(0n);
  const right = ir.ltS(by, ir.imm(0));
  const amount = i64.extend_i32_u(ir.select(right, ir.neg(by), by));
  const fits = i64.lt_u(amount, ir.imm64(64n));
  const left = i64.select(fits, i64.shl(a, amount), zero);
  const sign = i64.shr_s(a, ir.imm64(63n));
  const shiftDown = (x: I64, n: I64): I64 => {
    const small = i64.lt_u(n, ir.imm64(64n));
    return kind.unsigned
      ? i64.select(small, i64.shr_u(x, n), zero)
      : i64.select(small, i64.shr_s(x, n), i64.shr_s(x, ir.imm64(63n)));
  };
  let down: I64;
  if (kind.round) {
    const half = shiftDown(a, i64.sub(amount, ir.imm64(1n)));
    const next = kind.unsigned ? i64.shr_u(half, ir.imm64(1n)) : i64.shr_s(half, ir.imm64(1n));
    down = i64.add(next, i64.and(half, ir.imm64(1n)));
  } else down = shiftDown(a, amount);
  if (!kind.saturate) return { value: i64.select(right, down, left), lost: zero };
  const over = ir.and(ir.eqz(right), i64.ne(shiftDown(left, amount), a));
  const limit = kind.unsigned ? ir.imm64(-1n) : i64.xor(sign, ir.imm64(0x7fff_ffff_ffff_ffffn));
  return {
    value: i64.select(over, limit, i64.select(right, down, left)),
    lost: i64.extend_i32_u(over),
  };
}
