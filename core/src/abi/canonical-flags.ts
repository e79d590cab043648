import { type Enumeration, enumeration } from './enumeration';
import { type FlagTable, flagTable } from './flag-table';
import {
  AllocateFlag,
  AtFlag,
  EpollFlag,
  EventFdFlag,
  InotifyInitFlag,
  IpcFlag,
  MapFlag,
  MemoryFdFlag,
  MsgFlag,
  OpenFlag,
  PollEvent,
  ProtFlag,
  RemapFlag,
  RenameFlag,
  SealFlag,
  SigactionFlag,
  SignalFdFlag,
  SocketFlag,
  SpliceFlag,
  TimerFdFlag,
  TimerFdSetFlag,
  TransferFlag,
  WaitFlag,
} from './flags';
import { TermiosControl, TermiosInput, TermiosLocal, TermiosOutput } from './termios-flags';

type Values = Readonly<Record<string, number>>;

/**
 * The kernel's own bits behind the tables that the shared calls ask for by name. The bits of any other table stand for
 * themselves: only the system's own calls see them.
 */
const CANONICAL: Readonly<Record<string, Values>> = {
  open: OpenFlag,
  at: AtFlag,
  unlinkat: AtFlag,
  faccessat: AtFlag,
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
  epoll: EpollFlag,
  eventfd: EventFdFlag,
  timerfd: TimerFdFlag,
  timerfdSettime: TimerFdSetFlag,
  memfd: MemoryFdFlag,
  seals: SealFlag,
  signalfd: SignalFdFlag,
  inotifyInit: InotifyInitFlag,
  splice: SpliceFlag,
  rwf: TransferFlag,
  rename: RenameFlag,
  mremap: RemapFlag,
  fallocate: AllocateFlag,
  termiosInput: TermiosInput,
  termiosOutput: TermiosOutput,
  termiosControl: TermiosControl,
  termiosLocal: TermiosLocal,
};

/** What tracers print for a word without bits. */
const ZEROES: Readonly<Record<string, string>> = { open: 'O_RDONLY', prot: 'PROT_NONE', access: 'F_OK' };

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

/**
 * A system's flag words, by the names that argument types use.
 * @param names - the tables that it has.
 * @param values - a table's bits by the header's names.
 * @param own - what the bits of a table that no shared call uses decode to, if not to themselves.
 */
export const flagTables = (
  names: readonly string[],
  values: (table: string) => Values,
  own: (table: string) => Values = values,
): Readonly<Record<string, FlagTable>> =>
  lazily(names, (table) => flagTable(CANONICAL[table] ?? own(table), values(table), ZEROES[table]));

/** A system's named values, by the names that argument types use. */
export const enumerations = (
  names: readonly string[],
  values: (table: string) => Values,
): Readonly<Record<string, Enumeration>> => lazily(names, (table) => enumeration(values(table)));
