import { scriptedRegisters } from '../../exec/testing/scripted-architecture';
import { parseBlock } from '../../ir/parse';
import { verifyBlock } from '../../ir/verify';
import type { RegionBlock } from './region';
import { unrollLoops } from './unroll';

/** A loop of one block that goes round again in its first or its second arm. */
const loop = (stays: 0 | 1, body = ''): RegionBlock => {
  const [first, second] = stays === 0 ? ['0x1000', '0x1004'] : ['0x1004', '0x1000'];
  const ir = parseBlock(
    `block 0x1000 mode 0 size 4 {
  insn 0x1000, 0, 4
  v1 = i32.get r0
  v2 = i32.const 1
  v3 = i32.sub v1, v2
  i32.set v3, r0
${body}  if v3
    jump ${first}, 0
  else
    jump ${second}, 0
  end
}`,
    scriptedRegisters,
  );
  return { ir, key: 1, targets: stays === 0 ? [0, 1] : [1, 0] };
};
const after: RegionBlock = { ...loop(0), key: 2, targets: [-1, -1] };

test.each([0, 1] as const)(
  'a loop of one block stands in it four times, whichever arm stays (%i)',
  (stays) => {
    const [block] = unrollLoops([loop(stays), after]);
    expect(verifyBlock(block!.ir)).toEqual([]);
    expect(block!.ir.instructions).toBe(4);
    // Each copy but the last only jumps out; the last one has both jumps, in the order of before.
    expect(block!.targets).toEqual([1, 1, 1, ...loop(stays).targets]);
  },
);

test('what is no loop, or too long for two copies, stays as it is', () => {
  const long = '  insn 0x1000, 0, 4\n'.repeat(21);
  const blocks = [loop(0, long), after];
  expect(unrollLoops(blocks)).toEqual(blocks);
});
