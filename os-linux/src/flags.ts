import { type Enumeration, enumerations, type FlagTable, flagTables } from '@anyuser/core';
import { type Family, type FamilyValue, valuesOf } from './family';
import { ENUM_VALUES, FLAG_VALUES } from './flags.table';

type Tables = Readonly<Record<string, Readonly<Record<string, FamilyValue>>>>;
const of = (tables: Tables, family: Family) => (table: string) => valuesOf(tables[table]!, family);

/** The flag words of a family; bits that only Linux's own calls see decode to the generic family's. */
export const flagTablesOf = (family: Family): Readonly<Record<string, FlagTable>> =>
  flagTables(Object.keys(FLAG_VALUES), of(FLAG_VALUES, family), of(FLAG_VALUES, 'generic'));

/** The named values of a family. */
export const enumerationsOf = (family: Family): Readonly<Record<string, Enumeration>> =>
  enumerations(Object.keys(ENUM_VALUES), of(ENUM_VALUES, family));
