import type { RegisterSlot } from '../isa/architecture';
import { IR_STRIDE, type IrBlock } from './block';
import { ExitKind, type Op, opcode, ops } from './op';
import { OPS, type OpName } from './ops.table';
import { takesPool } from './print';

/** Thrown for text that is no block; tells the line. */
export class IrSyntaxError extends Error {
  constructor(
    message: string,
    readonly line: number,
  ) {
    super(`line ${line}: ${message}`);
  }
}

interface Open {
  readonly at: number;
  readonly elseAt: number;
}

class BlockParser {
  private readonly code: number[] = [];
  private readonly pool: Int32Array[] = [];
  private readonly values = new Map<string, number>();
  private readonly open: Open[] = [];
  private instructions = 0;
  line = 0;

  constructor(private readonly registers: ReadonlyMap<string, RegisterSlot>) {}

  instruction(text: string): void {
    const match = /^(?:(v\w+)\s*=\s*)?([\w.]+)\s*(.*)$/.exec(text);
    if (!match) throw this.error(`cannot read '${text}'`);
    const [, name, opName, rest] = match as unknown as [string, string | undefined, string, string];
    if (!(opName in OPS)) throw this.error(`no operation '${opName}'`);
    const op = ops[opcode[opName as OpName]]!;
    if ((op.result !== undefined) !== (name !== undefined))
      throw this.error(`${opName} has ${op.result === undefined ? 'no' : 'a'} result`);
    const index = this.code.length / IR_STRIDE;
    const words = this.operands(op, rest, index);
    while (words.length < IR_STRIDE - 1) words.push(0);
    this.code.push(op.code, ...words);
    if (op.code === opcode.insn) this.instructions++;
    if (name !== undefined) {
      if (this.values.has(name)) throw this.error(`${name} is defined twice`);
      this.values.set(name, index);
    }
  }

  finish(pc: number, mode: number, size: number): IrBlock {
    if (this.open.length > 0) throw this.error('an if without its end');
    return {
      pc,
      mode,
      size,
      instructions: this.instructions,
      code: Int32Array.from(this.code),
      pool: this.pool,
    };
  }

  private operands(op: Op, text: string, index: number): number[] {
    const parts = text === '' ? [] : text.split(/,\s*/);
    if (op.code === opcode.if) {
      this.open.push({ at: index, elseAt: -1 });
      return [this.value(parts[0] ?? '')];
    }
    if (op.code === opcode.else) {
      const top = this.open.pop();
      if (top === undefined || top.elseAt >= 0) throw this.error('an else without its if');
      this.code[top.at * IR_STRIDE + 2] = index;
      this.open.push({ at: top.at, elseAt: index });
      return [top.at];
    }
    if (op.code === opcode.end) {
      const top = this.open.pop();
      if (top === undefined) throw this.error('an end without its if');
      this.code[top.at * IR_STRIDE + 3] = index;
      if (top.elseAt >= 0) this.code[top.elseAt * IR_STRIDE + 2] = index;
      else this.code[top.at * IR_STRIDE + 2] = index;
      return [];
    }
    if (parts.length !== op.operands.length)
      throw this.error(`${op.name} takes ${op.operands.length} operands, not ${parts.length}`);
    return op.operands.map((kind, k) =>
      kind === 'imm' ? this.immediate(op, k, parts[k]!) : this.value(parts[k]!),
    );
  }

  private value(text: string): number {
    const index = this.values.get(text);
    if (index === undefined) throw this.error(`'${text}' is no value defined before`);
    return index;
  }

  private immediate(op: Op, k: number, text: string): number {
    if (takesPool(op)) {
      const match = /^\[(.*)\]$/.exec(text);
      const words = match?.[1]
        ?.trim()
        .split(/\s+/)
        .map((word) => this.number(word));
      if (words?.length !== 4) throw this.error(`'${text}' is not four words`);
      return this.pool.push(Int32Array.from(words)) - 1;
    }
    if (op.code === opcode.exit && k === 0 && text in ExitKind)
      return ExitKind[text as keyof typeof ExitKind];
    if (/\.(get|set)$/.test(op.name)) {
      const slot = this.registers.get(text);
      if (slot) {
        if (!op.name.startsWith(slot.type)) throw this.error(`${text} is of type ${slot.type}`);
        return slot.offset;
      }
    }
    return this.number(text);
  }

  private number(text: string): number {
    const value = Number(text);
    if (text === '' || !Number.isInteger(value)) throw this.error(`'${text}' is not a number`);
    return value | 0;
  }

  private error(message: string): IrSyntaxError {
    return new IrSyntaxError(message, this.line);
  }
}

/**
 * Reads blocks in the form that `printBlock` writes. `;` begins a comment; values may have any name that begins with `v`.
 * @throws IrSyntaxError
 */
export function parseBlocks(text: string, registers: readonly RegisterSlot[] = []): IrBlock[] {
  const known = new Map(registers.map((slot) => [slot.name, slot]));
  const blocks: IrBlock[] = [];
  let parser: BlockParser | undefined;
  let head: readonly number[] = [];
  text.split('\n').forEach((raw, n) => {
    const line = raw.replace(/;.*/, '').trim();
    if (line === '') return;
    if (parser === undefined) {
      const match = /^block (\w+) mode (\w+) size (\d+) \{$/.exec(line);
      if (!match) throw new IrSyntaxError(`expected 'block PC mode MODE size SIZE {', not '${line}'`, n + 1);
      head = match.slice(1).map(Number);
      parser = new BlockParser(known);
      return;
    }
    parser.line = n + 1;
    if (line === '}') {
      blocks.push(parser.finish(head[0]!, head[1]!, head[2]!));
      parser = undefined;
    } else parser.instruction(line);
  });
  if (parser !== undefined) throw new IrSyntaxError('a block without its }', text.split('\n').length);
  return blocks;
}

/** Reads one block. @throws IrSyntaxError */
export function parseBlock(text: string, registers: readonly RegisterSlot[] = []): IrBlock {
  const [block] = parseBlocks(text, registers);
  if (block === undefined) throw new IrSyntaxError('no block', 1);
  return block;
}
