import type { Signal } from '../signal/signal';
import type { Process } from './process';

/** Which clock an interval timer follows: elapsed time, the process's user time, or user and system time. */
export type IntervalTimer = 'ITIMER_REAL' | 'ITIMER_VIRTUAL' | 'ITIMER_PROF';

/** Nanoseconds; value 0 = not armed, interval 0 = once. */
export interface IntervalSetting {
  readonly value: bigint;
  readonly interval: bigint;
}

const SIGNAL: Readonly<Record<IntervalTimer, Signal>> = {
  ITIMER_REAL: 'SIGALRM',
  ITIMER_VIRTUAL: 'SIGVTALRM',
  ITIMER_PROF: 'SIGPROF',
};

interface Armed {
  /** On the timer's own clock. */
  deadline: bigint;
  readonly interval: bigint;
  cancel: (() => void) | undefined;
}

/** The interval timers of a process (setitimer, alarm). */
export class IntervalTimers {
  private readonly armed = new Map<IntervalTimer, Armed>();

  constructor(private readonly process: Process) {}

  get(timer: IntervalTimer): IntervalSetting {
    const armed = this.armed.get(timer);
    if (armed === undefined) return { value: 0n, interval: 0n };
    const left = armed.deadline - this.clock(timer);
    return { value: left > 0n ? left : 1n, interval: armed.interval };
  }

  /** Sets a timer; returns what it was. */
  set(timer: IntervalTimer, { value, interval }: IntervalSetting): IntervalSetting {
    const old = this.get(timer);
    this.armed.get(timer)?.cancel?.();
    this.armed.delete(timer);
    if (value === 0n) return old;
    const armed: Armed = { deadline: this.clock(timer) + value, interval, cancel: undefined };
    this.armed.set(timer, armed);
    if (timer === 'ITIMER_REAL') this.schedule(armed);
    return old;
  }

  /** Whether the process's own time has to be looked at. */
  get watchesUsage(): boolean {
    return this.armed.has('ITIMER_VIRTUAL') || this.armed.has('ITIMER_PROF');
  }
  /** Looks at the process's own time. Called after each turn of its threads. */
  checkUsage(): void {
    for (const timer of ['ITIMER_VIRTUAL', 'ITIMER_PROF'] as const) {
      const armed = this.armed.get(timer);
      if (armed !== undefined && this.clock(timer) >= armed.deadline) this.expire(timer, armed);
    }
  }

  /** The process ends, or runs another program by an exec that keeps only ITIMER_REAL. */
  clear(): void {
    for (const { cancel } of this.armed.values()) cancel?.();
    this.armed.clear();
  }

  private clock(timer: IntervalTimer): bigint {
    if (timer === 'ITIMER_REAL') return this.process.kernel.now('monotonic');
    const { user, system } = this.process.usage();
    return BigInt(Math.floor(timer === 'ITIMER_VIRTUAL' ? user : user + system));
  }

  private schedule(armed: Armed): void {
    armed.cancel = this.process.kernel.timers.at(armed.deadline, () => this.expire('ITIMER_REAL', armed));
  }

  private expire(timer: IntervalTimer, armed: Armed): void {
    if (armed.interval === 0n) this.armed.delete(timer);
    else {
      const now = this.clock(timer);
      const missed = (now - armed.deadline) / armed.interval;
      armed.deadline += armed.interval * (missed + 1n);
      if (timer === 'ITIMER_REAL') this.schedule(armed);
    }
    this.process.signal({ signal: SIGNAL[timer], code: 'SI_KERNEL' });
  }
}
