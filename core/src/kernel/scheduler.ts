import type { Exit } from '../exec/engine';
import { ExitKind } from '../ir/op';
import { ENGINE_BASE, EngineWord } from '../memory/layout';
import { deliverSignals } from '../signal/delivery';
import type { CallEnds, CallState, SyscallDispatcher } from '../syscall/dispatch';
import type { Kernel } from './kernel';
import type { Sleep } from './sleep';
import type { Thread } from './thread';
import { SAMPLE } from './thread-time';

/** Guest instructions of a turn at first, and the bounds that later turns keep to. */
const FUEL = { first: 200_000, least: 20_000, most: 50_000_000 } as const;
/** How long a turn should take, and how long the host's event loop may wait, milliseconds. */
const TURN = 5;
const HOST_WAIT = 8;
/** Nanoseconds. Deadlines nearer than this are waited for by turning the event loop: the host's timers count milliseconds. */
const SHORT_SLEEP = 1_500_000n;
/** System calls after which the clock is looked at. */
const CALLS = 64;
/** Microtask rounds that asynchronous calls get after a sleep, before the next turn. */
const ROUNDS = 12;

/** Runs the threads of all processes in turns, in one JavaScript thread. */
export class Scheduler implements CallEnds {
  /** Sleeps that were woken and have not looked yet, in the order of their wake-ups. */
  private waking: Sleep<unknown>[] = [];
  /** Microtask rounds that calls still get whose sleep has ended. */
  private rounds = 0;
  /** Runnable threads: those of [head, tail). The array never shrinks, which would cost at each turn. */
  private ready: Thread[] = [];
  private head = 0;
  private tail = 0;
  private fuel: number = FUEL.first;
  private resume: (() => void) | undefined;
  private failure: { readonly error: unknown } | undefined;
  private lastHostTurn = 0;
  /** The thread whose turn it is, and up to when its time is counted. */
  private running: Thread | undefined;
  private counted = 0;
  /** Others than guests have run since then. */
  private stale = true;
  /** System calls until one is timed. */
  private untilSample = SAMPLE;

  /**
   * @param steady - turns of equal length, so that a run repeats.
   */
  constructor(
    private readonly kernel: Kernel,
    private readonly dispatcher: SyscallDispatcher,
    private readonly steady: boolean,
  ) {}

  /** Lets a thread run again. */
  enqueue(thread: Thread): void {
    if (thread.queued || thread.dead || thread.holdSuspended()) return;
    if (thread.process.stopped !== undefined) {
      thread.process.hold(thread);
      return;
    }
    thread.queued = true;
    this.ready[this.tail++] = thread;
    this.wakeUp();
  }

  /** A sleep was woken: it looks before the next turn. */
  woken(sleep: Sleep<unknown>): void {
    this.waking.push(sleep);
    this.wakeUp();
  }

  /** Ends an idle wait: something may have changed. */
  wakeUp(): void {
    const { resume } = this;
    this.resume = undefined;
    resume?.();
  }

  /** Runs guests until nothing more can happen (Kernel.finished). @throws what is not a guest's fault */
  async run(): Promise<void> {
    const { clock } = this.kernel.host;
    // While guests sleep only the host's timers and files keep its event loop going; a guest may wait for a signal only.
    let alive = clock.after(0x7fff_ffff, () => {});
    try {
      this.lastHostTurn = clock.milliseconds();
      for (;;) {
        this.throwFailure();
        if (this.waking.length > 0) this.lookAgain();
        for (; this.rounds > 0; this.rounds--) await undefined;
        const thread = this.next();
        if (thread === undefined) {
          if (this.waking.length === 0 && this.kernel.finished) break;
          await this.idle();
        } else {
          this.turn(thread);
          if (this.counted - this.lastHostTurn >= HOST_WAIT) await this.letHostRun();
          if (this.kernel.timers.next !== undefined) this.kernel.timers.run();
        }
      }
    } finally {
      alive();
      alive = () => {};
    }
  }

  /** Lets those look who were woken, not those whom they wake in turn. */
  private lookAgain(): void {
    const { waking } = this;
    this.waking = [];
    for (const sleep of waking) if (sleep.check() && sleep.asynchronous) this.rounds = ROUNDS;
  }

  private throwFailure(): void {
    if (this.failure !== undefined) throw this.failure.error;
  }

  private next(): Thread | undefined {
    while (this.head < this.tail) {
      const thread = this.ready[this.head++]!;
      if (this.head === this.tail) this.head = this.tail = 0;
      else if (this.head > 1024 && this.head * 2 > this.tail) {
        this.ready = this.ready.slice(this.head, this.tail);
        this.tail -= this.head;
        this.head = 0;
      }
      thread.queued = false;
      if (thread.dead || thread.holdSuspended()) continue;
      if (thread.process.stopped === undefined) return thread;
      thread.process.hold(thread);
    }
    return undefined;
  }

