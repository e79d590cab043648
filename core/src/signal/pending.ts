import { isRealtime, SIGNALS, type Signal } from './signal';
import type { SignalInfo } from './signal-info';
import { SignalSet } from './signal-set';

/** Signals sent and not yet delivered, of a thread or a process. Standard signals merge, real-time ones queue. */
export class PendingSignals {
  readonly set = new SignalSet();
  private readonly queues = new Map<Signal, SignalInfo[]>();
  /** How many are queued, for RLIMIT_SIGPENDING. */
  count = 0;

  /** Queues a signal; false where a standard one was pending already. */
  add(info: SignalInfo): boolean {
    const { signal } = info;
    const queue = this.queues.get(signal);
    if (queue !== undefined && queue.length > 0) {
      if (!isRealtime(signal)) return false;
      queue.push(info);
    } else this.queues.set(signal, [info]);
    this.set.add(signal);
    this.count++;
    return true;
  }

  /** Takes the first signal, in the order of delivery, that is not blocked; synchronous faults come before all others. */
  take(blocked: SignalSet): SignalInfo | undefined {
    if (this.count === 0) return undefined;
    for (const signal of SYNCHRONOUS)
      if (this.set.has(signal) && !blocked.has(signal)) return this.takeSignal(signal);
    for (let index = 0; index < SIGNALS.length; index++)
      if (this.set.hasIndex(index) && !blocked.hasIndex(index)) return this.takeSignal(SIGNALS[index]!);
    return undefined;
  }

  /** Whether a signal of a set is pending. */
  hasAny(wanted: SignalSet): boolean {
    if (this.count === 0) return false;
    for (const signal of this.set) if (wanted.has(signal)) return true;
    return false;
  }
  /** Whether a signal is pending that is not blocked and, if given, satisfies a condition. */
  hasUnblocked(blocked: SignalSet, condition: (signal: Signal) => boolean = () => true): boolean {
    if (this.count === 0) return false;
    for (const signal of this.set) if (!blocked.has(signal) && condition(signal)) return true;
    return false;
  }

  /** Whether any pending signal satisfies a condition. */
  holds(condition: (info: SignalInfo) => boolean): boolean {
    for (const queue of this.queues.values()) if (queue.some(condition)) return true;
    return false;
  }

  /** Drops every instance of a signal. */
  drop(signal: Signal): void {
    const queue = this.queues.get(signal);
    if (queue === undefined) return;
    this.count -= queue.length;
    this.queues.delete(signal);
    this.set.delete(signal);
  }

  private takeSignal(signal: Signal): SignalInfo {
    const queue = this.queues.get(signal)!;
    const info = queue.shift()!;
    this.count--;
    if (queue.length === 0) {
      this.queues.delete(signal);
      this.set.delete(signal);
    }
    return info;
  }
}

const SYNCHRONOUS: readonly Signal[] = ['SIGILL', 'SIGTRAP', 'SIGBUS', 'SIGFPE', 'SIGSEGV', 'SIGSYS'];
