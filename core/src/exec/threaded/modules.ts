import { generateInterpreter, type HandlerOptions } from './handlers';

/** The generated interpreter of an architecture: at first without the rare micro-ops, then with them. */
export class InterpreterModules {
  private short: WebAssembly.Module | undefined;
  private full: WebAssembly.Module | undefined;

  constructor(private readonly options: HandlerOptions) {}

  /** The module that an execution begins with. */
  first(): WebAssembly.Module {
    if (this.full !== undefined) return this.full;
    this.short ??= new WebAssembly.Module(generateInterpreter(this.options, false));
    return this.short;
  }

  /** The module with all micro-ops. */
  complete(): WebAssembly.Module {
    this.full ??= new WebAssembly.Module(generateInterpreter(this.options, true));
    return this.full;
  }
}
