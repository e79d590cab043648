import type { RegisterSlot } from '../isa/architecture';
import type { Thread } from '../kernel/thread';
import { STATE_BASE } from '../memory/layout';
import { speedscopeJson, type ThreadProfile } from './speedscope';
import { COMPILER_FRAME, type Frame, KERNEL_FRAME, Symbolizer } from './symbolizer';

/** Milliseconds between samples, about. */
const PERIOD = 1;
/** Guest instructions between samples: at first, and the bounds of what the speed of the guest makes of it. */
const FIRST = 2_000;
const LEAST = 1_000;
const MOST = 10_000_000;

/** What is known of one thread. */
interface ThreadRecord {
  /** As at the last sample: exec changes it. */
  name: string;
  readonly samples: (readonly number[])[];
  readonly weights: number[];
  /** Milliseconds of guest code, and of system calls, since the last sample of each. */
  user: number;
  system: number;
  /** Thread.systemTime at the last look, nanoseconds. */
  systemSeen: number;
}

/**
 * Samples where the threads of all guest processes spend their time. Guest code is interrupted about every millisecond and its
 * location noted, with the function that it returns to as far as the return address is in its register; the time since the
 * thread's last sample is the sample's weight.
 */
export class Profiler {
  /** Guest instructions until the next sample. */
  countdown = FIRST;
  /** The thread that runs. */
  current: () => Thread | undefined = () => undefined;
  private readonly symbolizer = new Symbolizer();
  private readonly records: ThreadRecord[] = [];
  /** Weak, since a thread holds its process's memory. */
  private readonly byThread = new WeakMap<Thread, ThreadRecord>();
  private interval = FIRST;
  /** Milliseconds of guest code since the last sample, of all threads. */
  private elapsed = 0;
  private seed = 1;

  private compileSeen = 0;

  /**
   * @param now - milliseconds.
   * @param compileTime - milliseconds that the engine has spent on compiling so far.
   */
  constructor(
    readonly now: () => number,
    private readonly compileTime: () => number,
  ) {}

  /** Guest code of the current thread has run for some time and instructions; takes a sample if it is time. */
  ran(milliseconds: number, instructions: number, link: RegisterSlot | undefined): void {
    const thread = this.current();
    if (thread === undefined) return;
    const record = this.record(thread);
    record.user += milliseconds;
    this.elapsed += milliseconds;
    this.countdown -= instructions;
    if (this.countdown > 0) return;
    const stack = this.where(thread, link);
    const compiled = Math.min(record.user, this.compileTime() - this.compileSeen);
    this.compileSeen += compiled;
    this.elapsed -= compiled;
    this.adapt();
    if (compiled >= PERIOD) add(record, thread, this.below(stack, COMPILER_FRAME), compiled);
    add(record, thread, stack, compiled >= PERIOD ? record.user - compiled : record.user);
    record.user = 0;
  }

  /** Guest code of the current thread is about to run: counts the time of its system calls since. */
  enters(link: RegisterSlot | undefined): void {
    const thread = this.current();
    if (thread === undefined) return;
    const record = this.record(thread);
    record.system += (thread.systemTime - record.systemSeen) / 1e6;
    record.systemSeen = thread.systemTime;
    if (record.system < PERIOD) return;
    add(record, thread, this.below(this.where(thread, link), KERNEL_FRAME), record.system);
    record.system = 0;
  }

  /**
   * The profile in speedscope's file format.
   * @param name - what was run.
   */
  report(name: string): string {
    const threads: ThreadProfile[] = this.records.filter(({ samples }) => samples.length > 0);
    return speedscopeJson(name, this.symbolizer.frames, threads);
  }

  private record(thread: Thread): ThreadRecord {
    let record = this.byThread.get(thread);
    if (record === undefined) {
      record = { name: '', samples: [], weights: [], user: 0, system: 0, systemSeen: thread.systemTime };
      this.byThread.set(thread, record);
      this.records.push(record);
    }
    return record;
  }

  private below(stack: readonly number[], frame: Frame): number[] {
    return [...stack, this.symbolizer.number(frame)];
  }

  /** The frame of the thread's location, behind that of its caller where it can be told. */
  private where({ process }: Thread, link: RegisterSlot | undefined): number[] {
    const { space, architecture } = process;
    const { words } = space;
    const word = ({ offset }: RegisterSlot): number => words[(STATE_BASE + offset) >>> 2]! >>> 0;
    const found = this.symbolizer.find(space, word(architecture.pc));
    const inner = found < 0 ? this.symbolizer.number({ name: '[not executable]' }) : found;
    if (link === undefined) return [inner];
    // The call lies before the address that it returns to, which may be the start of the next function.
    const outer = this.symbolizer.find(space, word(link) - 2);
    // A function that has called another one finds itself there.
    return outer < 0 || outer === inner ? [inner] : [outer, inner];
  }

  /** Sizes the next interval by the guest's speed, unevenly so that no loop keeps step with the samples. */
  private adapt(): void {
    const wanted = (this.interval * PERIOD) / Math.max(this.elapsed, PERIOD / 10);
    this.interval = Math.min(MOST, Math.max(LEAST, (this.interval + wanted) / 2));
    this.elapsed = 0;
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    this.countdown = Math.round(this.interval * (0.75 + this.seed / 2 ** 33));
  }
}

/** Adds a sample; the same stack again makes the last sample longer. */
function add(record: ThreadRecord, { process, tid }: Thread, stack: readonly number[], weight: number): void {
  const { samples, weights } = record;
  record.name = `${process.comm} ${process.pid}${tid === process.pid ? '' : ` thread ${tid}`}`;
  const last = samples[samples.length - 1];
  if (last !== undefined && last.length === stack.length && last.every((frame, n) => frame === stack[n]))
    weights[weights.length - 1]! += weight;
  else {
    samples.push(stack);
    weights.push(weight);
  }
}
