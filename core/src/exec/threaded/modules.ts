import type { TranslationStorage } from '../engine';
import { generateInterpreter, type HandlerOptions } from './handlers';
import { TABLE_HASH } from './micro-op';

type Form = 'short' | 'full';

/** The generated interpreter of an architecture: at first without the rare micro-ops, then with them. */
export class InterpreterModules {
  private readonly modules = new Map<Form, WebAssembly.Module>();
  /** Generated in this run, and not saved yet. */
  private readonly fresh = new Map<Form, Uint8Array>();

  constructor(
    private readonly options: HandlerOptions,
    private readonly storage: TranslationStorage | undefined,
  ) {}

  /** The module that an execution begins with. */
  first(): WebAssembly.Module {
    return this.modules.get('full') ?? this.get('short');
  }

  /** The module with all micro-ops. */
  complete(): WebAssembly.Module {
    return this.get('full');
  }

  /** Hands what was generated to the storage. */
  save(): void {
    for (const [form, bytes] of this.fresh) this.storage?.write(this.nameOf(form), bytes);
    this.fresh.clear();
  }

  private get(form: Form): WebAssembly.Module {
    let module = this.modules.get(form);
    if (module === undefined) {
      module = this.stored(form) ?? this.generate(form);
      this.modules.set(form, module);
    }
    return module;
  }

  private stored(form: Form): WebAssembly.Module | undefined {
    const bytes = this.storage?.read(this.nameOf(form)) as Uint8Array<ArrayBuffer> | undefined;
    if (bytes === undefined || !WebAssembly.validate(bytes)) return undefined;
    return new WebAssembly.Module(bytes);
  }

  private generate(form: Form): WebAssembly.Module {
    const bytes = generateInterpreter(this.options, form === 'full');
    this.fresh.set(form, bytes);
    return new WebAssembly.Module(bytes);
  }

  private nameOf(form: Form): string {
    const { pc, mode, fpFlags } = this.options;
    return `interpreter ${form} ${pc} ${mode} ${fpFlags} ${TABLE_HASH}`;
  }
}
