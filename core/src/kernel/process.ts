import type { Abi } from '../abi/abi';
import { SigactionFlag } from '../abi/flags';
import type { Execution } from '../exec/engine';
import type { Architecture, CpuModel, CpuState } from '../isa/architecture';
import type { AddressSpace } from '../memory/address-space';
import { type DefaultAction, defaultAction } from '../signal/default-action';
import { PendingSignals } from '../signal/pending';
import type { Signal } from '../signal/signal';
import type { SignalAction, SignalInfo } from '../signal/signal-info';
import { SignalSet } from '../signal/signal-set';
import { addUsage, type CpuUsage, NO_USAGE } from './cpu-usage';
import type { Credentials } from './credentials';
import type { DescriptorTable } from './descriptor-table';
import { releaseRecordLocks } from './file-lock';
import { IntervalTimers } from './interval-timers';
import { endIpc } from './ipc/ipc';
import type { Kernel } from './kernel';
import type { Limits } from './limits';
import { PosixTimers } from './posix-timers';
import type { Profile } from './profile';
import type { Program } from './program';
import { Thread } from './thread';
import type { FileContext } from './vfs/file-context';
import { WaitQueue } from './wait-queue';

/** How a process ended, as wait reports it. */
export type ExitStatus = { readonly code: number } | { readonly signal: Signal; readonly core: boolean };

/** What a new process begins with. */
export interface ProcessParts {
  readonly kernel: Kernel;
  readonly pid: number;
  readonly parent: Process | undefined;
  readonly program: Program;
  readonly files: DescriptorTable;
  readonly fs: FileContext;
  readonly credentials: Credentials;
  readonly limits: Limits;
  readonly pgid: number;
  readonly sid: number;
}

const DEFAULT: SignalAction = { handler: 'default', flags: 0, mask: new SignalSet(), restorer: 0 };
const STOPS: readonly Signal[] = ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'];

/** One guest process. */
export class Process {
  readonly kernel: Kernel;
  readonly pid: number;
  parent: Process | undefined;
  readonly threads = new Set<Thread>();
  leader!: Thread;
  readonly children = new Set<Process>();
  pgid: number;
  sid: number;

  program: Program;
  argv: readonly string[] = [];
  comm = '';
  /** The auxiliary vector as bytes, for /proc/self/auxv. */
  auxv: Uint8Array = new Uint8Array(0);
  /** Where the first stack's parts lie, for /proc/self/{cmdline,environ,stat}; set by ProcessStart. */
  stackInfo:
    | {
        readonly argStart: number;
        readonly argEnd: number;
        readonly envStart: number;
        readonly envEnd: number;
        readonly start: number;
      }
    | undefined;

  files: DescriptorTable;
  /** Root, working directory, umask. */
  fs: FileContext;
  credentials: Credentials;
  limits: Limits;
  /** OS packages keep what only their processes have here (pledge, capsicum mode, …). */
  readonly extra = new Map<symbol, unknown>();

  readonly pending = new PendingSignals();
  private actions = new Map<Signal, SignalAction>();
  readonly intervalTimers = new IntervalTimers(this);
  readonly timers = new PosixTimers(this);
  /** What it counts of where its threads are, if it does. */
  profile: Profile | undefined;
  /** Start, nanoseconds on the monotonic clock. */
  readonly started: bigint;
  nice = 0;
  /** Signal to the parent at the end (clone's exit signal); none if undefined. */
  exitSignal: Signal | undefined = 'SIGCHLD';
  /** Signal that the end of the parent sends, by its guest number; 0 for none. */
  parentDeathSignal = 0;
  /** Takes in the orphans among its descendants. */
  reaper = false;
  /** Only waits that name it find it: a descriptor stands for it. */
  hidden = false;
  /** Has run another program since fork (setpgid looks). */
  hasExeced = false;

  /** Set when it has ended. */
  status: ExitStatus | undefined;
  /** The signal that stopped it. */
  stopped: Signal | undefined;
  /** Changes that wait has not reported yet. */
  stopReport: Signal | undefined;
  continueReport = false;
  /** Wakes at each signal that becomes pending, blocked ones included (signalfd). */
  readonly signalArrived = new WaitQueue();
  private readonly signalListeners = new Set<(signal: Signal) => void>();
  /** Wakes when a child ends, stops or continues. */
  readonly childEvents = new WaitQueue();
  /** Wakes when the process runs another program or ends: what vfork waits for. */
  readonly memoryReleased = new WaitQueue();
  /** Wakes at its own end (pidfd, emulator). */
  readonly ended = new WaitQueue();
  /** Usage of threads that have ended, and of children that were waited for. */
  private pastUsage: CpuUsage = NO_USAGE;
  childUsage: CpuUsage = NO_USAGE;
  private held: Thread[] = [];
  /** Second of processor time before which no further SIGXCPU is sent. */
  private nextCpuSignal = 0;

