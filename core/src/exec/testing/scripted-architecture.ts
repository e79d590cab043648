import { IR_STRIDE, type IrBlock } from '../../ir/block';
import type { IrBuilder } from '../../ir/builder';
import { opcode, ops } from '../../ir/op';
import { replay } from '../../ir/replay';
import type { Architecture, CodeReader, CpuModel, Helper, RegisterSlot } from '../../isa/architecture';
import { type Location, locationKey } from '../../isa/location';

const slot = <T extends RegisterSlot['type']>(name: string, offset: number, type: T): RegisterSlot<T> => ({
  name,
  offset,
  type,
});

/** Registers of the scripted architecture: r0–r15, x0–x7 and d0–d7 over them, s and q vectors, pc, mode, fpflags. */
export const scriptedRegisters: readonly RegisterSlot[] = [
  ...Array.from({ length: 16 }, (_, n) => slot(`r${n}`, 4 * n, 'i32')),
  ...Array.from({ length: 8 }, (_, n) => slot(`x${n}`, 8 * n, 'i64')),
  ...Array.from({ length: 8 }, (_, n) => slot(`f${n}`, 64 + 4 * n, 'f32')),
  ...Array.from({ length: 8 }, (_, n) => slot(`d${n}`, 64 + 8 * n, 'f64')),
  ...Array.from({ length: 8 }, (_, n) => slot(`q${n}`, 128 + 16 * n, 'v128')),
  slot('pc', 256, 'i32'),
  slot('mode', 260, 'i32'),
  slot('fpflags', 264, 'i32'),
];

const scriptedModel: CpuModel = { name: 'scripted', features: new Set() };

/**
 * An architecture whose guest code is IR: each location has a block that `translate` writes again. Guest code bytes are
 * fetched, so that pages without execute permission fault, but mean nothing. For tests of engines.
 */
export class ScriptedArchitecture implements Architecture<undefined> {
  readonly id = 'scripted';
  readonly models = [scriptedModel];
  readonly registers = scriptedRegisters;
  readonly stateSize = 272;
  readonly pc = slot('pc', 256, 'i32');
  readonly mode = slot('mode', 260, 'i32');
  readonly fpFlags = slot('fpflags', 264, 'i32');
  readonly seldomRead = [12, 13, 14, 15].map((n) => slot(`r${n}`, 4 * n, 'i32'));
  readonly helpers: Helper[] = [];
  /** Translations made. */
  translated = 0;
  private readonly blocks = new Map<number, IrBlock>();

  constructor(
    blocks: readonly IrBlock[],
    readonly bigEndian = false,
  ) {
    for (const block of blocks) this.define(block);
  }

  /** Adds or replaces the block of a location. */
  define(block: IrBlock): void {
    this.blocks.set(locationKey(block.pc, block.mode), block);
  }

  accepts(): boolean {
    return false;
  }
  createCpu(): undefined {
    return undefined;
  }
  reset(): void {}
  translate(code: CodeReader, at: Location, ir: IrBuilder): void {
    code.u16(at.pc);
    this.translated++;
    const block = this.blocks.get(locationKey(at.pc, at.mode)) ?? this.tailAt(at);
    if (block !== undefined) replay(block, ir);
    else {
      ir.insn(at.pc, at.mode, 4);
      ir.exit('undefined');
    }
  }
  /** The rest of a block from an instruction inside it, which uses no value of the instructions before. */
  private tailAt({ pc, mode }: Location): IrBlock | undefined {
    for (const block of this.blocks.values()) {
      const { code } = block;
      for (let at = 0; at < code.length; at += IR_STRIDE) {
        if (code[at] === opcode.insn && code[at + 1]! >>> 0 === pc && code[at + 2] === mode)
          return tailOf(block, at);
      }
    }
    return undefined;
  }
  disassemble(): { text: string; size: number } {
    return { text: 'scripted', size: 4 };
  }
}

function tailOf(block: IrBlock, start: number): IrBlock {
  const code = block.code.slice(start);
  const moved = start / IR_STRIDE;
  for (let at = 0; at < code.length; at += IR_STRIDE) {
    const op = ops[code[at]!]!;
    op.operands.forEach((kind, k) => {
      if (kind !== 'imm') code[at + 1 + k]! -= moved;
    });
    if (op.name === 'if') {
      code[at + 2]! -= moved;
      code[at + 3]! -= moved;
    } else if (op.name === 'else') {
      code[at + 1]! -= moved;
      code[at + 2]! -= moved;
    }
  }
  return { ...block, pc: code[1]! >>> 0, mode: code[2]!, code };
}
