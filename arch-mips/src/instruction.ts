import type { Instruction } from '@anyuser/core';
import type { MipsContext } from './context';
import type { Feature } from './models';

/** One MIPS encoding, 32 bits wide. */
export interface MipsInstruction<P extends string = string> extends Instruction<MipsContext, P> {
  readonly feature?: Feature;
  /** A branch or jump: it brings its delay slot with it, and may not stand in one. */
  readonly branch?: boolean;
}

/** A row with the field types forgotten. */
export type MipsRow = MipsInstruction<string>;

/** Declares an encoding; infers the field names from the pattern. */
export const define = <P extends string>(row: MipsInstruction<P>): MipsRow => row as unknown as MipsRow;
