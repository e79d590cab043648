import type { Signal } from '../signal/signal';
import type { SignalInfo } from '../signal/signal-info';
import { errno } from './errno';
import type { IntervalSetting } from './interval-timers';
import type { Process } from './process';
import type { Thread } from './thread';

/** What a POSIX timer does when it expires (struct sigevent). */
export type TimerEvent =
  | { readonly notify: 'none' }
  | { readonly notify: 'signal'; readonly signal: Signal; readonly value: number }
  | { readonly notify: 'thread'; readonly signal: Signal; readonly value: number; readonly thread: Thread };

/** Clocks that a timer can follow. */
export type TimerClock = 'realtime' | 'monotonic';

const MOST_OVERRUNS = 0x7fff_ffff;

type TimerSignal = SignalInfo & { overrun: number };

class PosixTimer {
  deadline: bigint | undefined;
  interval = 0n;
  /** The signal that was sent last; its overruns grow until it is taken. */
  sent: TimerSignal | undefined;
  /** Overruns of the signal that was taken last. */
  taken = 0;
  cancel: (() => void) | undefined;

  constructor(
    readonly clock: TimerClock,
    readonly event: TimerEvent,
  ) {}
}

/** The timers of a process that timer_create makes. */
export class PosixTimers {
  private readonly timers = new Map<number, PosixTimer>();

  constructor(private readonly process: Process) {}

  /** Returns the new timer's number, the least that is free. @throws KernelError EAGAIN where the system has a greatest */
  create(clock: TimerClock, event: (id: number) => TimerEvent): number {
    const { first = 0, end = Number.POSITIVE_INFINITY } = this.process.abi.timerNumbers ?? {};
    let id = first;
    while (this.timers.has(id)) id++;
    if (id >= end) throw errno('EAGAIN');
    this.timers.set(id, new PosixTimer(clock, event(id)));
    return id;
  }

  /** Arms a timer, relative or at a time of its clock; value 0 disarms. Returns what was left. @throws EINVAL */
  set(id: number, { value, interval }: IntervalSetting, absolute: boolean): IntervalSetting {
    const timer = this.get(id);
    const old = this.left(timer);
    timer.cancel?.();
    timer.deadline = undefined;
    timer.interval = interval;
    timer.taken = 0;
    timer.sent = undefined;
    if (value === 0n) return old;
    timer.deadline = absolute ? value : this.now(timer) + value;
    this.schedule(id, timer);
    return old;
  }

  /** @throws EINVAL */
  left(timer: PosixTimer | number): IntervalSetting {
    const found = typeof timer === 'number' ? this.get(timer) : timer;
    if (found.deadline === undefined) return { value: 0n, interval: found.interval };
    const left = found.deadline - this.now(found);
    return { value: left > 0n ? left : 1n, interval: found.interval };
  }

  /** Expirations beyond the one whose signal was taken last. @throws EINVAL */
  overrun(id: number): number {
    const timer = this.get(id);
    return timer.sent === undefined || this.isPending(timer) ? timer.taken : timer.sent.overrun;
  }

  /** @throws EINVAL */
  delete(id: number): void {
    this.get(id).cancel?.();
    this.timers.delete(id);
  }

  /** exec and exit: timers are not inherited. */
  clear(): void {
    for (const { cancel } of this.timers.values()) cancel?.();
    this.timers.clear();
  }

  /** Timers that tell a thread that is gone tell nobody. */
  threadEnded(thread: Thread): void {
    for (const timer of this.timers.values())
      if (timer.event.notify === 'thread' && timer.event.thread === thread) timer.cancel?.();
  }

  private get(id: number): PosixTimer {
    const timer = this.timers.get(id);
    if (timer === undefined) throw errno('EINVAL');
    return timer;
  }
  private now(timer: PosixTimer): bigint {
    return this.process.kernel.now(timer.clock);
  }

  private schedule(id: number, timer: PosixTimer): void {
    const { kernel } = this.process;
    const wait = timer.deadline! - this.now(timer);
    timer.cancel = kernel.timers.at(kernel.now('monotonic') + wait, () => this.expire(id, timer));
  }

  private expire(id: number, timer: PosixTimer): void {
    let missed = 0;
    if (timer.interval === 0n) timer.deadline = undefined;
    else {
      missed = Number((this.now(timer) - timer.deadline!) / timer.interval);
      timer.deadline! += timer.interval * BigInt(missed + 1);
      this.schedule(id, timer);
    }
    this.notify(id, timer, missed);
  }

  /** Sends the timer's signal, or lets the one that nobody has taken yet count one more expiration. */
  private notify(id: number, timer: PosixTimer, missed: number): void {
    const { event, sent } = timer;
    if (event.notify === 'none') return;
    if (sent !== undefined) {
      if (this.isPending(timer)) {
        sent.overrun = Math.min(MOST_OVERRUNS, sent.overrun + missed + 1);
        return;
      }
      timer.taken = sent.overrun;
    }
    const { signal, value } = event;
    timer.sent = { signal, code: 'SI_TIMER', value, timerId: id, overrun: missed };
    this.process.send(timer.sent, event.notify === 'thread' ? event.thread : undefined);
  }

  private isPending({ event, sent }: PosixTimer): boolean {
    const { pending } = event.notify === 'thread' ? event.thread : this.process;
    return pending.holds((info) => info === sent);
  }
}
