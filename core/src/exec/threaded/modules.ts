import { pack, unpack } from '../archive';
import type { TranslationStorage } from '../engine';
import { moduleOf, nativeOf } from '../kept-module';
import { generateInterpreter, type HandlerOptions } from './handlers';
import { TABLE_HASH } from './micro-op';

type Form = 'short' | 'full';

interface Made {
  readonly module: WebAssembly.Module;
  readonly bytes: Uint8Array;
  /** Whether the storage has it as it is, with machine code if that can be had. */
  kept: boolean;
}

/** The generated interpreter of an architecture: at first without the rare micro-ops, then with them. */
export class InterpreterModules {
  private readonly modules = new Map<Form, Made>();

  constructor(
    private readonly options: HandlerOptions,
    private readonly storage: TranslationStorage | undefined,
  ) {}

  /** The module that an execution begins with. */
  first(): WebAssembly.Module {
    return (this.modules.get('full') ?? this.get('short')).module;
  }

  /** The module with all micro-ops. */
  complete(): WebAssembly.Module {
    return this.get('full').module;
  }

  /** Hands what was generated to the storage. */
  save(): void {
    const { storage } = this;
    if (storage === undefined) return;
    for (const [form, made] of this.modules) {
      if (made.kept) continue;
      storage.write(this.nameOf(form), pack(TABLE_HASH, [made.bytes, nativeOf(made.module, storage.native)]));
      made.kept = true;
    }
  }

  private get(form: Form): Made {
    let made = this.modules.get(form);
    if (made === undefined) {
      made = this.stored(form) ?? this.generate(form);
      this.modules.set(form, made);
    }
    return made;
  }

  private stored(form: Form): Made | undefined {
    const archive = this.storage?.read(this.nameOf(form));
    const parts = archive && unpack(TABLE_HASH, archive);
    if (parts?.length !== 2) return undefined;
    const [bytes, native] = [parts[0]!, parts[1]!];
    return { bytes, module: moduleOf(bytes, native, this.storage?.native), kept: true };
  }

  private generate(form: Form): Made {
    const bytes = generateInterpreter(this.options, form === 'full');
    return { bytes, module: new WebAssembly.Module(bytes), kept: false };
  }

  private nameOf(form: Form): string {
    const { pc, mode, fpFlags } = this.options;
    return `interpreter ${form} ${pc} ${mode} ${fpFlags} ${TABLE_HASH}`;
  }
}
