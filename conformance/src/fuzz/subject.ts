import { type ArmCpu, armArchitecture, models } from '@anyuser/arch-arm';
import { type CpuModel, type Engine, type Execution, type Exit, ExitKind, STATE_BASE } from '@anyuser/core';
import { linuxArm } from '@anyuser/os-linux';
import {
  A32_BREAKPOINT,
  CODE_BASE,
  CODE_START,
  changesOf,
  DATA_BASE,
  fillData,
  type Outcome,
  PAGE,
  type TestCase,
} from './case';
import { FlatMemory } from './flat-memory';

/** Guest instructions that a case may run before it counts as a loop. */
const FUEL = 20_000;

const SIGNAL = { SIGILL: 4, SIGTRAP: 5, SIGBUS: 7, SIGSEGV: 11, SIGVTALRM: 26 } as const;

/** In place of a signal: the case has jumped to something that is a system call, and is not compared. */
export const SYSTEM_CALL = -1;

/** What the ARM kernel makes of a trap depends on no thread. */
const NO_THREAD = undefined as never;

/** Runs cases under our own engine, in this process. */
export class Subject {
  private readonly memory = new FlatMemory();
  private readonly cpu: ArmCpu;
  private execution: Execution;
  private readonly model: CpuModel;
  private readonly original = new Int32Array(PAGE / 4);
  private readonly data: Int32Array;

  /** @throws Error where the CPU model does not exist. */
  constructor(engine: Engine, cpu: string) {
    const model = models.find(({ name }) => name === cpu);
    if (!model) throw new Error(`no CPU model ${cpu}; have ${models.map(({ name }) => name).join(', ')}`);
    this.model = model;
    const { words } = this.memory;
    words.fill(A32_BREAKPOINT, CODE_BASE >>> 2, (CODE_BASE + PAGE) >>> 2);
    this.data = words.subarray(DATA_BASE >>> 2, (DATA_BASE + PAGE) >>> 2);
    this.cpu = armArchitecture.createCpu({ words, base: STATE_BASE >>> 2 });
    this.execution = engine.create(this.memory, armArchitecture, model);
  }

  /** Goes on with a fresh engine: engines keep translations, and no case comes twice. */
  renew(engine: Engine): void {
    this.execution.dispose();
    this.execution = engine.create(this.memory, armArchitecture, this.model);
  }

  run(test: TestCase): Outcome {
    const { memory, cpu, original, data } = this;
    memory.words.set(test.code, CODE_START >>> 2);
    memory.onCodeChange?.(CODE_BASE, CODE_BASE + PAGE);
    fillData(original, test.seed);
    data.set(original);
    armArchitecture.reset(cpu.state, this.model);
    for (let n = 0; n < 16; n++) cpu.setR(n, test.r[n]!);
    // Without Advanced SIMD there is no QC.
    cpu.fpscr = this.model.features.has('neon') ? test.fpscr : test.fpscr & ~(1 << 27);
    cpu.cpsr = test.cpsr;
    for (let n = 0; n < 64; n++) cpu.setVectorWord(n, test.d[n]!);
    const exit = this.execution.run(FUEL);
    // QEMU's signal frames of the oldest models have no vector registers.
    const vectors = this.model.features.has('v6');
    return {
      ...this.signalOf(exit),
      r: Uint32Array.from({ length: 16 }, (_, n) => cpu.r(n)),
      cpsr: cpu.cpsr,
      fpscr: vectors ? cpu.fpscr : 0,
      d: Uint32Array.from({ length: 64 }, (_, n) => (vectors ? cpu.vectorWord(n) : 0)),
      ...changesOf(data, original),
    };
  }

  private signalOf(exit: Exit): Pick<Outcome, 'signal' | 'code' | 'address'> {
    if (exit.kind === ExitKind.fuel) return { signal: SIGNAL.SIGVTALRM, code: 0, address: 0 };
    if (exit.kind === ExitKind.syscall) return { signal: SYSTEM_CALL, code: 0, address: 0 };
    const { signal, code, address } = linuxArm.trap(exit, this.cpu, NO_THREAD);
    return {
      signal: SIGNAL[signal as keyof typeof SIGNAL],
      code: linuxArm.signalCodes[code] ?? 0,
      address: address ?? 0,
    };
  }
}
