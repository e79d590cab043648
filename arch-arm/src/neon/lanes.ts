import type { I32, IrBuilder, V128 } from '@anyuser/core';

/** log2 of an element's bytes: the `size` field of most encodings. */
export type Size = 0 | 1 | 2 | 3;

/** Bits of an element. */
export const bitsOf = (size: number): number => 8 << size;

type Binary = (a: V128, b: V128) => V128;
type Unary = (a: V128) => V128;
type Shift = (a: V128, n: I32) => V128;

/** Operations that every integer lane width has. */
export interface IntegerLanes {
  readonly add: Binary;
  readonly sub: Binary;
  readonly neg: Unary;
  readonly abs: Unary;
  readonly shl: Shift;
  readonly shr_s: Shift;
  readonly shr_u: Shift;
  readonly eq: Binary;
  readonly ne: Binary;
  readonly lt_s: Binary;
  readonly gt_s: Binary;
  readonly ge_s: Binary;
}

/** The lane operations for an element size. */
export function lanes(ir: IrBuilder, size: number): IntegerLanes {
  return size === 0 ? ir.i8x16 : size === 1 ? ir.i16x8 : size === 2 ? ir.i32x4 : ir.i64x2;
}

/** The lane operations for elements below 64 bits, with minimum, maximum and unsigned comparison. */
export function narrowLanes(
  ir: IrBuilder,
  size: number,
): IrBuilder['i8x16'] | IrBuilder['i16x8'] | IrBuilder['i32x4'] {
  return size === 0 ? ir.i8x16 : size === 1 ? ir.i16x8 : ir.i32x4;
}

/** A constant in every lane; for 64-bit lanes `value` is the low word and `high` the high one. */
export function splat(ir: IrBuilder, size: number, value: number, high = value < 0 ? -1 : 0): V128 {
  if (size === 3) return ir.imm128([value, high, value, high]);
  const word =
    size === 0
      ? Math.imul(value & 0xff, 0x0101_0101)
      : size === 1
        ? Math.imul(value & 0xffff, 0x1_0001)
        : value;
  return ir.imm128([word, word, word, word]);
}

/** The top bit of every lane. */
export const signBits = (ir: IrBuilder, size: number): V128 =>
  size === 3 ? splat(ir, 3, 0, -0x8000_0000) : splat(ir, size, 1 << (bitsOf(size) - 1));

/** All ones up to bit n (exclusive) in every lane, n from 0 to the lane's bits. */
export function lowBits(ir: IrBuilder, size: number, n: number): V128 {
  if (size < 3) return splat(ir, size, n >= 32 ? -1 : 2 ** n - 1);
  const low = n >= 32 ? -1 : 2 ** n - 1;
  const high = n >= 64 ? -1 : n > 32 ? 2 ** (n - 32) - 1 : 0;
  return splat(ir, 3, low, high);
}

/** Shifts every lane left by a constant below the lane's bits. */
export const shl = (ir: IrBuilder, size: number, a: V128, n: number): V128 =>
  n === 0 ? a : lanes(ir, size).shl(a, ir.imm(n));

/** Shifts every lane right by 0 up to and including the lane's bits. */
export function shr(ir: IrBuilder, size: number, unsigned: boolean, a: V128, n: number): V128 {
  if (n === 0) return a;
  if (!unsigned) return lanes(ir, size).shr_s(a, ir.imm(Math.min(n, bitsOf(size) - 1)));
  return n === bitsOf(size) ? ir.imm128([0, 0, 0, 0]) : lanes(ir, size).shr_u(a, ir.imm(n));
}

/** Shifts every lane right by 1 up to the lane's bits, rounding: the last bit that leaves is added. */
export function shrRound(ir: IrBuilder, size: number, unsigned: boolean, a: V128, n: number): V128 {
  if (n === 0) return a;
  const half = shr(ir, size, unsigned, a, n - 1);
  return roundLastBit(ir, size, unsigned, half);
}

/** (a + 1) >> 1 without overflow. */
export function roundLastBit(ir: IrBuilder, size: number, unsigned: boolean, a: V128): V128 {
  const one = splat(ir, size, 1, 0);
  return lanes(ir, size).add(shr(ir, size, unsigned, a, 1), ir.v128.and(a, one));
}

/** Mask of lanes where a < b; `unsigned` also for 64-bit lanes. */
export function less(ir: IrBuilder, size: number, unsigned: boolean, a: V128, b: V128): V128 {
  if (!unsigned) return lanes(ir, size).lt_s(a, b);
  if (size < 3) return narrowLanes(ir, size).lt_u(a, b);
  const sign = signBits(ir, 3);
  return ir.i64x2.lt_s(ir.v128.xor(a, sign), ir.v128.xor(b, sign));
}

/** All ones in the lanes whose top bit is set. */
export const signMask = (ir: IrBuilder, size: number, a: V128): V128 =>
  shr(ir, size, false, a, bitsOf(size) - 1);

/** Widens the low half of a vector: lanes of `size` to lanes of `size + 1`. */
export function widen(ir: IrBuilder, size: number, unsigned: boolean, a: V128): V128 {
  if (size === 0) return unsigned ? ir.i16x8.extend_low_i8x16_u(a) : ir.i16x8.extend_low_i8x16_s(a);
  if (size === 1) return unsigned ? ir.i32x4.extend_low_i16x8_u(a) : ir.i32x4.extend_low_i16x8_s(a);
  return unsigned ? ir.i64x2.extend_low_i32x4_u(a) : ir.i64x2.extend_low_i32x4_s(a);
}

/** Byte lanes of a shuffle from element numbers (elements of the second vector follow those of the first). */
export function byteLanes(size: number, elements: readonly number[]): number[] {
  const bytes = 1 << size;
  return elements.flatMap((e) => Array.from({ length: bytes }, (_, b) => e * bytes + b));
}

/** Shuffles elements. */
export const shuffle = (ir: IrBuilder, size: number, a: V128, b: V128, elements: readonly number[]): V128 =>
  ir.shuffle(a, b, byteLanes(size, elements));

/** Numbers 0 … n−1 through a function. */
export const count = (n: number, at: (i: number) => number): number[] =>
  Array.from({ length: n }, (_, i) => at(i));

/**
 * Narrows by dropping: of every lane of `size + 1` the low or the high half, in the low half of the result (which the
 * high half repeats).
 */
export function narrow(ir: IrBuilder, size: number, a: V128, part: 'low' | 'high' = 'low'): V128 {
  const half = 8 >> size;
  return shuffle(
    ir,
    size,
    a,
    a,
    count(half * 2, (i) => (i % half) * 2 + (part === 'high' ? 1 : 0)),
  );
}

/** The even or odd elements of a:b. With `q` clear those of the low halves, in the low half of the result. */
export function everySecond(ir: IrBuilder, size: number, q: number, a: V128, b: V128, first: 0 | 1): V128 {
  const total = 16 >> size;
  const each = q ? total : total / 2;
  return shuffle(
    ir,
    size,
    a,
    b,
    count(total, (i) => {
      const element = (i % each) * 2 + first;
      return element < each ? element : element - each + total;
    }),
  );
}

/** One element of a vector's low half in every lane. */
export const broadcast = (ir: IrBuilder, size: number, a: V128, element: number): V128 =>
  shuffle(
    ir,
    size,
    a,
    a,
    count(16 >> size, () => element),
  );
