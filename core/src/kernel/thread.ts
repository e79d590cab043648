import type { Abi } from '../abi/abi';
import type { CpuState } from '../isa/architecture';
import type { GuestView } from '../memory/guest-view';
import { defaultAction } from '../signal/default-action';
import { PendingSignals } from '../signal/pending';
import type { Signal } from '../signal/signal';
import type { SignalInfo } from '../signal/signal-info';
import { SignalSet } from '../signal/signal-set';
import { Interrupted } from './errno';
import type { FdTable } from './fd-table';
import type { Kernel } from './kernel';
import type { Later } from './later';
import type { Process } from './process';
import { Sleep } from './sleep';
import { ThreadTime } from './thread-time';
import type { WaitQueue } from './wait-queue';

/** How long and how a sleep may end. */
export interface WaitOptions {
  /** Absolute time on the monotonic clock, nanoseconds. Past it the sleep ends with undefined. */
  readonly deadline?: bigint;
  /** Whether signals end it (default true). */
  readonly interruptible?: boolean;
  /** What is waited for has just been found missing: it need not be looked for before the first wake-up. */
  readonly tried?: boolean;
}

const ALL_BLOCKED = SignalSet.full().delete('SIGKILL').delete('SIGSTOP');

/** The alternate signal stack. */
export interface AlternateStack {
  readonly base: number;
  readonly size: number;
  readonly disabled: boolean;
}

/** One thread of a guest process. */
export class Thread {
  /** Own number; exec gives the surviving thread the process's. */
  tid: number;
  /** The registers: while the thread runs they lie in the emulator's part of guest memory. */
  state: CpuState;
  /** Where the registers lie when the thread does not run, kept for the next time. */
  parked: Int32Array | undefined;
  /** The architecture's view of the registers; ABI code casts it to its own type. */
  cpu: unknown;

  readonly signalMask = new SignalSet();
  readonly pending = new PendingSignals();
  alternateStack: AlternateStack = { base: 0, size: 0, disabled: true };
  /** OS packages keep what only their threads have here (clear_child_tid, robust list, umtx state …). */
  readonly extra = new Map<symbol, unknown>();
  /** As prctl and thr_set_name set it; the process's comm if absent. */
  name: string | undefined;

  /** A syscall that a signal ended, until signal delivery settles it (settleInterruptedCall). */
  interruptedCall: { readonly restart: boolean; readonly returnsErrors: boolean } | undefined;
  /** Never runs again. */
  dead = false;
  /** Name of the scheduling policy that was asked for; the ordinary one if absent. */
  policy: string | undefined;
  /** Gives the rest of its turn to others (sched_yield). */
  yielding = false;
  /** Its call goes on in the microtasks that follow the end of a sleep. */
  asynchronous = false;
  /** Is in the scheduler's queue or held by a stopped process. */
  queued = false;
  /** Processor time, counted at the ends of turns and when it is asked for. */
  readonly time = new ThreadTime();

  /** Whether the program asks at the moment that all signals that may be blocked wait (sigfastblock(2)). */
  defers: (() => boolean) | undefined;

  private registersKept = false;
  private savedMask: SignalSet | undefined;
  private sleep: { wake(): void; cancel(): boolean; readonly dependent: boolean } | undefined;
  /** Does not run until it is resumed; `due` once it could. */
  private suspension: { due: boolean } | undefined;
  /** Signals that sigwait and the like are waiting for although they are blocked. */
  private awaited: SignalSet | undefined;

  constructor(
    readonly process: Process,
    tid: number,
    state: CpuState,
  ) {
    this.tid = tid;
    this.state = state;
    this.cpu = process.architecture.createCpu(state);
  }

  get kernel(): Kernel {
    return this.process.kernel;
  }
  /** Processor time, nanoseconds. */
  get userTime(): number {
    this.kernel.scheduler.settle(this);
    return this.time.user;
  }
  get systemTime(): number {
    this.kernel.scheduler.settle(this);
    return this.time.system;
  }
  get abi(): Abi {
    return this.process.abi;
  }
  /** Guest memory, in guest byte order, permission-checked. */
  get mem(): GuestView {
    return this.process.space.view;
  }
  get files(): FdTable {
    return this.process.files;
  }

  /**
   * Sleeps until `ready` gives something, checking it first and after each wake-up of any of the queues.
   * @returns what `ready` gave, or undefined at the deadline.
   * @throws Interrupted when a signal is to be handled.
   */
  wait<T>(
    queues: WaitQueue | readonly WaitQueue[],
    ready: () => T | undefined,
    options: WaitOptions = {},
  ): Later<T | undefined> {
    const sleep = new Sleep(this, queues, ready, options);
    if (!sleep.over) this.sleep = sleep;
    return sleep.result;
  }
  /** A sleep is over. For Sleep only. */
  sleepEnded(sleep: unknown): void {
    if (this.sleep === sleep) this.sleep = undefined;
  }

  /** Waits with another signal mask, as sigsuspend, pselect and ppoll do: the old mask is restored when the call is over. */
  async withMask<T>(mask: SignalSet | undefined, body: () => Promise<T>): Promise<T> {
    if (mask === undefined) return body();
    const saved = this.signalMask.clone();
    this.signalMask.assign(mask).delete('SIGKILL').delete('SIGSTOP');
    try {
      const result = await body();
      this.signalMask.assign(saved);
      return result;
    } catch (error) {
      // A handler runs with the new mask in force and returns to the old one.
      if (error instanceof Interrupted) this.savedMask = saved;
      else this.signalMask.assign(saved);
      throw error;
    }
  }

