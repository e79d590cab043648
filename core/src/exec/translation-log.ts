import { IR_STRIDE, type IrBlock } from '../ir/block';
import { IrBuilder } from '../ir/builder';
import { opcode } from '../ir/op';
import { printBlock } from '../ir/print';
import type { Architecture, CodeReader } from '../isa/architecture';

/** What a translation log shows of each block: the guest's instructions (`-d in_asm`), the IR (`-d ir`). */
export interface TranslationLog {
  readonly instructions: boolean;
  readonly ir: boolean;
  /** Takes whole lines, newline included. */
  write(line: string): void;
}

/**
 * The architecture with a log of every block that an engine has translated. Blocks are translated a second time for it, so
 * that neither architectures nor engines need know of logs.
 */
export function withTranslationLog(architecture: Architecture, log: TranslationLog): Architecture {
  const builder = new IrBuilder();
  const translate: Architecture['translate'] = (code, at, ir, model) => {
    architecture.translate(code, at, ir, model);
    builder.begin(at);
    architecture.translate(code, at, builder, model);
    const block = builder.finish();
    if (log.instructions) writeInstructions(architecture, code, block, log);
    if (log.ir) log.write(`${printBlock(block, architecture.registers)}\n`);
  };
  return Object.assign(Object.create(architecture) as Architecture, { translate });
}

function writeInstructions(
  architecture: Architecture,
  code: CodeReader,
  block: IrBlock,
  log: TranslationLog,
): void {
  log.write('----------------\n');
  for (let at = 0; at < block.code.length; at += IR_STRIDE) {
    if (block.code[at] !== opcode.insn) continue;
    const pc = block.code[at + 1]! >>> 0;
    const { text } = architecture.disassemble(code, { pc, mode: block.code[at + 2]! });
    log.write(`0x${pc.toString(16).padStart(8, '0')}:  ${text}\n`);
  }
}
