import { ExitKind } from '../ir/op';
import { parseBlock } from '../ir/parse';
import { optimize } from '../ir/passes/optimize';
import { printBlock } from '../ir/print';
import { verifyBlock } from '../ir/verify';
import { STATE_BASE } from '../memory/layout';
import { Interpreter } from './interpreter';
import { FlatMemory } from './testing/flat-memory';
import { RANDOM_DATA, Random, randomBlock } from './testing/random-block';
import { runReference } from './testing/reference';
import { ScriptedArchitecture } from './testing/scripted-architecture';

const CASES = 1500;
const names = new Map<number, string>(Object.entries(ExitKind).map(([name, kind]) => [kind, name]));

describe('random blocks', () => {
  const memory = new FlatMemory();
  memory.map(0x1000, 0x1000, 'rx');
  memory.map(RANDOM_DATA, 0x1000, 'rw');
  const { words } = memory;
  const architecture = new ScriptedArchitecture([]);
  const execution = new Interpreter().create(memory, architecture, architecture.models[0]!);
  const state = words.subarray(STATE_BASE >>> 2, (STATE_BASE >>> 2) + 8);
  const data = words.subarray(RANDOM_DATA >>> 2, (RANDOM_DATA + 0x1000) >>> 2);
  const initial = Int32Array.from(data, (_, n) => Math.imul(n, 0x01234567));

  let runs = 0;
  const run = (block: ReturnType<typeof randomBlock>, registers: Int32Array): string => {
    memory.onCodeChange?.(0x1000, 0x2000);
    // Other code has other bytes.
    words[0x1000 >>> 2] = runs++;
    architecture.define(block);
    state.set(registers);
    data.set(initial);
    words[(STATE_BASE + 256) >>> 2] = 0x1000;
    words[(STATE_BASE + 260) >>> 2] = 0;
    const exit = execution.run(1000);
    const kind = exit.kind === ExitKind.trap ? 'exit' : names.get(exit.kind);
    const info = exit.kind === ExitKind.trap ? exit.info : exit.address;
    return `${kind} ${info} at ${words[(STATE_BASE + 256) >>> 2]}: ${state.join()} | ${checksum(data)}`;
  };
  const checksum = (list: Int32Array): number =>
    list.reduce((sum, word) => (Math.imul(sum, 31) + word) | 0, 0);

  test('verify, run as the reference says, and still do after optimisation', () => {
    const copy = new Int32Array(data.length);
    let removed = 0;
    for (let seed = 1; seed <= CASES; seed++) {
      const block = randomBlock(seed);
      expect(verifyBlock(block)).toEqual([]);
      const optimized = optimize(block, { stateSize: architecture.stateSize, fpFlags: 264 });
      expect(verifyBlock(optimized)).toEqual([]);
      removed += block.code.length - optimized.code.length;
      const random = new Random(seed);
      const registers = Int32Array.from({ length: 8 }, () =>
        random.below(3) === 0 ? random.below(4) : random.word(),
      );
      const expected = registers.slice();
      copy.set(initial);
      const { kind, info, pc } = runReference(block, expected, copy, RANDOM_DATA);
      const text = `${kind} ${info} at ${pc}: ${expected.join()} | ${checksum(copy)}`;
      if (run(block, registers) !== text)
        throw new Error(`seed ${seed}: ${run(block, registers)}\nnot ${text}\n${printBlock(block)}`);
      if (run(optimized, registers) !== text)
        throw new Error(
          `seed ${seed}, optimised: ${run(optimized, registers)}\nnot ${text}\n${printBlock(block)}\n${printBlock(optimized)}`,
        );
    }
    expect(removed).toBeGreaterThan(0);
  });

  test('print and parse', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const block = randomBlock(seed);
      expect(parseBlock(printBlock(block))).toEqual(block);
    }
  });
});
