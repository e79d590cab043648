import type { I32 } from '@anyuser/core';
import type { ArmContext } from '../context';

/** Fields of a transfer of several registers. */
export interface Multiple {
  readonly Rn: number;
  /** Registers, bit n for r n. */
  readonly list: number;
  /** Before (1) or after (0) each transfer the address moves, up (U) or down; W writes the base back. */
  readonly P: number;
  readonly U: number;
  readonly W: number;
}

/** The registers of a list, lowest first. */
export const registersOf = (list: number): readonly number[] =>
  Array.from({ length: 16 }, (_, n) => n).filter((n) => list & (1 << n));

/** Addresses of the transfers, lowest register at the lowest address, and the moved base. */
function layout(c: ArmContext, { Rn, list, P, U }: Multiple): { at(i: number): I32; moved: I32 } {
  const { ir } = c;
  const base = c.reg(Rn);
  const bytes = registersOf(list).length * 4;
  const start = (U ? 0 : -bytes) + (P === U ? 4 : 0);
  return {
    at: (i) => ir.add(base, ir.imm(start + i * 4)),
    moved: ir.add(base, ir.imm(U ? bytes : -bytes)),
  };
}

/**
 * LDM, POP. All loads come first: a fault leaves every register, the base included, unchanged. A loaded r15 interworks, and
 * is a return where the base is sp.
 */
export function loadMultiple(c: ArmContext, f: Multiple): void | false {
  const registers = registersOf(f.list);
  if (registers.length === 0 || f.Rn === 15) return false;
  const { at, moved } = layout(c, f);
  const values = registers.map((_, i) => c.ir.load('i32', at(i), c.memory(true)));
  if (f.W) c.setReg(f.Rn, moved);
  for (const [i, n] of registers.entries()) c.setLoaded(n, values[i]!, f.Rn === 13 ? 'return' : 'jump');
}

/** STM, PUSH. The base is written back last; a base in the list is stored as it was. */
export function storeMultiple(c: ArmContext, f: Multiple): void | false {
  const registers = registersOf(f.list);
  if (registers.length === 0 || f.Rn === 15) return false;
  const { at, moved } = layout(c, f);
  for (const [i, n] of registers.entries()) c.ir.store('i32', at(i), c.reg(n), c.memory(true));
  if (f.W) c.setReg(f.Rn, moved);
}