  /** Waits for one of a set of signals, taking it instead of handling it (sigwait and its relatives). */
  async waitSignal(set: SignalSet, deadline: bigint | undefined): Promise<SignalInfo | undefined> {
    const others = SignalSet.full().deleteAll(set);
    this.awaited = set;
    try {
      return await this.wait([], () => this.takePending(others), { deadline });
    } finally {
      this.awaited = undefined;
    }
  }

  /** Sends a signal to this thread. */
  signal(info: SignalInfo): void {
    this.process.send(info, this);
  }

  /** A signal that the thread's own instruction caused: it cannot be blocked or ignored (force_sig). */
  fault(info: SignalInfo): void {
    const action = this.process.action(info.signal);
    if (this.blocked.has(info.signal) || action.handler === 'ignore') {
      this.defers = undefined;
      this.process.setAction(info.signal, { ...action, handler: 'default' });
      this.signalMask.delete(info.signal);
    }
    this.pending.drop(info.signal);
    this.pending.add(info);
  }

  /** The signals that wait: the mask, and all others while the program has them wait. */
  private get blocked(): SignalSet {
    return this.defers?.() ? ALL_BLOCKED : this.signalMask;
  }
  /** Whether signal delivery has something to look at. */
  get signalsPending(): boolean {
    return this.pending.hasUnblocked(this.blocked) || this.process.pending.hasUnblocked(this.blocked);
  }
  /** Whether a signal waits that the mask does not block. */
  get hasPending(): boolean {
    return this.pending.hasUnblocked(this.signalMask) || this.process.pending.hasUnblocked(this.signalMask);
  }
  /** Whether a signal waits that ends a sleep: unblocked, and neither ignored nor without effect. */
  get interrupted(): boolean {
    const matters = (signal: Signal): boolean => {
      const { handler } = this.process.action(signal);
      if (handler !== 'default') return handler !== 'ignore';
      const action = defaultAction(signal);
      return action !== 'ignore' && action !== 'continue';
    };
    return (
      this.pending.hasUnblocked(this.blocked, matters) ||
      this.process.pending.hasUnblocked(this.blocked, matters)
    );
  }
  /** Whether the thread would take a signal now: it is not blocked, or waited for. */
  accepts(signal: Signal): boolean {
    return !this.blocked.has(signal) || (this.awaited?.has(signal) ?? false);
  }
  takeSignal(): SignalInfo | undefined {
    return this.takePending(this.blocked);
  }
  /** Takes the first pending signal that is not in a set. */
  takePending(blocked: SignalSet): SignalInfo | undefined {
    return this.pending.take(blocked) ?? this.process.pending.take(blocked);
  }
  /** Looks at pending signals again: a sleep may end. */
  wakeForSignal(): void {
    this.sleep?.wake();
  }
  /** Ends a sleep that signals may end, with EINTR whatever SA_RESTART says. Returns whether there was one. */
  cancelSleep(): boolean {
    return this.sleep?.cancel() ?? false;
  }
  /** Sleeps until another guest thread does something, or is suspended: if all do, for ever. */
  get stuck(): boolean {
    return this.suspended || (this.sleep?.dependent ?? false);
  }
  get sleeping(): boolean {
    return this.sleep !== undefined;
  }

  /** Whether the thread may not run (_lwp_suspend(2)); a sleep goes on. */
  get suspended(): boolean {
    return this.suspension !== undefined;
  }
  /** Keeps the thread from running, itself from its next return to the program on. */
  suspend(): void {
    this.suspension ??= { due: false };
  }
  /** Lets a suspended thread run again. */
  resume(): void {
    const due = this.suspension?.due;
    this.suspension = undefined;
    if (due) this.kernel.scheduler.enqueue(this);
  }
  /** Keeps a thread that could run if it is suspended; resume schedules it. For the scheduler. */
  holdSuspended(): boolean {
    if (this.suspension === undefined) return false;
    this.suspension.due = true;
    return true;
  }

  /** The mask that sigreturn restores: that of before a call with a mask of its own. */
  maskToSave(): SignalSet {
    const mask = this.savedMask ?? this.signalMask.clone();
    this.savedMask = undefined;
    return mask;
  }
  /** A call with a mask of its own is over and no handler ran. */
  restoreMask(): void {
    if (this.savedMask === undefined) return;
    this.signalMask.assign(this.savedMask);
    this.savedMask = undefined;
  }

  /** Lets a handler see its own call's result registers instead of the usual ones: after sigreturn and exec the dispatcher must not touch registers. */
  keepRegisters(): void {
    this.registersKept = true;
  }
  /** Whether keepRegisters was called during this call; resets it. */
  takeRegistersKept(): boolean {
    const kept = this.registersKept;
    this.registersKept = false;
    return kept;
  }

  /** Ends the thread; the last one ends its process with the status. */
  exit(code: number): void {
    this.process.threadExit(this, { code });
  }
  /** Marks the thread dead and ends its sleep. For Process only. */
  end(): void {
    this.dead = true;
    this.suspension = undefined;
    this.sleep?.wake();
  }
}
