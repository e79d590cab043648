import type { LogSink } from '../emulator-options';
import type { Engine } from '../exec/engine';
import type { Host, HostSignal } from '../host/host';
import type { Cells } from '../loader/recognise';
import { MemoryPool } from '../memory/memory-pool';
import { SharedObjects } from '../memory/shared-object';
import { encodeText } from '../memory/text';
import type { Signal } from '../signal/signal';
import type { SignalInfo } from '../signal/signal-info';
import { SyscallDispatcher } from '../syscall/dispatch';
import type { Tracer } from '../syscall/strace';
import { reportEnd } from './child-events';
import { EmulatorFailure } from './emulator-failure';
import type { FileWatchers } from './file-watch';
import { Futexes } from './futex';
import { KernelLog } from './kernel-log';
import type { OsPersonality } from './personality';
import type { Process } from './process';
import { Scheduler } from './scheduler';
import { SeededRandom } from './seeded-random';
import type { Thread } from './thread';
import { TimerQueue } from './timer-queue';
import type { Vfs } from './vfs/vfs';

/** What the machine of an emulator is made of. */
export interface KernelParts {
  readonly host: Host;
  readonly cells: Cells;
  readonly engine: Engine;
  readonly tracer: Tracer | undefined;
  readonly log: LogSink | undefined;
  readonly seed: bigint | undefined;
  readonly hostname: string | undefined;
  readonly osRelease: string | undefined;
  readonly cpu: string | undefined;
  readonly os: string | undefined;
}

/** Signals of the host that go to the foreground process group, as a terminal sends them. */
const FOREGROUND: ReadonlySet<HostSignal> = new Set(['SIGINT', 'SIGQUIT', 'SIGTSTP', 'SIGWINCH'] as const);
const ENDING: ReadonlySet<HostSignal> = new Set(['SIGTERM', 'SIGHUP'] as const);
/** Highest process number (pid_max). */
const PID_MAX = 4_194_304;

/** What an emulator's processes share: the machine. */
export class Kernel {
  readonly host: Host;
  readonly cells: Cells;
  readonly engine: Engine;
  /** Set when the emulator has mounted its file systems. */
  vfs!: Vfs;
  readonly processes = new Map<number, Process>();
  /** Host name, release and the like for uname. */
  readonly identity: { hostname: string; domainname: string; release: string | undefined };
  readonly options: { readonly cpu: string | undefined; readonly os: string | undefined };
  readonly timers: TimerQueue;
  readonly scheduler: Scheduler;
  readonly futexes = new Futexes();
  readonly sharedObjects = new SharedObjects();
  readonly memoryPool = new MemoryPool();
  readonly log: KernelLog | undefined;
  /** Who watches files (inotify, kqueue); undefined before anybody asked, so that reads and writes look no further. */
  fileWatchers: FileWatchers | undefined;
  /** Told when a session leader ends: its terminal hangs up. */
  onSessionEnd: ((leader: Process) => void) | undefined;
  /** Foreground group of the terminal that the emulator was started on, if something has one. */
  foreground: (() => number) | undefined;
  /** The thread whose system call or turn it is. */
  current: Thread | undefined;
  /** The first process. */
  root: Process | undefined;
  /** Nanoseconds on the monotonic clock at which the machine started. */
  readonly booted: bigint;

  private readonly random64: SeededRandom | undefined;
  private readonly mounted = new Set<OsPersonality>();
  private lastPid: number;
  /** Added to the host's calendar clock by clock_settime. */
  private realtimeOffset = 0n;

  constructor(parts: KernelParts) {
    const { host } = parts;
    this.host = host;
    this.cells = parts.cells;
    this.engine = parts.engine;
    const hostname = parts.hostname ?? host.machine.hostname;
    this.identity = { hostname, domainname: '', release: parts.osRelease };
    this.options = { cpu: parts.cpu, os: parts.os };
    this.timers = new TimerQueue(host.clock);
    this.scheduler = new Scheduler(this, new SyscallDispatcher(parts.tracer), parts.seed !== undefined);
    this.log = parts.tracer || parts.log?.write ? new KernelLog(parts.tracer, parts.log) : undefined;
    this.random64 = parts.seed === undefined ? undefined : new SeededRandom(parts.seed);
    this.lastPid = (parts.seed === undefined ? host.pid : 1000) - 1;
    this.booted = host.clock.monotonic();
    host.onSignal = (signal) => this.hostSignal(signal);
  }

  /** Nanoseconds of the guest's clocks. */
  now(clock: 'realtime' | 'monotonic'): bigint {
    const { clock: host } = this.host;
    return clock === 'monotonic' ? host.monotonic() : host.realtime() + this.realtimeOffset;
  }
  /** clock_settime of the calendar clock: for guests only. */
  setRealtime(to: bigint): void {
    this.realtimeOffset = to - this.host.clock.realtime();
  }

