import { type Enumeration, enumerations, type FlagTable, flagTables } from '@anyuser/core';

/** An OS's numbers by table and by the header's name. */
export type ValueTable = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** An OS's flag words, by the names that argument types use. */
export const flagTablesOf = (values: ValueTable): Readonly<Record<string, FlagTable>> =>
  flagTables(Object.keys(values), (table) => values[table]!);

/** An OS's named values. */
export const enumerationsOf = (values: ValueTable): Readonly<Record<string, Enumeration>> =>
  enumerations(Object.keys(values), (table) => values[table]!);

/** A system's tables beside the common ones: each holds what both say, the system's own word last. */
export function withCommon(common: ValueTable, own: ValueTable): ValueTable {
  const tables: Record<string, Readonly<Record<string, number>>> = { ...common };
  for (const [name, rows] of Object.entries(own)) tables[name] = { ...common[name], ...rows };
  return tables;
}