  /** Waits for a sleeper to wake, a timer or the host. */
  private async idle(): Promise<void> {
    const { clock } = this.kernel.host;
    const { timers } = this.kernel;
    this.stale = true;
    const near = timers.next;
    if (near !== undefined && this.waking.length === 0) {
      const now = clock.monotonic();
      if (near <= now) timers.run(now);
      else if (near - now < SHORT_SLEEP) {
        await clock.yield();
        this.lastHostTurn = clock.milliseconds();
        return;
      }
    }
    if (this.head < this.tail || this.waking.length > 0 || this.failure !== undefined) return;
    // Guests that only wake each other resolve this as well, without a turn of the host's event loop.
    await new Promise<void>((resolve) => {
      this.resume = resolve;
    });
  }

  private async letHostRun(): Promise<void> {
    const { clock } = this.kernel.host;
    this.stale = true;
    await clock.yield();
    this.lastHostTurn = clock.milliseconds();
  }

  /** Counts the time that a thread has run up to now; it may be any thread. */
  settle(thread: Thread): void {
    if (thread !== this.running) return;
    const now = this.kernel.host.clock.milliseconds();
    thread.time.add(now - this.counted);
    this.counted = now;
  }

  /** Runs a thread until it sleeps, ends or has had its share. */
  private turn(thread: Thread): void {
    if (this.stale) this.counted = this.kernel.host.clock.milliseconds();
    this.stale = false;
    this.running = thread;
    this.kernel.current = thread;
    try {
      this.runThread(thread, this.counted);
    } catch (error) {
      this.failure ??= { error: this.kernel.describeFailure(thread, error) };
    } finally {
      this.settle(thread);
      this.running = undefined;
      this.kernel.current = undefined;
    }
    thread.process.afterTurn(thread);
  }

  private runThread(thread: Thread, start: number): void {
    const { clock } = this.kernel.host;
    let fuel = this.fuel;
    for (let calls = 0; ; ) {
      if (thread.signalsPending || thread.interruptedCall !== undefined) deliverSignals(thread);
      else thread.restoreMask();
      if (thread.dead || thread.holdSuspended()) return;
      if (thread.process.stopped !== undefined) {
        thread.process.hold(thread);
        return;
      }
      const { program } = thread.process;
      program.load(thread);
      const exit = program.execution.run(fuel);
      if (exit.kind === ExitKind.fuel) {
        this.adapt(clock.milliseconds() - start, fuel);
        thread.abi.preempted?.(thread, thread.cpu);
        this.enqueue(thread);
        return;
      }
      if (exit.kind !== ExitKind.syscall) {
        thread.fault(thread.abi.trap(exit, thread.cpu, thread));
        continue;
      }
      const state =
        --this.untilSample > 0 ? this.dispatcher.call(thread, exit.info, this) : this.timed(thread, exit);
      if (state !== 'over') {
        thread.asynchronous = state === 'asynchronous';
        return;
      }
      if (thread.dead) return;
      fuel = Math.max(1, program.space.words[(ENGINE_BASE + EngineWord.fuel) >>> 2]!);
      if (thread.yielding || (++calls % CALLS === 0 && clock.milliseconds() - start > TURN)) {
        thread.yielding = false;
        this.enqueue(thread);
        return;
      }
    }
  }

  /** A system call whose time stands for that of all. */
  private timed(thread: Thread, exit: Exit): CallState {
    const { clock } = this.kernel.host;
    this.untilSample = SAMPLE;
    const start = clock.milliseconds();
    const state = this.dispatcher.call(thread, exit.info, this);
    thread.time.sample(clock.milliseconds() - start);
    return state;
  }

  /** A call that slept is over. For SyscallDispatcher. */
  ended(thread: Thread): void {
    this.enqueue(thread);
  }
  /** A call that slept ended with an error of ours. For SyscallDispatcher. */
  failed(thread: Thread, error: unknown): void {
    this.failure ??= { error: this.kernel.describeFailure(thread, error) };
    this.wakeUp();
  }

  /** Sizes the next turns by how long this one took. */
  private adapt(elapsed: number, fuel: number): void {
    if (this.steady || fuel < this.fuel / 2) return;
    const wanted = (this.fuel * TURN) / Math.max(1e-6, elapsed);
    const next = (this.fuel + Math.min(wanted, this.fuel * 4)) / 2;
    this.fuel = Math.round(Math.min(FUEL.most, Math.max(FUEL.least, next)));
  }
}
