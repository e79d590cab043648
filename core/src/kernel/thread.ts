import type { Abi } from '../abi/abi';
import type { CpuState } from '../isa/architecture';
import type { GuestView } from '../memory/guest-view';
import type { SignalInfo } from '../signal/signal-info';
import type { SignalSet } from '../signal/signal-set';
import type { FdTable } from './fd-table';
import type { Kernel } from './kernel';
import type { Process } from './process';
import type { WaitQueue } from './wait-queue';

/** How long and how a sleep may end. */
export interface WaitOptions {
  /** Absolute time on the monotonic clock, nanoseconds. Past it the sleep ends with undefined. */
  readonly deadline?: bigint;
  /** Whether signals end it (default true). */
  readonly interruptible?: boolean;
}

/** The alternate signal stack. */
export interface AlternateStack {
  readonly base: number;
  readonly size: number;
  readonly disabled: boolean;
}

/** One thread of a guest process. */
export interface Thread {
  readonly tid: number;
  readonly process: Process;
  readonly kernel: Kernel;
  readonly abi: Abi;
  /** The registers: while the thread runs they lie in the emulator's part of guest memory. */
  readonly state: CpuState;
  /** The architecture's view of the registers; ABI code casts it to its own type. */
  readonly cpu: unknown;
  /** Guest memory, in guest byte order, permission-checked. */
  readonly mem: GuestView;
  readonly files: FdTable;

  readonly signalMask: SignalSet;
  alternateStack: AlternateStack;
  /** OS packages keep what only their threads have here (clear_child_tid, robust list, umtx state …). */
  readonly extra: Map<symbol, unknown>;

  /**
   * Sleeps until `ready` gives something, checking it first and after each wake-up of any of the queues.
   * @returns what `ready` gave, or undefined at the deadline.
   * @throws Interrupted when a signal is to be handled.
   */
  wait<T>(
    queues: WaitQueue | readonly WaitQueue[],
    ready: () => T | undefined,
    options?: WaitOptions,
  ): Promise<T | undefined>;
  /** Waits with another signal mask, as sigsuspend, pselect and ppoll do: the old mask is restored when the call is over. */
  withMask<T>(mask: SignalSet | undefined, body: () => Promise<T>): Promise<T>;
  /** Sends a signal to this thread. */
  signal(info: SignalInfo): void;
  /** Lets a handler see its own call's result registers instead of the usual ones: after sigreturn and exec the dispatcher must not touch registers. */
  keepRegisters(): void;
  /** Whether keepRegisters was called during this call; resets it. */
  takeRegistersKept(): boolean;
  /** A syscall that a signal ended, until signal delivery settles it (settleInterruptedCall). */
  interruptedCall: { readonly restart: boolean } | undefined;
}
