import {
  AtFlag,
  type Enumeration,
  enumeration,
  type FlagTable,
  flagTable,
  IpcFlag,
  MapFlag,
  MsgFlag,
  OpenFlag,
  PollEvent,
  ProtFlag,
  SigactionFlag,
  SocketFlag,
  TermiosControl,
  TermiosInput,
  TermiosLocal,
  TermiosOutput,
  WaitFlag,
} from '@anyuser/core';
import { type Family, valuesOf } from './family';
import { ENUM_VALUES, FLAG_VALUES } from './flags.table';

/** The canonical bits behind a table's names; tables that only Linux handlers use have Linux's own bits as canonical. */
const canonical: Partial<Record<keyof typeof FLAG_VALUES, Readonly<Record<string, number>>>> = {
  open: OpenFlag,
  at: AtFlag,
  ipc: IpcFlag,
  msgOperation: IpcFlag,
  semOperation: IpcFlag,
  shm: IpcFlag,
  prot: ProtFlag,
  mmap: MapFlag,
  sigaction: SigactionFlag,
  wait: WaitFlag,
  msg: MsgFlag,
  socket: SocketFlag,
  poll: PollEvent,
  unlinkat: AtFlag,
  faccessat: AtFlag,
  termiosInput: TermiosInput,
  termiosOutput: TermiosOutput,
  termiosControl: TermiosControl,
  termiosLocal: TermiosLocal,
};

/** What strace prints for a word without bits. */
const zeroes: Partial<Record<keyof typeof FLAG_VALUES, string>> = {
  open: 'O_RDONLY',
  prot: 'PROT_NONE',
  access: 'F_OK',
};

/** Bits that stand for themselves: flags that only Linux's own handlers see, under the generic family's numbers. */
function ownBits(table: keyof typeof FLAG_VALUES): Record<string, number> {
  return valuesOf(FLAG_VALUES[table], 'generic');
}

/** The flag words of a family, by the names that argument types use. */
export function flagTablesOf(family: Family): Readonly<Record<string, FlagTable>> {
  return lazily(Object.keys(FLAG_VALUES) as (keyof typeof FLAG_VALUES)[], (table) =>
    flagTable(canonical[table] ?? ownBits(table), valuesOf(FLAG_VALUES[table], family), zeroes[table]),
  );
}

/** The named values of a family. */
export function enumerationsOf(family: Family): Readonly<Record<string, Enumeration>> {
  return lazily(Object.keys(ENUM_VALUES) as (keyof typeof ENUM_VALUES)[], (table) =>
    enumeration(valuesOf(ENUM_VALUES[table], family)),
  );
}

/** An object whose members are made when they are first read: a program uses few of the tables. */
function lazily<T>(names: readonly string[], make: (name: never) => T): Readonly<Record<string, T>> {
  const made: Record<string, T> = {};
  for (const name of names) {
    Object.defineProperty(made, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = make(name as never);
        Object.defineProperty(made, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return made;
}
