import type { CompilationLog, Engine, Execution, TranslationStorage } from '../exec/engine';
import { ExitCounters } from '../exec/exit-counters';
import { Interpreter } from '../exec/interpreter';
import type { Architecture, CpuModel } from '../isa/architecture';
import type { GuestMemory } from '../memory/guest-memory';
import { CompileLog } from './compile-log';
import { CodeStore, type CompileBudget, type JitCounters } from './module/code-store';
import type { RegionTarget } from './region/region-frame';
import { TranslatedExecution } from './translated-execution';

/**
 * Entries of a block after which it is compiled. Compiling costs some 100 µs of processor time a guest instruction while the
 * compiler itself is cold, V8's part included, 30 µs later, and saves 5 to 8 ns each time that it runs: it pays for what will run
 * as often again.
 */
const THRESHOLD = { auto: 4_000, jit: 1 } as const;

/**
 * What `auto` may spend on compiling in a run that is not eager, V8's work in the background not counted. With a twentieth
 * the 5,600 hot instructions of a Lua program needed five runs, with a fifth and this threshold one.
 */
const BUDGET: CompileBudget = { allowance: 100, share: 0.2 };

/**
 * The fast tier over the interpreter: hot regions of guest code become WebAssembly functions. `jit` compiles whatever runs,
 * which tests use; `auto` what has run often.
 */
export class JitEngine implements Engine {
  private readonly interpreter = new Interpreter();
  private readonly stores = new Map<Architecture, Map<CpuModel, CodeStore>>();
  private readonly counters: JitCounters = {
    regions: 0,
    tierUps: 0,
    instructions: 0,
    modules: 0,
    consolidations: 0,
    bytes: 0,
    milliseconds: 0,
  };
  private readonly exits = new ExitCounters();

  private storage: TranslationStorage | undefined;
  private compilationLog: CompilationLog | undefined;

  /** @param now - milliseconds, for the counters. */
  constructor(
    readonly name: 'auto' | 'jit',
    private readonly now: () => number = () => 0,
  ) {}

  create(memory: GuestMemory, architecture: Architecture, model: CpuModel): Execution {
    const execution = new TranslatedExecution(
      memory,
      architecture,
      this.store(architecture, model),
      this.exits,
      THRESHOLD[this.name],
    );
    execution.attach(this.interpreter.interpret(memory, architecture, model, execution));
    return execution;
  }

  compileTime(): number {
    return this.counters.milliseconds;
  }

  logCompilation(log: CompilationLog): void {
    this.compilationLog = log;
  }

  useTranslations(storage: TranslationStorage): void {
    this.storage = storage;
    this.interpreter.useTranslations(storage);
  }

  saveTranslations(): void {
    this.interpreter.saveTranslations();
    const { storage } = this;
    if (storage === undefined) return;
    for (const [{ id }, models] of this.stores)
      for (const [{ name }, store] of models) {
        const archive = store.keep(storage.native);
        if (archive !== undefined) storage.write(this.nameOf(id, name), archive);
        const heat = this.name === 'auto' ? store.keepHeat() : undefined;
        if (heat !== undefined) storage.write(this.heatOf(id, name), heat);
      }
  }

  private nameOf(architecture: string, model: string): string {
    return `${this.name} ${architecture} ${model}`;
  }

  private heatOf(architecture: string, model: string): string {
    return `heat ${architecture} ${model}`;
  }

  statistics(): Readonly<Record<string, number>> {
    const prefixed = (prefix: string, values: object): Record<string, number> =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value as number]),
      );
    return {
      ...prefixed('interp', this.interpreter.statistics()),
      ...prefixed('jit', this.counters),
      ...prefixed('exits', this.exits.values()),
    };
  }

  private store(architecture: Architecture, model: CpuModel): CodeStore {
    let models = this.stores.get(architecture);
    if (models === undefined) {
      models = new Map();
      this.stores.set(architecture, models);
    }
    let store = models.get(model);
    if (store === undefined) {
      const { pc, mode, fpFlags, seldomRead = [], bigEndian, registers } = architecture;
      const target: RegionTarget = {
        pc: pc.offset,
        mode: mode.offset,
        fpFlags: fpFlags?.offset,
        seldomRead: seldomRead.map(({ offset }) => offset),
        bigEndian,
      };
      const log = this.compilationLog && new CompileLog(this.compilationLog, target, registers);
      const budget = this.name === 'auto' ? BUDGET : undefined;
      store = new CodeStore(target, this.counters, this.now, budget, log);
      models.set(model, store);
      // Listings of what is compiled would lack what an earlier run has compiled.
      const kept = log === undefined && this.storage?.read(this.nameOf(architecture.id, model.name));
      if (kept) store.restore(kept, this.storage?.native);
      const heat =
        this.name === 'auto' &&
        log === undefined &&
        this.storage?.read(this.heatOf(architecture.id, model.name));
      if (heat) store.restoreHeat(heat, THRESHOLD.auto);
    }
    return store;
  }
}
