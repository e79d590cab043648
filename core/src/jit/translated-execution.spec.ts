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
