import type { Architecture, CpuModel } from '../isa/architecture';
import type { GuestMemory } from '../memory/guest-memory';
import type { Engine, Execution, TranslationStorage } from './engine';
import { ExitCounters } from './exit-counters';
import { InterpretedExecution } from './interpreted-execution';
import { CODE_BASE, CODE_END } from './threaded/layout';
import { InterpreterModules } from './threaded/modules';
import type { TemplateStore } from './threaded/template-store';
import type { TierUp } from './tier-up';
import { Translator } from './translator';

/** Fewest new blocks, and most blocks in all, that are saved for the next run. */
const WORTH_SAVING = 64;
const MOST_SAVED = 200_000;

/** What an interpreter has done since its start, all executions together. */
export interface InterpreterCounters {
  /** Guest instructions run. */
  instructions: number;
  /** Blocks translated. */
  blocks: number;
  /** Blocks that another execution, or this one before, had translated. */
  reused: number;
  /** Blocks whose guest code changed. */
  invalidations: number;
  /** Times that all translations of an address space were dropped, its first filling included. */
  flushes: number;
  /** Micro-ops done outside the fast loop. */
  slow: number;
  /** Of these: memory accesses that the permission bytes do not allow at once, helpers, floating-point operations. */
  slowAccesses: number;
  slowHelpers: number;
  slowFloats: number;
  /** Why the interpreter was left; `jump` to go on in compiled code. */
  readonly exits: ExitCounters;
}

/**
 * The cold tier: guest code becomes IR, IR becomes threaded code in the address space itself, and a WebAssembly function
 * that is generated from the lowering of each operation runs it.
 */
export class Interpreter implements Engine {
  readonly name = 'interp';
  private readonly counters: InterpreterCounters = {
    instructions: 0,
    blocks: 0,
    reused: 0,
    invalidations: 0,
    flushes: 0,
    slow: 0,
    slowAccesses: 0,
    slowHelpers: 0,
    slowFloats: 0,
    exits: new ExitCounters(),
  };
  /** Generated modules by the offsets that they depend on. */
  private readonly modules = new Map<string, InterpreterModules>();
  private readonly translators = new WeakMap<Architecture, Map<string, Translator>>();
  /** All template stores by the names under which they are saved. */
  private readonly stores = new Map<string, TemplateStore>();
  private storage: TranslationStorage | undefined;

  /** @param room - bytes of threaded code that an address space holds at the most. */
  constructor(private readonly room = CODE_END - CODE_BASE) {}

  create(memory: GuestMemory, architecture: Architecture, model: CpuModel): Execution {
    return this.interpret(memory, architecture, model);
  }

  /** As create; with a tier above it that it reports to. */
  interpret(
    memory: GuestMemory,
    architecture: Architecture,
    model: CpuModel,
    tier?: TierUp,
  ): InterpretedExecution {
    return new InterpretedExecution(
      memory,
      architecture,
      this.modulesOf(architecture),
      this.translatorOf(architecture, model, tier),
      this.counters,
      tier,
      CODE_BASE + this.room,
    );
  }

  statistics(): Readonly<Record<string, number>> {
    const { exits, ...counters } = this.counters;
    const kinds = Object.entries(exits.values()).map(([name, count]) => [`exits.${name}`, count]);
    return { ...counters, ...(Object.fromEntries(kinds) as Record<string, number>) };
  }

  useTranslations(storage: TranslationStorage): void {
    this.storage = storage;
  }

  saveTranslations(): void {
    for (const modules of this.modules.values()) modules.save();
    for (const [name, store] of this.stores) {
      const worthIt = store.fresh >= WORTH_SAVING && store.fresh * 8 >= store.count;
      if (worthIt && store.count <= MOST_SAVED) this.storage?.write(name, store.save());
    }
  }

  private restore(name: string, store: TemplateStore): void {
    this.stores.set(name, store);
    const saved = this.storage?.read(name);
    if (saved !== undefined) store.load(saved);
  }

  /** Threaded code differs between CPU models, and by whether it counts for a tier above. */
  private translatorOf(architecture: Architecture, model: CpuModel, tier: TierUp | undefined): Translator {
    let translators = this.translators.get(architecture);
    if (translators === undefined) {
      translators = new Map();
      this.translators.set(architecture, translators);
    }
    const key = `${model.name} ${tier?.threshold ?? 0}`;
    let translator = translators.get(key);
    if (translator === undefined) {
      translator = new Translator(architecture, model);
      translators.set(key, translator);
      if (this.storage !== undefined) this.restore(`${architecture.id} ${key}`, translator.templates);
    }
    return translator;
  }

  private modulesOf({ pc, mode, fpFlags }: Architecture): InterpreterModules {
    const options = { pc: pc.offset, mode: mode.offset, fpFlags: fpFlags?.offset };
    const key = `${options.pc},${options.mode},${options.fpFlags}`;
    let modules = this.modules.get(key);
    if (modules === undefined) {
      modules = new InterpreterModules(options, this.storage);
      this.modules.set(key, modules);
    }
    return modules;
  }
}
