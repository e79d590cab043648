import { FpEnv, Rounding } from '../float/environment';
import { SoftwareFloat, softwareOperations } from '../float/operations';
import { IrBuilder } from '../ir/builder';
import { opcode, ops } from '../ir/op';
import type { OpName } from '../ir/ops.table';
import type { IrType } from '../ir/types';
import { STATE_BASE } from '../memory/layout';
import { Interpreter } from './interpreter';
import { FlatMemory } from './testing/flat-memory';
import { ScriptedArchitecture } from './testing/scripted-architecture';

/** Offsets in the scripted state: q1 to q3 hold operands, q0 the result. */
const RESULT = 128;
const OPERANDS = [144, 160, 176];
const FLAGS = 264;

let seed = 0x1234567;
const random = (): number => {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return seed;
};
const singles = [
  0, 0x80000000, 0x3f800000, 0xbf800000, 0x7f800000, 0xff800000, 0x7fc00001, 0x7f800001, 1, 0x807fffff,
  0x00800000, 0x7f7fffff, 0x4f000000, 0xcf000000, 0x5f000000, 0x3f000000, 0x33800000,
];
const single = (): number => {
  const kind = random() & 15;
  if (kind < 4) return singles[(random() >>> 0) % singles.length]! | 0;
  if (kind < 6) return (random() & 0x80ff_0000) | 0x4000_0000;
  if (kind < 13) return (random() & 0x807f_ffff) | ((0x70 + (random() & 31)) << 23);
  return random();
};
const doublesHigh = [
  0, 0x80000000, 0x3ff00000, 0xbff00000, 0x7ff00000, 0xfff00000, 0x7ff80001, 0x7ff00001, 0x000fffff,
  0x00100000, 0x7fefffff, 0x41e00000, 0xc1e00000, 0x43e00000, 0x43f00000, 0x36a00000, 0x38100000, 0x47efffff,
];
const double = (words: Int32Array, at: number): void => {
  const kind = random() & 15;
  words[at] = (random() & 3) === 0 ? random() : (random() & 1) === 0 ? 0 : random() & 0xe000_0000;
  if (kind < 4) words[at + 1] = doublesHigh[(random() >>> 0) % doublesHigh.length]! | 0;
  else if (kind < 12) words[at + 1] = (random() & 0x800f_ffff) | ((0x3e0 + (random() & 63)) << 20);
  else words[at + 1] = random();
};

const environments = [
  ...Object.values(Rounding),
  FpEnv.flushInputs | FpEnv.flushOutputs | FpEnv.defaultNan,
  FpEnv.flushOutputs,
  FpEnv.flushInputs,
  FpEnv.quiet,
  FpEnv.legacyNan | FpEnv.nanToMax | FpEnv.overflowToMax | FpEnv.tininessAfter,
  FpEnv.rintInexact,
  FpEnv.rintInexact | Rounding.zero,
];

describe('quick floating point gives what software gives', () => {
  const memory = new FlatMemory();
  memory.map(0x1000, 0x1000, 'rx');
  const { words } = memory;
  const base = STATE_BASE >>> 2;
  const copy = new Int32Array(128);
  const software = new SoftwareFloat(copy, FLAGS >> 2);

  test.each(softwareOperations)('%s', (name: OpName) => {
    const op = ops[opcode[name]]!;
    const types = op.operands.slice(0, -1) as IrType[];
    for (const env of environments) {
      const ir = new IrBuilder();
      ir.begin({ pc: 0x1000, mode: 0 });
      ir.insn(0x1000, 0, 4);
      const operands = types.map((type, k) => ir.get({ name: '', type, offset: OPERANDS[k]! }));
      const emit = ir.emit.bind(ir) as (name: OpName, ...words: number[]) => number;
      const value = emit(name, ...operands, env);
      ir.set({ name: '', type: op.result!, offset: RESULT }, value as never);
      ir.exit('trap');
      const architecture = new ScriptedArchitecture([ir.finish()]);
      const execution = new Interpreter().create(memory, architecture, architecture.models[0]!);
      for (let n = 0; n < 300; n++) {
        copy.fill(0);
        types.forEach((type, k) => {
          const at = OPERANDS[k]! >> 2;
          if (type === 'f64') double(copy, at);
          else if (type === 'f32' || type === 'v128')
            for (let lane = 0; lane < 4; lane++) copy[at + lane] = single();
          else {
            copy[at] = (random() & 3) === 0 ? (random() & 1 ? -1 : 0x7fffffff) : random();
            copy[at + 1] = (random() & 3) === 0 ? random() : random() >> 31;
          }
        });
        // Every third time the second operand is the first, or its opposite.
        if (types.length > 1 && n % 3 === 0)
          copy.copyWithin(OPERANDS[1]! >> 2, OPERANDS[0]! >> 2, (OPERANDS[0]! >> 2) + 4);
        copy[FLAGS >> 2] = n & 1 ? 16 : 0;
        copy[64] = 0x1000;
        words.set(copy.subarray(0, 72), base);
        execution.run(10);
        software.run(op.code, env, RESULT >> 2, OPERANDS[0]! >> 2, OPERANDS[1]! >> 2, OPERANDS[2]! >> 2);
        const state = words.subarray(base, base + 72);
        const view = (list: Int32Array): string =>
          `env ${env.toString(16)} operands ${OPERANDS.map((o) => [...list.subarray(o >> 2, (o >> 2) + 4)].map((w) => (w >>> 0).toString(16)).join(' ')).join(' | ')} result ${[...list.subarray(RESULT >> 2, (RESULT >> 2) + 4)].map((w) => (w >>> 0).toString(16)).join(' ')} flags ${list[FLAGS >> 2]}`;
        if (view(state) !== view(copy)) expect(view(state)).toBe(view(copy));
      }
      execution.dispose();
    }
  });
});
