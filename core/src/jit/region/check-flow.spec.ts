import { scriptedRegisters } from '../../exec/testing/scripted-architecture';
import { parseBlock } from '../../ir/parse';
import { CheckFlow } from './check-flow';
import type { RegionBlock } from './region';
import { rootsOf } from './roots';
import { SlotMap } from './slots';

/** Blocks of one instruction each, one after another, and where each goes on. */
function flowOf(...blocks: readonly (readonly [lines: string, targets: readonly number[]])[]): CheckFlow {
  const made = blocks.map(([lines, targets], n): RegionBlock => {
    const pc = `0x${(0x1000 + 4 * n).toString(16)}`;
    const ir = parseBlock(`block ${pc} mode 0 size 4 {\n  insn ${pc}, 0, 4\n${lines}\n}`, scriptedRegisters);
    return { ir, key: n, targets };
  });
  const irs = made.map(({ ir }) => ir);
  return new CheckFlow(
    made,
    irs.map((ir) => rootsOf(ir, undefined)),
    new SlotMap(irs, undefined, []),
    undefined,
  );
}

const load = (flags = 0) => `v0 = i32.get r8\nv1 = load.i32 v0, ${flags}\ni32.set v1, r1`;
const onward = 'jump 0x1004, 0';
const branch = 'v8 = i32.get r2\nif v8\n  jump 0x1004, 0\nend\njump 0x1008, 0';
const R8 = 32;

test('an access is not checked again that a block before has checked', () => {
  const flow = flowOf([`${load()}\n${onward}`, [1]], [`${load()}\nexit syscall, 0, 0, 0`, []]);
  expect(flow.checksOf(0).permissions.size).toBe(1);
  expect(flow.checksOf(1).permissions.size).toBe(0);
});

test('what is known moves with the register', () => {
  const moved = 'v4 = i32.get r8\nv5 = i32.const 4\nv6 = i32.sub v4, v5\ni32.set v6, r8';
  const higher =
    'v0 = i32.get r8\nv1 = i32.const 4\nv2 = i32.add v0, v1\nv3 = load.i32 v2, 0\ni32.set v3, r1';
  const first = `${load()}\n${moved}\n${onward}`;
  expect(flowOf([first, [1]], [`${higher}\nexit syscall, 0, 0, 0`, []]).checksOf(1).permissions.size).toBe(0);
  expect(flowOf([first, [1]], [`${load()}\nexit syscall, 0, 0, 0`, []]).checksOf(1).permissions.size).toBe(1);
});

test('behind a call, and where another way comes in, it is checked', () => {
  const call = `${load()}\ncall 0x2000, 0, 0x1004, 0`;
  expect(flowOf([call, [1]], [`${load()}\nexit syscall, 0, 0, 0`, []]).checksOf(1).permissions.size).toBe(1);
  const meeting = flowOf(
    [branch, [1, 2]],
    [`${load()}\n${onward}`, [2]],
    [`${load()}\nexit syscall, 0, 0, 0`, []],
  );
  expect(meeting.checksOf(2).permissions.size).toBe(1);
});

test('what every round of a loop looks at is checked before it, alignment too', () => {
  const flow = flowOf(
    ['jump 0x1004, 0', [1]],
    [`${load(1)}\n${branch}`, [1, 2]],
    ['exit syscall, 0, 0, 0', []],
  );
  expect([...flow.before(1)]).toEqual([
    [R8, { ranges: [{ low: 0, high: 4, rights: 1 }], multiple: 4, residue: 0 }],
  ]);
  expect(flow.checksOf(1).permissions.size).toBe(0);
  expect(flow.checksOf(1).aligned.size).toBe(1);
});

test('a register that a loop moves is checked in each round', () => {
  const moving = 'v4 = i32.get r8\nv5 = i32.const 4\nv6 = i32.add v4, v5\ni32.set v6, r8';
  const flow = flowOf(
    ['jump 0x1004, 0', [1]],
    [`${load()}\n${moving}\n${branch}`, [1, 2]],
    ['exit syscall, 0, 0, 0', []],
  );
  expect(flow.before(1).size).toBe(0);
  expect(flow.checksOf(1).permissions.size).toBe(1);
});

test('an access that not every round makes stays where it is', () => {
  const guarded = `v7 = i32.get r3\nif v7\n${load()}\nend\n${branch}`;
  const flow = flowOf(['jump 0x1004, 0', [1]], [guarded, [1, 2]], ['exit syscall, 0, 0, 0', []]);
  expect(flow.before(1).size).toBe(0);
  expect(flow.checksOf(1).permissions.size).toBe(1);
});
