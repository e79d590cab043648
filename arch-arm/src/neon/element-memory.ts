import { type I32, type I64, MemoryFlag, type V128 } from '@anyuser/core';
import type { ArmContext } from '../context';
import { Mode } from '../mode';
import { byteLanes, count } from './lanes';

/** Address plus a constant. */
export const at = (c: ArmContext, base: I32, offset: number): I32 =>
  offset === 0 ? base : c.ir.add(base, c.ir.imm(offset));

/**
 * Faults where an address is not a multiple of `alignment` bytes (2–32), reading at least as many bytes as the instruction
 * demands, so that the engine reports the fault of an unaligned access. No IR access demands 32 bytes: an address that is a
 * multiple of 16 only is reported one too high.
 */
export function demandAlignment(c: ArmContext, address: I32, alignment: number): void {
  const { ir } = c;
  const flags = MemoryFlag.aligned;
  const misplaced = ir.and(address, ir.imm(alignment - 1));
  ir.if(misplaced, () => {
    if (alignment === 2) ir.load('u16', address, flags);
    else if (alignment === 4) ir.load('i32', address, flags);
    else if (alignment === 8) ir.load('i64', address, flags);
    else if (alignment === 16) ir.load('v128', address, flags);
    else ir.load('v128', ir.or(address, ir.eqz(ir.and(address, ir.imm(15)))), flags);
  });
}

const reversed = (c: ArmContext): boolean => (c.mode & Mode.bigEndian) !== 0;

/** Reverses the elements of `size` in the low `bytes` of a vector: undoes what a reversed access of them all does too much. */
function reverseElements(c: ArmContext, size: number, bytes: 8 | 16, a: V128): V128 {
  const elements = bytes >> size;
  const order = byteLanes(
    size,
    count(16 >> size, (i) => (i < elements ? elements - 1 - i : i)),
  );
  return c.ir.shuffle(a, a, order);
}

/** Loads 16 bytes as elements of `size` in the current byte order. */
export function loadElements(c: ArmContext, size: number, address: I32): V128 {
  const value = c.ir.load('v128', address, c.memory());
  return reversed(c) ? reverseElements(c, size, 16, value) : value;
}

/** As loadElements, for eight bytes. */
export function loadHalf(c: ArmContext, size: number, address: I32): I64 {
  const { ir } = c;
  const value = ir.load('i64', address, c.memory());
  if (!reversed(c) || size === 3) return value;
  return ir.i64x2.extract_lane(reverseElements(c, size, 8, ir.i64x2.splat(value)), 0);
}

/** Stores 16 bytes as elements of `size` in the current byte order. */
export function storeElements(c: ArmContext, size: number, address: I32, value: V128): void {
  c.ir.store('v128', address, reversed(c) ? reverseElements(c, size, 16, value) : value, c.memory());
}

/** As storeElements, for the eight bytes of the low half. */
export function storeHalf(c: ArmContext, size: number, address: I32, value: V128): void {
  const { ir } = c;
  const ordered = reversed(c) ? reverseElements(c, size, 8, value) : value;
  ir.store('i64', address, ir.i64x2.extract_lane(ordered, 0), c.memory());
}
