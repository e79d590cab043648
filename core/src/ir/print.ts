import type { RegisterSlot } from '../isa/architecture';
import { IR_STRIDE, type IrBlock } from './block';
import { ExitKind, type Op, opcode, ops } from './op';
import type { IrType } from './types';

const exitNames = new Map<number, string>(Object.entries(ExitKind).map(([name, kind]) => [kind, name]));

/** Immediates that read better in hexadecimal, by operation: addresses, flags, environments. */
const isHex = (op: Op, k: number): boolean =>
  op.name.startsWith('fp.') ||
  (op.name === 'insn' && k === 0) ||
  (op.name === 'jump' && k === 0) ||
  ((op.name === 'call' || op.name === 'call.indirect') && (k === 0 || k === 2)) ||
  (op.name === 'exit' && k === 2);

const hex = (word: number): string => `0x${(word >>> 0).toString(16)}`;

/** Operations whose last immediate is a constant of the pool. */
export const takesPool = (op: Op): boolean => op.name === 'v128.const' || op.name === 'i8x16.shuffle';

/** The registers' names by type and offset, for printing; several names for one place keep the first. */
export function registerNames(registers: readonly RegisterSlot[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name, offset, type } of registers) {
    const key = `${type}@${offset}`;
    if (!names.has(key)) names.set(key, name);
  }
  return names;
}

/**
 * The text of a block, which `parseBlock` reads back. Values are `v` and their index; `if` arms are indented; registers go by
 * their names where they are given, otherwise by offset.
 */
export function printBlock(block: IrBlock, registers: readonly RegisterSlot[] = []): string {
  const names = registerNames(registers);
  const lines = [`block ${hex(block.pc)} mode ${block.mode} size ${block.size} {`];
  let depth = 1;
  for (let at = 0, n = 0; at < block.code.length; at += IR_STRIDE, n++) {
    const op = ops[block.code[at]!]!;
    if (op.code === opcode.else || op.code === opcode.end) depth--;
    const result = op.result === undefined ? '' : `v${n} = `;
    const operands = printOperands(op, block, at, names);
    lines.push(`${'  '.repeat(depth)}${result}${op.name}${operands === '' ? '' : ` ${operands}`}`);
    if (op.code === opcode.else || op.code === opcode.if) depth++;
  }
  lines.push('}');
  return `${lines.join('\n')}\n`;
}

function printOperands(op: Op, block: IrBlock, at: number, names: ReadonlyMap<string, string>): string {
  if (op.code === opcode.if) return `v${block.code[at + 1]}`;
  if (op.code === opcode.else) return '';
  const slot = /^(\w+)\.(get|set)$/.exec(op.name);
  return op.operands
    .map((kind, k) => {
      const word = block.code[at + 1 + k]!;
      if (kind !== 'imm') return `v${word}`;
      if (slot) return names.get(`${slot[1] as IrType}@${word}`) ?? `${word}`;
      if (takesPool(op)) return `[${[...block.pool[word]!].map(hex).join(' ')}]`;
      if (op.code === opcode.exit && k === 0) return exitNames.get(word) ?? `${word}`;
      return isHex(op, k) ? hex(word) : `${word}`;
    })
    .join(', ');
}
