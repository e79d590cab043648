import type { IrBlock } from '../ir/block';
import { IrBuilder } from '../ir/builder';
import type { Architecture, CodeReader, CpuModel } from '../isa/architecture';
import { ThreadedAssembler } from './threaded/assembler';
import { TemplateStore } from './threaded/template-store';

/** Turns guest code of one architecture and CPU model into IR and threaded code, for all address spaces. */
export class Translator {
  /** What has been translated, for whoever runs the same code. */
  readonly templates = new TemplateStore();
  /** Makes threaded code; holds the last block's until the next. */
  readonly assembler: ThreadedAssembler;
  private builder: IrBuilder | undefined;

  constructor(
    private readonly architecture: Architecture,
    private readonly model: CpuModel,
  ) {
    const { stateSize, fpFlags, bigEndian } = architecture;
    this.assembler = new ThreadedAssembler(stateSize, fpFlags?.offset, bigEndian);
  }

  /**
   * The IR of the block at a location, which is overwritten by the next call.
   * @throws CodeFault where its first instruction cannot be fetched
   */
  translate(code: CodeReader, pc: number, mode: number): IrBlock {
    // Where everything was translated by an earlier run none is needed.
    this.builder ??= new IrBuilder();
    const { builder } = this;
    const at = { pc, mode };
    builder.begin(at);
    this.architecture.translate(code, at, builder, this.model);
    return builder.finishBorrowed();
  }
}
