import { scriptedRegisters } from '../../exec/testing/scripted-architecture';
import { parseBlock } from '../../ir/parse';
import { loopCosts, nestLoops } from './loop-nest';
import type { RegionBlock } from './region';

const block = (key: number, targets: readonly number[]): RegionBlock => {
  const pc = 0x1000 + 4 * key;
  const text = `block 0x${pc.toString(16)} mode 0 size 4 {\n  insn 0x${pc.toString(16)}, 0, 4\n  jump 0x1000, 0\n}`;
  return { ir: parseBlock(text, scriptedRegisters), key, targets };
};

test('of two loops with one head the outer one gets a head of its own, which costs nothing', () => {
  // 0 goes round by itself; 1 leads from it back to it: seen from the inner head, one loop.
  const nested = nestLoops([block(0, [0, 1]), block(1, [0, 2]), block(2, [-1])]);
  expect(nested.map(({ targets }) => targets)).toEqual([[1], [1, 2], [0, 3], [-1]]);
  expect(nested[0]!.ir).toMatchObject({ pc: 0x1000, instructions: 0 });
  // The outer head pays for its own block, the inner one for the other.
  expect([...loopCosts(nested)]).toEqual([1, 1, 0, 0]);
});

test('two ways through one loop stay one loop', () => {
  const blocks = [block(0, [1, 2]), block(1, [0]), block(2, [0])];
  expect(nestLoops(blocks)).toEqual(blocks);
  expect([...loopCosts(blocks)]).toEqual([3, 0, 0]);
});
