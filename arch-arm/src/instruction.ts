import type { Fields, Instruction } from '@anyuser/core';
import type { ArmContext } from './context';
import type { Feature } from './models';

/** One ARM encoding. A32 and T32 rows are 32 bits wide (T32: first half-word high), T16 rows 16. */
export interface ArmInstruction<P extends string = string> extends Instruction<ArmContext, P> {
  readonly feature?: Feature;
  /**
   * The translator wraps a meaning in the instruction's condition, unless the row deals with it itself: `branch` outside IT
   * blocks, `always` everywhere (what is executed whatever the IT state says).
   */
  readonly ownCondition?: 'branch' | 'always';
}

/** A row with the field types forgotten, as lists hold it. */
export type ArmRow = ArmInstruction<string>;

/** Declares an encoding; infers the field names from the pattern. */
export const define = <P extends string>(row: ArmInstruction<P>): ArmRow => row as unknown as ArmRow;

/** The fields of a pattern, for functions that several rows share. */
export type FieldsOf<P extends string> = Fields<P>;
/** Field values by name, at least these. */
export type Has<N extends string> = { readonly [K in N]: number };
