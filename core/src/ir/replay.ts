import { IR_STRIDE, type IrBlock } from './block';
import type { IrBuilder } from './builder';
import { ExitKind, opcode, ops } from './op';
import type { OpName } from './ops.table';

const exitName = new Map<number, keyof typeof ExitKind>(
  Object.entries(ExitKind).map(([name, kind]) => [kind, name as keyof typeof ExitKind] as const),
);

/**
 * Writes a block again, through a builder that has begun at its location: tests translate guest code that is IR already.
 * Instructions keep their indexes, hence nothing is folded.
 */
export function replay(block: IrBlock, ir: IrBuilder): void {
  const { code, pool } = block;
  let depth = 0;
  for (let at = 0; at < code.length; at += IR_STRIDE) {
    const op = ops[code[at]!]!;
    const [a, b, c, d] = code.subarray(at + 1, at + IR_STRIDE) as unknown as [number, number, number, number];
    if (op.code === opcode.if) depth++;
    if (op.code === opcode.end) depth--;
    if (op.code === opcode.insn) ir.insn(a >>> 0, b, c);
    else if (op.code === opcode['v128.const']) ir.imm128([...pool[a]!] as [number, number, number, number]);
    else if (op.code === opcode['i8x16.shuffle'])
      ir.shuffle(a as never, b as never, [...new Uint8Array(pool[c]!.slice().buffer)]);
    else if (depth === 0 && op.code === opcode.jump) ir.jump({ pc: a >>> 0, mode: b });
    else if (depth === 0 && op.code === opcode.call)
      ir.call({ pc: a >>> 0, mode: b }, { pc: c >>> 0, mode: d });
    else if (depth === 0 && op.code === opcode['jump.indirect']) ir.jumpIndirect(a as never, b as never);
    else if (depth === 0 && op.code === opcode['call.indirect'])
      ir.callIndirect(a as never, b as never, { pc: c >>> 0, mode: d });
    else if (depth === 0 && op.code === opcode.ret) ir.ret(a as never, b as never);
    else if (depth === 0 && op.code === opcode.exit) ir.exit(exitName.get(a)!, b, { pc: c >>> 0, mode: d });
    else (ir.emit as (name: OpName, ...operands: number[]) => void)(op.name, a, b, c, d);
  }
}
