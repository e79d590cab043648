import { IR_STRIDE, type IrBlock } from '../../ir/block';
import { foldTable } from '../../ir/fold';
import { MemoryFlag, opcode, ops } from '../../ir/op';

/** What a run of the reference ended with. */
export interface ReferenceExit {
  readonly kind: 'exit' | 'fault' | 'unaligned';
  readonly info: number;
  /** Guest instruction that was left. */
  readonly pc: number;
}

/**
 * The plainest interpretation of the operations that random blocks contain, one after the other on values as numbers: what
 * engines are compared with. The state and one page of data are given as words.
 */
export function runReference(
  block: IrBlock,
  state: Int32Array,
  data: Int32Array,
  base: number,
): ReferenceExit {
  const { code } = block;
  const values: (readonly number[])[] = [];
  const big = (v: number): bigint => (BigInt(values[v]![1]!) << 32n) | BigInt(values[v]![0]! >>> 0);
  const fromBig = (x: bigint): number[] => [
    Number(BigInt.asIntN(32, x)),
    Number(BigInt.asIntN(32, x >> 32n)),
  ];
  let pc = block.pc;
  for (let n = 0; ; n++) {
    const at = n * IR_STRIDE;
    const { name } = ops[code[at]!]!;
    const [a, b, c, d] = [code[at + 1]!, code[at + 2]!, code[at + 3]!, code[at + 4]!];
    const register = /^(\w+)\.(get|set)$/.exec(name);
    if (register) {
      const size = { i32: 1, i64: 2, v128: 4 }[register[1]!]!;
      if (register[2] === 'get') values[n] = [...state.subarray(a >> 2, (a >> 2) + size)];
      else state.set(values[a]!, b >> 2);
      continue;
    }
    const memory = /^(load|store)\.i32$/.exec(name);
    if (memory) {
      const address = values[a]![0]!;
      const flags = memory[1] === 'load' ? b : c;
      if ((flags & MemoryFlag.aligned) !== 0 && (address & 3) !== 0)
        return { kind: 'unaligned', info: address, pc };
      const offset = address - base;
      if (offset + 4 > data.byteLength)
        return { kind: 'fault', info: Math.max(address, base + data.byteLength), pc };
      const view = new DataView(data.buffer, data.byteOffset);
      const little = (flags & MemoryFlag.reversed) === 0;
      if (memory[1] === 'load') values[n] = [view.getInt32(offset, little)];
      else view.setInt32(offset, values[b]![0]!, little);
      continue;
    }
    switch (code[at]) {
      case opcode['i32.const']:
        values[n] = [a];
        break;
      case opcode['i64.const']:
        values[n] = [a, b];
        break;
      case opcode.insn:
        pc = a;
        break;
      case opcode.if:
        if (values[a]![0] === 0) n = b;
        break;
      case opcode.else:
        n = b;
        break;
      case opcode.end:
        break;
      case opcode.exit:
        return { kind: 'exit', info: b, pc: c };
      case opcode['i32.wrap_i64']:
        values[n] = [values[a]![0]!];
        break;
      case opcode['i64.extend_i32_u']:
        values[n] = [values[a]![0]!, 0];
        break;
      case opcode['i32x4.extract_lane']:
        values[n] = [values[a]![b]!];
        break;
      case opcode['i32x4.replace_lane']:
        values[n] = values[a]!.map((lane, k) => (k === c ? values[b]![0]! : lane));
        break;
      case opcode['i32x4.add']:
        values[n] = values[a]!.map((lane, k) => (lane + values[b]![k]!) | 0);
        break;
      case opcode['i64.add']:
        values[n] = fromBig(big(a) + big(b));
        break;
      case opcode['i64.sub']:
        values[n] = fromBig(big(a) - big(b));
        break;
      case opcode['i64.mul']:
        values[n] = fromBig(big(a) * big(b));
        break;
      case opcode['i64.and']:
        values[n] = fromBig(big(a) & big(b));
        break;
      case opcode['i64.or']:
        values[n] = fromBig(big(a) | big(b));
        break;
      case opcode['i64.xor']:
        values[n] = fromBig(big(a) ^ big(b));
        break;
      case opcode['i64.shl']:
        values[n] = fromBig(big(a) << (big(b) & 63n));
        break;
      case opcode['i64.shr_u']:
        values[n] = fromBig(BigInt.asUintN(64, big(a)) >> (big(b) & 63n));
        break;
      case opcode['i64.rotl']: {
        const x = BigInt.asUintN(64, big(a));
        const count = big(b) & 63n;
        values[n] = fromBig((x << count) | (x >> (64n - count)));
        break;
      }
      default: {
        const evaluate = foldTable[code[at]!];
        if (evaluate === undefined) throw new Error(`the reference does not know ${name} (${d})`);
        const word = (v: number): number => values[v]?.[0] ?? 0;
        values[n] = [evaluate(word(a), word(b), word(c)) | 0];
      }
    }
  }
}
