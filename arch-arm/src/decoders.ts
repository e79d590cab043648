import { Decoder } from '@anyuser/core';
import { a32Rows } from './a32';
import type { ArmContext } from './context';
import type { ArmRow } from './instruction';
import { neonRows } from './neon';
import { t16Rows } from './t16';
import { t32Rows } from './t32';
import { asThumb } from './t32/from-a32';
import { vfpRows } from './vfp';

/** The rows of each instruction set. A32 words with condition 1111 form a space of their own. */
export const rows = {
  a32: (): ArmRow[] => [...a32Rows, ...vfpRows].filter(({ pattern }) => pattern.startsWith('cond:4')),
  a32Unconditional: (): ArmRow[] =>
    [...a32Rows, ...vfpRows, ...neonRows].filter(({ pattern }) => !pattern.startsWith('cond:4')),
  t16: (): ArmRow[] => [...t16Rows],
  t32: (): ArmRow[] => [...t32Rows, ...[...vfpRows, ...neonRows].map(asThumb)],
} as const;

/** Which decoder a word belongs to. */
export type InstructionSet = keyof typeof rows;

const decoders: { [set in InstructionSet]?: Decoder<ArmContext> } = {};

/** The decoder of an instruction set, built when the first instruction of that set is met. */
export function decoderOf(set: InstructionSet): Decoder<ArmContext> {
  decoders[set] ??= new Decoder<ArmContext>(rows[set](), set === 't16' ? 16 : 32);
  return decoders[set];
}

/** Compares the rows of every instruction set. @throws Error naming two that overlap. */
export function verifyDecoders(): void {
  for (const set of Object.keys(rows) as InstructionSet[]) decoderOf(set).verify();
}
