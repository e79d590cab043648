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

/** An OS's numbers by table and by the header's name. */
export type ValueTable = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The canonical bits behind the tables that core's syscalls use; in other tables the numbers stand for themselves. */
const canonical: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  open: OpenFlag,
  at: AtFlag,
  unlinkat: AtFlag,
  faccessat: AtFlag,
  prot: ProtFlag,
  mmap: MapFlag,
  sigaction: SigactionFlag,
  wait: WaitFlag,
  msg: MsgFlag,
  ipc: IpcFlag,
  msgOperation: IpcFlag,
  semOperation: IpcFlag,
  shm: IpcFlag,
  socket: SocketFlag,
  poll: PollEvent,
  termiosInput: TermiosInput,
  termiosOutput: TermiosOutput,
  termiosControl: TermiosControl,
  termiosLocal: TermiosLocal,
};

/** What kdump prints for a word without bits. */
const zeroes: Readonly<Record<string, string>> = { open: 'O_RDONLY', prot: 'PROT_NONE', access: 'F_OK' };

/** An object whose members are made when they are first read: a program uses few of the tables. */
function lazily<T>(names: readonly string[], make: (name: string) => T): Readonly<Record<string, T>> {
  const made: Record<string, T> = {};
  for (const name of names) {
    Object.defineProperty(made, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = make(name);
        Object.defineProperty(made, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return made;
}

/** An OS's flag words, by the names that argument types use. */
export const flagTablesOf = (values: ValueTable): Readonly<Record<string, FlagTable>> =>
  lazily(Object.keys(values), (table) =>
    flagTable(canonical[table] ?? values[table]!, values[table]!, zeroes[table]),
  );

/** An OS's named values. */
export const enumerationsOf = (values: ValueTable): Readonly<Record<string, Enumeration>> =>
  lazily(Object.keys(values), (table) => enumeration(values[table]!));

/** A system's tables beside the common ones: each holds what both say, the system's own word last. */
export function withCommon(common: ValueTable, own: ValueTable): ValueTable {
  const tables: Record<string, Readonly<Record<string, number>>> = { ...common };
  for (const [name, rows] of Object.entries(own)) tables[name] = { ...common[name], ...rows };
  return tables;
}
