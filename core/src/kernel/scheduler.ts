import type { Exit } from '../exec/engine';
import { ExitKind } from '../ir/op';
import { ENGINE_BASE, EngineWord } from '../memory/layout';
import { deliverSignals } from '../signal/delivery';
import type { SyscallDispatcher } from '../syscall/dispatch';
import type { Kernel } from './kernel';
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
/** Microtask rounds that woken threads get to run in before the next turn. */
const ROUNDS = 12;

/** Runs the threads of all processes in turns, in one JavaScript thread. */
export class Scheduler {
  /** Sleepers that were woken and have not looked yet. */
  waking = 0;
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
        const thread = this.next();
        if (thread === undefined) {
          if (this.waking === 0 && this.kernel.finished) break;
          await this.idle();
        } else {
          this.turn(thread);
          for (let round = 0; this.waking > 0 && round < ROUNDS; round++) await undefined;
          if (this.counted - this.lastHostTurn >= HOST_WAIT) await this.letHostRun();
          if (this.kernel.timers.next !== undefined) this.kernel.timers.run();
        }
      }
    } finally {
      alive();
      alive = () => {};
    }
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
    const near = timers.next;
    if (near !== undefined && this.waking === 0) {
      const now = clock.monotonic();
      if (near <= now) timers.run(now);
      else if (near - now < SHORT_SLEEP) {
        await clock.yield();
        this.lastHostTurn = clock.milliseconds();
        return;
      }
    }
    if (this.head < this.tail || this.failure !== undefined) return;
    // Guests that only wake each other resolve this as well, without a turn of the host's event loop.
    await new Promise<void>((resolve) => {
      this.resume = resolve;
    });
  }

  private async letHostRun(): Promise<void> {
    const { clock } = this.kernel.host;
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
    this.counted = this.kernel.host.clock.milliseconds();
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
    thread.process.afterTurn();
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
      const parked =
        --this.untilSample > 0 ? this.dispatcher.call(thread, exit.info) : this.timed(thread, exit);
      if (parked !== undefined) {
        parked.then(
          () => this.enqueue(thread),
          (error: unknown) => this.fail(thread, error),
        );
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
  private timed(thread: Thread, exit: Exit): Promise<void> | undefined {
    const { clock } = this.kernel.host;
    this.untilSample = SAMPLE;
    const start = clock.milliseconds();
    const parked = this.dispatcher.call(thread, exit.info);
    thread.time.sample(clock.milliseconds() - start);
    return parked;
  }

  /** A parked call ended with an error of ours. */
  private fail(thread: Thread, error: unknown): void {
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
