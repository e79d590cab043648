import { FlatMemory } from '../exec/testing/flat-memory';
import { ScriptedArchitecture, scriptedRegisters } from '../exec/testing/scripted-architecture';
import { ExitKind } from '../ir/op';
import { parseBlocks } from '../ir/parse';
import { STATE_BASE } from '../memory/layout';
import { JitEngine } from './jit-engine';

const pcIndex = (STATE_BASE + 256) >>> 2;
const r0 = STATE_BASE >>> 2;

test('a loop that time slices began in before it was hot goes on in compiled code', () => {
  const blocks = parseBlocks(
    `block 0x1000 mode 0 size 4 {
       insn 0x1000, 0, 4
       va = i32.get r0
       vk = i32.const 1
       vs = i32.add va, vk
       i32.set vs, r0
       jump 0x1000, 0
     }`,
    scriptedRegisters,
  );
  const architecture = new ScriptedArchitecture(blocks);
  const memory = new FlatMemory();
  memory.map(0x1000, 0x1000, 'rwx');
  memory.words[pcIndex] = 0x1000;
  const engine = new JitEngine('auto');
  const execution = engine.create(memory, architecture, architecture.models[0]!);
  for (let slice = 0; slice < 300; slice++) expect(execution.run(100_000).kind).toBe(ExitKind.fuel);
  const counters = engine.statistics();
  expect(memory.words[r0]).toBeGreaterThanOrEqual(30_000_000);
  expect(counters['jit.tierUps']).toBe(1);
  expect(counters['exits.fuel']).toBeGreaterThan(50);
  expect(counters['interp.exits.jump']).toBeLessThan(10);
  execution.dispose();
});

/** Rounds through two hundred blocks, none of which is hot. */
function lukewarm(files: Map<string, Uint8Array>, rounds: number): Readonly<Record<string, number>> {
  const functions = Array.from({ length: 200 }, (_, n) => {
    const at = 0x1000 + 16 * n;
    const next = n === 199 ? 0x1000 : at + 16;
    return `block ${at} mode 0 size 4 {
       insn ${at}, 0, 4
       va = i32.get r0
       vk = i32.const 1
       vs = i32.add va, vk
       i32.set vs, r0
       vt = i32.const ${next}
       vm = i32.const 0
       jump.indirect vt, vm
     }`;
  });
  const architecture = new ScriptedArchitecture(parseBlocks(functions.join('\n'), scriptedRegisters));
  const memory = new FlatMemory();
  memory.map(0x1000, 0x1000, 'rwx');
  memory.words[pcIndex] = 0x1000;
  const engine = new JitEngine('auto');
  engine.useTranslations({
    read: (name) => files.get(name),
    write: (name, bytes) => void files.set(name, bytes),
  });
  const execution = engine.create(memory, architecture, architecture.models[0]!);
  while (memory.words[r0]! < 200 * rounds) expect(execution.run(1000).kind).toBe(ExitKind.fuel);
  execution.dispose();
  engine.saveTranslations();
  return engine.statistics();
}

test('code that is lukewarm in every run is compiled once earlier runs have shown that it is', () => {
  const files = new Map<string, Uint8Array>();
  expect(lukewarm(files, 1500)['jit.regions']).toBe(0);
  expect(lukewarm(files, 1500)['jit.regions']).toBeGreaterThan(150);
  const third = lukewarm(files, 1500);
  expect(third['jit.regions']).toBe(0);
  expect(third['interp.instructions']).toBeLessThan(3000);
});
