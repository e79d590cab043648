import { IrBuilder } from '../ir/builder';
import { foldTable } from '../ir/fold';
import { opcode, ops } from '../ir/op';
import type { OpName } from '../ir/ops.table';
import type { IrType } from '../ir/types';
import { STATE_BASE } from '../memory/layout';
import { Interpreter } from './interpreter';
import { FlatMemory } from './testing/flat-memory';
import { Random } from './testing/random-block';
import { ScriptedArchitecture } from './testing/scripted-architecture';

const SPECIAL = [0, 1, -1, 2, 31, 32, 33, 63, 64, 0x7fffffff, -0x80000000, 0x80, 0x8000, 0xffff, 0x00ff00ff];
const RESULT = 16;
const base = STATE_BASE >>> 2;
const signed = (low: number, high: number): bigint => (BigInt(high) << 32n) | BigInt(low >>> 0);
const MIN = -(2n ** 63n);
const u = (a: bigint): bigint => BigInt.asUintN(64, a);

/** 64-bit operations of which lowering is more than one instruction, and their neighbours. */
const wide: { readonly [N in OpName]?: (a: bigint, b: bigint) => bigint } = {
  'i64.div_s': (a, b) => (b === 0n ? 0n : a === MIN && b === -1n ? MIN : a / b),
  'i64.div_u': (a, b) => (b === 0n ? 0n : u(a) / u(b)),
  'i64.rem_s': (a, b) => (b === 0n ? a : a % b),
  'i64.rem_u': (a, b) => (b === 0n ? a : u(a) % u(b)),
  'i64.mul': (a, b) => a * b,
  'i64.rotr': (a, b) => (u(a) >> (b & 63n)) | (a << (64n - (b & 63n))),
  'i64.bswap': (a) =>
    [...Array(8).keys()].reduce((sum, n) => (sum << 8n) | ((a >> BigInt(8 * n)) & 0xffn), 0n),
  'i64.extend16_s': (a) => BigInt.asIntN(16, a),
  'i64.lt_u': (a, b) => (u(a) < u(b) ? 1n : 0n),
};

describe('pure operations', () => {
  const memory = new FlatMemory();
  memory.map(0x1000, 0x1000, 'rx');
  const { words } = memory;
  const random = new Random(42);
  const operand = (): number => (random.below(3) === 0 ? random.word() : random.pick(SPECIAL));

  /** Runs an operation on registers x0, x1, x2 and returns the words of its result. */
  const prepare = (name: OpName) => {
    const op = ops[opcode[name]]!;
    const ir = new IrBuilder();
    ir.begin({ pc: 0x1000, mode: 0 });
    ir.insn(0x1000, 0, 4);
    const values = op.operands.map((type, k) => ir.get({ name: '', type: type as IrType, offset: 8 * k }));
    const value = (ir.emit as (name: OpName, ...operands: number[]) => number)(name, ...values);
    ir.set({ name: '', type: op.result!, offset: 4 * RESULT }, value as never);
    ir.exit('trap');
    const architecture = new ScriptedArchitecture([ir.finish()]);
    const execution = new Interpreter().create(memory, architecture, architecture.models[0]!);
    return (operands: readonly number[]): readonly [number, number] => {
      words.set(operands, base);
      words[base + 64] = 0x1000;
      execution.run(1);
      return [words[base + RESULT]!, words[base + RESULT + 1]!];
    };
  };

  test.each(ops.filter(({ code }) => foldTable[code]).map(({ name }) => name))('%s', (name) => {
    const run = prepare(name);
    const evaluate = foldTable[opcode[name]]!;
    for (let n = 0; n < 300; n++) {
      const [a, b, c] = [operand(), operand(), operand()];
      expect([a, b, c, run([a, 0, b, 0, c, 0])[0]]).toEqual([a, b, c, evaluate(a, b, c) | 0]);
    }
  });

  test.each(Object.keys(wide) as OpName[])('%s', (name) => {
    const run = prepare(name);
    const narrow = ops[opcode[name]]!.result === 'i32';
    for (let n = 0; n < 300; n++) {
      const [al, ah, bl, bh] = [operand(), operand(), operand(), random.below(2) === 0 ? 0 : operand()];
      const [low, high] = run([al, ah, bl, bh]);
      const expected = BigInt.asIntN(64, wide[name]!(signed(al, ah), signed(bl, bh)));
      expect(narrow ? BigInt(low) : signed(low, high)).toBe(expected);
    }
  });
});
