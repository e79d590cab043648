import { type CpuModel, type Engine, type Execution, type Exit, ExitKind, STATE_BASE } from '@anyuser/core';
import type { TestCase } from './case';
import { CODE_BASE, CODE_START, changesOf, DATA_BASE, fillData, type Outcome, PAGE, swapAll } from './case';
import { FlatMemory } from './flat-memory';
import { type FuzzTarget, modelOf, type TargetCpu } from './target';

/** Guest instructions that a case may run before it counts as a loop, and those that QEMU may run within its two ticks. */
const FUEL = 20_000;
const LONG_FUEL = 200_000_000;
/** Of these at a time, and CPU microseconds after which a loop counts as endless in any case: some of its instructions are slow. */
const STEP = 2_000_000;
const PATIENCE = 400_000;

/** In place of a signal: the case has jumped to something that is a system call, and is not compared. */
export const SYSTEM_CALL = -1;

/** Runs cases under our own engine, in this process. */
export class Subject {
  private readonly memory: FlatMemory;
  private readonly cpu: TargetCpu;
  private execution: Execution;
  private readonly model: CpuModel;
  private readonly original = new Int32Array(PAGE / 4);
  private readonly found = new Int32Array(PAGE / 4);
  private readonly data: Int32Array;

  /** @throws Error where the CPU model does not exist. */
  constructor(
    readonly target: FuzzTarget,
    engine: Engine,
    cpu: string,
  ) {
    this.model = modelOf(target, cpu);
    this.memory = new FlatMemory(target.architecture.bigEndian);
    const { words } = this.memory;
    this.put(new Int32Array(PAGE / 4).fill(target.breakpoint), CODE_BASE);
    this.data = words.subarray(DATA_BASE >>> 2, (DATA_BASE + PAGE) >>> 2);
    this.cpu = target.createCpu({ words, base: STATE_BASE >>> 2 });
    this.execution = engine.create(this.memory, target.architecture, this.model);
  }

  /** Goes on with a fresh engine: engines keep translations, and no case comes twice. */
  renew(engine: Engine): void {
    this.execution.dispose();
    this.execution = engine.create(this.memory, this.target.architecture, this.model);
  }

  /** @param patient Whether to go on for as long as QEMU would: for loops that end. */
  run(test: TestCase, patient = false): Outcome {
    const { memory, cpu, original, found, target, model } = this;
    this.put(Int32Array.from(test.code), CODE_START);
    memory.onCodeChange?.(CODE_BASE, CODE_BASE + PAGE);
    fillData(original, test.seed);
    this.put(original.slice(), DATA_BASE);
    target.architecture.reset(cpu.state, model);
    cpu.load(test.state, model);
    const exit = patient ? this.runLong() : this.execution.run(FUEL);
    found.set(this.data);
    if (target.architecture.bigEndian) swapAll(found);
    return { ...this.signalOf(exit), state: cpu.save(model), ...changesOf(found, original) };
  }

  private runLong(): Exit {
    const start = process.cpuUsage();
    let exit = this.execution.run(STEP);
    for (let fuel = STEP; fuel < LONG_FUEL && exit.kind === ExitKind.fuel; fuel += STEP) {
      if (process.cpuUsage(start).user > PATIENCE) break;
      exit = this.execution.run(STEP);
    }
    return exit;
  }

  /** Puts words into guest memory; they are overwritten. */
  private put(words: Int32Array, at: number): void {
    this.memory.words.set(this.memory.bigEndian ? swapAll(words) : words, at >>> 2);
  }

  private signalOf(exit: Exit): Pick<Outcome, 'signal' | 'code' | 'address'> {
    const { signals, signalCodes } = this.target;
    if (exit.kind === ExitKind.fuel) return { signal: signals['SIGVTALRM']!, code: 0, address: 0 };
    if (exit.kind === ExitKind.syscall) return { signal: SYSTEM_CALL, code: 0, address: 0 };
    const { signal, code, address } = this.cpu.trap(exit);
    return { signal: signals[signal] ?? 0, code: signalCodes[code] ?? 0, address: address ?? 0 };
  }
}
