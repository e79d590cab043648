import { parseBlock } from '../ir/parse';
import { JitEngine } from '../jit/jit-engine';
import { STATE_BASE } from '../memory/layout';
import { Interpreter } from './interpreter';
import { FlatMemory } from './testing/flat-memory';
import { ScriptedArchitecture, scriptedRegisters } from './testing/scripted-architecture';

const BLOCKS = 80;
const blocks = Array.from({ length: BLOCKS }, (_, n) =>
  parseBlock(
    `block ${0x1000 + 4 * n} mode 0 size 4 {
       insn ${0x1000 + 4 * n}, 0, 4
       va = f32.get f0
       vn = f32.neg va
       f32.set vn, f0
       ${n + 1 < BLOCKS ? `jump ${0x1004 + 4 * n}, 0` : 'exit trap, 9, 0x1000, 0'}
     }`,
    scriptedRegisters,
  ),
);

function run(
  files: Map<string, Uint8Array>,
  engine: Interpreter | JitEngine = new Interpreter(),
): Readonly<Record<string, number>> {
  engine.useTranslations({
    read: (name) => files.get(name),
    write: (name, bytes) => void files.set(name, bytes),
  });
  const memory = new FlatMemory();
  memory.map(0x1000, 0x1000, 'rx');
  memory.words[(STATE_BASE + 256) >>> 2] = 0x1000;
  const architecture = new ScriptedArchitecture(blocks);
  const exit = engine.create(memory, architecture, architecture.models[0]!).run(1_000_000);
  engine.saveTranslations();
  expect(exit).toMatchObject({ kind: 5, info: 9 });
  expect(memory.words[(STATE_BASE + 64) >>> 2]).toBe(0);
  return { translated: architecture.translated, ...engine.statistics() };
}

test('a run uses what the one before has translated and generated', () => {
  const files = new Map<string, Uint8Array>();
  expect(run(files)).toMatchObject({ translated: BLOCKS, reused: 0 });
  expect(files.size).toBe(3);
  expect(run(files)).toMatchObject({ translated: 0, reused: BLOCKS });
});

test('damaged files are made again', () => {
  const files = new Map<string, Uint8Array>();
  run(files);
  for (const [name, bytes] of files) {
    const damaged = bytes.slice();
    damaged.fill(0xaa, 0, damaged.length >> 1);
    files.set(name, damaged);
  }
  expect(run(files)).toMatchObject({ translated: BLOCKS, reused: 0 });
  expect(run(files)).toMatchObject({ translated: 0, reused: BLOCKS });
});

test('code that was compiled is kept, and compiled again where its file is damaged', () => {
  const files = new Map<string, Uint8Array>();
  expect(run(files, new JitEngine('jit'))['jit.regions']).toBeGreaterThan(0);
  const kept = [...files.keys()].find((name) => name.startsWith('jit '))!;
  expect(run(files, new JitEngine('jit'))).toMatchObject({ 'jit.regions': 0, translated: 0 });
  files.get(kept)![200]! ^= 1;
  expect(run(files, new JitEngine('jit'))['jit.regions']).toBeGreaterThan(0);
});
