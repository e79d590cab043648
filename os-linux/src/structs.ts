import type { StructType } from '@anyuser/core';
import type { Family } from './family';
import * as table from './structs.table';

/** The structs of a family, by the names that argument types use; MIPS has some of its own. */
export function structsOf(family: Family, bigEndian = false): Readonly<Record<string, StructType>> {
  const structs: Record<string, StructType> = {};
  for (const [name, type] of Object.entries(table)) if (!/Mips(el)?$/.test(name)) structs[name] = type;
  if (family === 'generic') return structs;
  for (const [name, type] of Object.entries(table))
    if (name.endsWith('Mips')) structs[name.slice(0, -4)] = type;
  if (!bigEndian) structs['msqid_ds'] = table.msqid_dsMipsel;
  return structs;
}
