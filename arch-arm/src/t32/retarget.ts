import type { ArmRow } from '../instruction';

/**
 * The T32 row of an instruction that A32 has with the same fields: meaning and text are the A32 row's, only the bits differ.
 * @throws Error where no A32 row has the name.
 */
export const retargeter =
  (rows: readonly ArmRow[]) =>
  (name: string, pattern: string): ArmRow => {
    const row = rows.find((candidate) => candidate.name === name);
    if (!row) throw new Error(`no A32 row is named ${name}`);
    return { ...row, pattern };
  };