  constructor(parts: ProcessParts) {
    this.kernel = parts.kernel;
    this.pid = parts.pid;
    this.parent = parts.parent;
    this.program = parts.program;
    this.files = parts.files;
    this.fs = parts.fs;
    this.credentials = parts.credentials;
    this.limits = parts.limits;
    this.pgid = parts.pgid;
    this.sid = parts.sid;
    this.started = parts.kernel.now('monotonic');
    parts.parent?.children.add(this);
  }

  get abi(): Abi {
    return this.program.abi;
  }
  get architecture(): Architecture {
    return this.program.architecture;
  }
  get model(): CpuModel {
    return this.program.model;
  }
  get space(): AddressSpace {
    return this.program.space;
  }
  get execution(): Execution {
    return this.program.execution;
  }
  /** Guest path of the running file (/proc/self/exe). */
  get exe(): string {
    return this.program.exe;
  }

  /** Adds a thread; it does not run until the scheduler gets it. */
  addThread(state: CpuState, tid = this.kernel.nextPid()): Thread {
    const thread = new Thread(this, tid, state);
    this.threads.add(thread);
    this.leader ??= thread;
    return thread;
  }

  action(signal: Signal): SignalAction {
    return this.actions.get(signal) ?? DEFAULT;
  }
  setAction(signal: Signal, action: SignalAction): void {
    this.actions.set(signal, action);
    if (action.handler === 'ignore' || (action.handler === 'default' && harmless(defaultAction(signal)))) {
      this.pending.drop(signal);
      for (const thread of this.threads) thread.pending.drop(signal);
    }
  }
  /** What processes with shared handlers have in common. */
  get handlers(): object {
    return this.actions;
  }
  /** Takes the parent's actions (fork), or shares them (CLONE_SIGHAND without threads). */
  inheritActions(from: Process, share = false): void {
    this.actions = share ? from.actions : new Map(from.actions);
  }
  /** exec: handlers are gone, ignored signals stay ignored. */
  resetActions(): void {
    const kept = [...this.actions].filter(([, { handler }]) => handler === 'ignore');
    this.actions = new Map(kept.map(([signal]) => [signal, { ...DEFAULT, handler: 'ignore' }]));
  }

  /** Calls back for each signal that is sent, ignored ones included (EVFILT_SIGNAL). Returns what ends it. */
  onSignal(listener: (signal: Signal) => void): () => void {
    this.signalListeners.add(listener);
    return () => void this.signalListeners.delete(listener);
  }

  /** Sends a signal to the process: any thread that does not block it. */
  signal(info: SignalInfo): void {
    this.send(info, undefined);
  }

  /** Sends a signal to one thread, or to any. */
  send(info: SignalInfo, target: Thread | undefined): void {
    if (this.status !== undefined) return;
    const { signal } = info;
    for (const listener of this.signalListeners) listener(signal);
    if (signal === 'SIGKILL') {
      this.exit({ signal, core: false });
      return;
    }
    if (signal === 'SIGCONT') {
      this.dropPending(STOPS);
      this.resume();
    } else if (STOPS.includes(signal)) this.dropPending(['SIGCONT']);
    if (signal === 'SIGSTOP') {
      this.stop(signal);
      return;
    }

    const takers = target === undefined ? [...this.threads] : [target];
    const taker = takers.find((thread) => thread.accepts(signal));
    const { handler } = this.action(signal);
    const action = handler === 'default' ? defaultAction(signal) : undefined;
    const blocked = takers.every((thread) => thread.signalMask.has(signal));
    if (!blocked && (handler === 'ignore' || (action !== undefined && harmless(action)))) return;
    if (!blocked && action === 'stop') {
      if (!this.kernel.orphaned(this.pgid)) this.stop(signal);
      return;
    }
    if (!(target ?? this).pending.add(info)) return;
    this.signalArrived.wake();
    taker?.wakeForSignal();
  }

  private dropPending(signals: readonly Signal[]): void {
    for (const signal of signals) {
      this.pending.drop(signal);
      for (const thread of this.threads) thread.pending.drop(signal);
    }
  }

