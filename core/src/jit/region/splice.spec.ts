import { scriptedRegisters } from '../../exec/testing/scripted-architecture';
import { IR_STRIDE } from '../../ir/block';
import { opcode } from '../../ir/op';
import { parseBlock } from '../../ir/parse';
import { printBlock } from '../../ir/print';
import { splice } from './splice';

test('what stands behind new operations names values and places as before', () => {
  const text = (jump: string): string => `block 0x1000 mode 0 size 4 {
    insn 0x1000, 0, 4
    va = i32.get r0
    vb = i32.get r1
    if va
      ${jump}
    else
      vc = i32.add va, vb
      if vc
        jump 0x1004, 0
      end
      i32.set vc, r1
    end
    vd = i32.get r2
    vm = i32.const 0
    jump.indirect vd, vm
  }`;
  const block = parseBlock(text('ret va, vb'), scriptedRegisters);
  const place = block.code.findIndex((op, at) => at % IR_STRIDE === 0 && op === opcode.ret) / IR_STRIDE;
  const words = [opcode['i32.set'], 1, 20, 0, 0, opcode.jump, 0x2000, 0, 0, 0];
  const expected = parseBlock(text('i32.set va, r5\n jump 0x2000, 0'), scriptedRegisters);
  expect(printBlock(splice(block, place, words), scriptedRegisters)).toBe(
    printBlock(expected, scriptedRegisters),
  );
});
