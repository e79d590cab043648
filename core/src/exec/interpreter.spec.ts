import { ExitKind } from '../ir/op';
import { parseBlocks } from '../ir/parse';
import { STATE_BASE } from '../memory/layout';
import { Interpreter } from './interpreter';
import { FlatMemory } from './testing/flat-memory';
import { ScriptedArchitecture, scriptedRegisters } from './testing/scripted-architecture';

const pcIndex = (STATE_BASE + 256) >>> 2;
const r0 = STATE_BASE >>> 2;

const counting = (step: number) =>
  parseBlocks(
    `block 0x1000 mode 0 size 4 {
       insn 0x1000, 0, 4
       va = i32.get r0
       vk = i32.const ${step}
       vs = i32.add va, vk
       i32.set vs, r0
       vz = i64.const ${step}, 7
       i64.set vz, x4
       exit trap, ${step}, 0x1000, 0
     }`,
    scriptedRegisters,
  );

function space(): FlatMemory {
  const memory = new FlatMemory();
  memory.map(0x1000, 0x1000, 'rwx');
  memory.words[0x1000 >>> 2] = 0x1111;
  memory.words[pcIndex] = 0x1000;
  return memory;
}

describe('Interpreter', () => {
  test('translates code once for all address spaces that have it, each time the bytes differ', () => {
    const engine = new Interpreter();
    const architecture = new ScriptedArchitecture(counting(1));
    const [model] = architecture.models;
    const first = space();
    const second = space();
    const one = engine.create(first, architecture, model!);
    expect(one.run(10)).toMatchObject({ kind: ExitKind.trap, info: 1 });
    const two = engine.create(second, architecture, model!);
    expect(two.run(10)).toMatchObject({ kind: ExitKind.trap, info: 1 });
    expect(architecture.translated).toBe(1);
    expect([second.words[r0], second.words[r0 + 8], second.words[r0 + 9]]).toEqual([1, 1, 7]);

    // Code written in one space changes there alone.
    architecture.define(counting(5)[0]!);
    expect(second.prepare(0x1000, 4, 'write')).toBe(0);
    second.words[0x1000 >>> 2] = 0x2222;
    expect(two.run(10).info).toBe(5);
    expect(second.words[r0]).toBe(6);
    expect(one.run(10).info).toBe(1);
    expect(architecture.translated).toBe(2);

    // What is written back is known still.
    expect(second.prepare(0x1000, 4, 'write')).toBe(0);
    second.words[0x1000 >>> 2] = 0x1111;
    expect(two.run(10).info).toBe(1);
    expect(architecture.translated).toBe(2);
    expect(engine.statistics()).toMatchObject({ blocks: 2, reused: 2, invalidations: 2 });
  });

  test('does not use what it knows of code where that may not be executed', () => {
    const engine = new Interpreter();
    const architecture = new ScriptedArchitecture(counting(1));
    const [model] = architecture.models;
    engine.create(space(), architecture, model!).run(10);
    const memory = space();
    memory.map(0x1000, 0x1000, 'rw');
    expect(engine.create(memory, architecture, model!).run(10)).toMatchObject({
      kind: ExitKind.fault,
      address: 0x1000,
      access: 'execute',
    });
  });

  test('makes room when its part of the address space is full', () => {
    const engine = new Interpreter(4 << 20);
    const blocks = Array.from({ length: 16 }, (_, n) => {
      const pc = 0x1000 + 16 * n;
      const lines = Array.from(
        { length: 3000 },
        (_, k) => `v${k}k = i32.const ${n * 3000 + k}\ni32.set v${k}k, r0`,
      );
      return parseBlocks(
        `block ${pc} mode 0 size 4 {
           insn ${pc}, 0, 4
           ${lines.join('\n')}
           jump ${0x1000 + 16 * ((n + 1) % 16)}, 0
         }`,
        scriptedRegisters,
      )[0]!;
    });
    const architecture = new ScriptedArchitecture(blocks);
    const memory = space();
    const execution = engine.create(memory, architecture, architecture.models[0]!);
    for (let round = 0; round < 20; round++) {
      expect(execution.run(15).kind).toBe(ExitKind.fuel);
      expect(memory.words[r0]).toBe(15 * 3000 + 2999);
      expect(memory.words[pcIndex]).toBe(0x1000);
      memory.prepare(0x1000, 4, 'write');
      memory.words[0x1000 >>> 2] = round;
    }
    expect(engine.statistics().flushes).toBeGreaterThan(1);
  });

  test('calls helpers with the state', () => {
    const architecture = new ScriptedArchitecture(
      parseBlocks(
        `block 0x1000 mode 0 size 4 {
           insn 0x1000, 0, 4
           va = i32.get r1
           vk = i32.const 100
           vh = helper va, vk, vk, 0
           vb = i32.get r1
           i32.set vh, r2
           i32.set vb, r3
           exit trap, 0, 0x1000, 0
         }`,
        scriptedRegisters,
      ),
    );
    architecture.helpers.push((state, a, b) => {
      state.words[state.base + 1] = 77;
      return a + b;
    });
    const memory = space();
    memory.words[r0 + 1] = 5;
    new Interpreter().create(memory, architecture, architecture.models[0]!).run(10);
    expect([...memory.words.subarray(r0 + 1, r0 + 4)]).toEqual([77, 105, 77]);
  });
});