  /** Stops all threads until SIGCONT. */
  stop(signal: Signal): void {
    if (this.status !== undefined || this.stopped !== undefined) return;
    this.stopped = signal;
    this.stopReport = signal;
    this.continueReport = false;
    this.tellParent('CLD_STOPPED', signal);
    this.kernel.stopped(this, signal);
  }
  /** Lets a stopped process go on. */
  resume(): void {
    if (this.stopped === undefined) return;
    this.stopped = undefined;
    this.stopReport = undefined;
    this.continueReport = true;
    this.tellParent('CLD_CONTINUED', 'SIGCONT');
    for (const thread of this.held.splice(0)) {
      thread.queued = false;
      this.kernel.scheduler.enqueue(thread);
    }
  }
  /** Keeps a thread that could run until the process goes on. For the scheduler. */
  hold(thread: Thread): void {
    thread.queued = true;
    this.held.push(thread);
  }

  private tellParent(code: 'CLD_STOPPED' | 'CLD_CONTINUED', status: Signal): void {
    const { parent } = this;
    if (parent === undefined) return;
    if ((parent.action('SIGCHLD').flags & SigactionFlag.SA_NOCLDSTOP) === 0)
      parent.signal({ ...this.childInfo(), code, status });
    parent.childEvents.wake();
  }

  /** What SIGCHLD tells of this process. */
  childInfo(): Omit<SignalInfo, 'code'> {
    const { user, system } = this.usage();
    return {
      signal: 'SIGCHLD',
      pid: this.pid,
      uid: this.credentials.uid,
      utime: Math.floor(user / 1e7),
      stime: Math.floor(system / 1e7),
    };
  }

  /** Processor time of all threads, ended ones included. */
  usage(): CpuUsage {
    let total = this.pastUsage;
    for (const { userTime: user, systemTime: system } of this.threads)
      total = addUsage(total, { user, system });
    return total;
  }

  /** Looks at what depends on the process's own time. Called after each turn of a thread. */
  afterTurn(thread: Thread): void {
    if (this.status !== undefined) return;
    if (this.profile?.look(thread) === false) this.profile = undefined;
    if (this.intervalTimers.watchesUsage) this.intervalTimers.checkUsage();
    const limit = this.limits.get('RLIMIT_CPU');
    if (limit === undefined || (limit.soft === Number.POSITIVE_INFINITY && limit.hard === limit.soft)) return;
    const { user, system } = this.usage();
    const seconds = (user + system) / 1e9;
    if (seconds >= limit.hard) this.exit({ signal: 'SIGKILL', core: false });
    else if (seconds >= Math.max(limit.soft, this.nextCpuSignal)) {
      // Again each second, as the kernel does by raising the soft limit.
      this.nextCpuSignal = Math.floor(seconds) + 1;
      this.signal({ signal: 'SIGXCPU', code: 'SI_KERNEL' });
    }
  }

  /** One thread ends; the process ends with the last one. */
  threadExit(thread: Thread, status: ExitStatus): void {
    if (thread.dead) return;
    if (this.threads.size === 1) this.exit(status);
    else {
      this.endThread(thread);
      this.threads.delete(thread);
    }
  }
  private endThread(thread: Thread): void {
    thread.end();
    this.timers.threadEnded(thread);
    this.program.personality.threadExit?.(thread);
    this.pastUsage = addUsage(this.pastUsage, { user: thread.userTime, system: thread.systemTime });
    thread.time.clear();
  }
  /** exec: ends every thread but one, which becomes the leader and takes the process's number. */
  keepOnly(survivor: Thread): void {
    for (const thread of this.threads) {
      if (thread === survivor) continue;
      this.endThread(thread);
      this.threads.delete(thread);
    }
    survivor.tid = this.pid;
    this.leader = survivor;
  }

  /** Ends all its threads. */
  exit(status: ExitStatus): void {
    if (this.status !== undefined) return;
    this.status = status;
    this.stopped = undefined;
    const last = [...this.threads].find((thread) => !thread.dead) ?? this.leader;
    this.kernel.log?.ended(
      last,
      'code' in status
        ? `exited with ${status.code}`
        : `killed by ${status.signal}${status.core ? ' (core dumped)' : ''}`,
    );
    this.intervalTimers.clear();
    for (const thread of this.threads) this.endThread(thread);
    this.threads.clear();
    this.timers.clear();
    this.program.personality.exit?.(this);
    releaseRecordLocks(this.kernel, this);
    endIpc(this.kernel, this);
    this.files.release();
    this.program.release();
    this.memoryReleased.wake();
    this.kernel.ended(this);
    this.ended.wake();
  }
}

const harmless = (action: DefaultAction): boolean => action === 'ignore' || action === 'continue';