  /** Fills with random bytes: the host's, or those of --seed. */
  random(buffer: Uint8Array): void {
    if (this.random64 === undefined) this.host.random(buffer);
    else this.random64.fill(buffer);
  }

  /** A number for a new process or thread. */
  nextPid(): number {
    do {
      this.lastPid++;
      if (this.lastPid >= PID_MAX) this.lastPid = 300;
    } while (this.inUse(this.lastPid));
    return this.lastPid;
  }
  private inUse(pid: number): boolean {
    if (this.processes.has(pid)) return true;
    for (const process of this.processes.values()) {
      if (process.pgid === pid || process.sid === pid) return true;
      for (const { tid } of process.threads) if (tid === pid) return true;
    }
    return false;
  }

  /** Finds a thread of any process. */
  thread(tid: number): Thread | undefined {
    const leader = this.processes.get(tid)?.leader;
    if (leader?.tid === tid && !leader.dead) return leader;
    for (const process of this.processes.values())
      for (const thread of process.threads) if (thread.tid === tid) return thread;
    return undefined;
  }
  /** Processes of a group that have not ended. */
  group(pgid: number): Process[] {
    return [...this.processes.values()].filter(
      (process) => process.pgid === pgid && process.status === undefined,
    );
  }
  /** Sends a signal to a process group. */
  signalGroup(pgid: number, info: SignalInfo): void {
    for (const process of this.group(pgid)) process.signal(info);
  }
  /** Whether no member of a group has a parent of another group in the same session: nobody would continue it. */
  orphaned(pgid: number): boolean {
    return this.group(pgid).every(
      ({ parent, sid, pid }) =>
        (parent === undefined && pid !== this.root?.pid) ||
        (parent !== undefined && (parent.pgid === pgid || parent.sid !== sid)),
    );
  }

  /** Calls a personality's mount once. */
  mountFor(personality: OsPersonality): void {
    if (this.mounted.has(personality)) return;
    this.mounted.add(personality);
    personality.mount?.(this);
  }

  /** A process was stopped: if it is the first one the host process stops too, as the user's shell expects. */
  stopped(process: Process, signal: Signal): void {
    if (process !== this.root) return;
    if (signal === 'SIGSTOP' || signal === 'SIGTSTP' || signal === 'SIGTTIN' || signal === 'SIGTTOU')
      this.host.stop(signal);
  }

  /** A process has ended. */
  ended(process: Process): void {
    if (process.sid === process.pid) this.onSessionEnd?.(process);
    reportEnd(this, process);
    this.scheduler.wakeUp();
  }

  /**
   * Whether nothing more can happen: all processes have ended, or the first one has and those that it left wait for each
   * other for ever. Asked when no thread can run.
   */
  get finished(): boolean {
    if (this.processes.size === 0) return true;
    if (this.root?.status === undefined || this.timers.next !== undefined) return false;
    for (const { threads, stopped } of this.processes.values())
      if (stopped === undefined) for (const thread of threads) if (!thread.stuck) return false;
    return true;
  }

  /** Prints on the machine's console: the emulator's standard error, as far as it takes it now. */
  console(text: string): void {
    const stream = this.host.stdio[2];
    const bytes = encodeText(text);
    if ('readable' in stream) stream.write(bytes);
    else stream.write(bytes, 'current');
  }

  /** Takes what it holds of the host back. */
  dispose(): void {
    this.host.onSignal = undefined;
    this.timers.dispose();
  }

  private hostSignal(signal: HostSignal): void {
    const { root } = this;
    if (root === undefined || root.status !== undefined) {
      // What the first process left behind has nobody else to end it.
      for (const process of [...this.processes.values()]) process.signal({ signal, code: 'SI_KERNEL' });
      return;
    }
    const foreground = this.foreground?.() || root.pgid;
    const info = { signal, code: 'SI_KERNEL' } as const;
    // Who ends or hangs up the emulator means all of it, as timeout(1) and shells signal groups.
    if (ENDING.has(signal)) this.signalGroup(root.pgid, { ...info, code: 'SI_USER' });
    else if (FOREGROUND.has(signal)) this.signalGroup(foreground, info);
    else root.signal({ ...info, code: 'SI_USER', pid: this.host.ppid, uid: this.host.user.uid });
  }

  /** Wraps an error of ours with what the guest was doing. */
  describeFailure(thread: Thread, error: unknown): EmulatorFailure {
    return new EmulatorFailure(thread, error);
  }
}
