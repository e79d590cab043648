import { scriptedRegisters } from '../../exec/testing/scripted-architecture';
import { parseBlock } from '../../ir/parse';
import { formRegion, type Region } from './region';
import { emitRegion } from './region-emitter';
import { RegionPrinter } from './region-printer';

const target = { pc: 60, mode: 64, fpFlags: undefined, seldomRead: [], bigEndian: false };

/** A loop that counts r0 down, calls, and leaves by a system call. */
const blocks = [
  `block 0x1000 mode 0 size 8 {
  insn 0x1000, 0, 4
  v1 = i32.get r0
  v2 = i32.const 1
  v3 = i32.sub v1, v2
  i32.set v3, r0
  insn 0x1004, 0, 4
  if v3
    jump 0x1000, 0
  else
    jump 0x1008, 0
  end
}`,
  `block 0x1008 mode 0 size 4 {
  insn 0x1008, 0, 4
  call 0x2000, 1, 0x100c, 0
}`,
  `block 0x100c mode 0 size 4 {
  insn 0x100c, 0, 4
  exit syscall, 0, 0x1010, 0
}`,
].map((text) => parseBlock(text, scriptedRegisters));

const printed = (): { readonly region: string; readonly wasm: string } => {
  const limits = { blocks: 9, operations: 999 };
  const region = formRegion({ pc: 0x1000, mode: 0 }, (at) => blocks.find(({ pc }) => pc === at.pc), limits);
  const code = emitRegion(region as Region, target, 0xf028_0000);
  const printer = new RegionPrinter(target, scriptedRegisters);
  return { region: printer.region(7, region as Region, code), wasm: printer.wasm(region as Region, code) };
};

test('a region shows its range, blocks, edges and registers; its loop stands four times in its block', () => {
  const lines = printed().region.split('\n');
  expect(lines[0]).toMatch(
    /^region 7 at 0x00001000: guest 0x00001000-0x00001010, 3 blocks, 4 instructions, \d+ bytes of WebAssembly$/,
  );
  expect(lines.slice(1)).toEqual([
    '  block 0 0x00001000-0x00001008 (8 instructions) entry loop -> block 1, block 1, block 1, block 0, block 1',
    '    live r0; dirty r0',
    '  block 1 0x00001008-0x0000100c (1 instructions) idom 0 -> call 0x00002000/1 then block 2',
    '    live r0; dirty r0',
    '  block 2 0x0000100c-0x00001010 (1 instructions) idom 1 -> exit',
    expect.stringMatching(/^ {4}live .*; dirty /),
    '  writes r0',
    '',
  ]);
});

test('its function names registers and the regions that it calls', () => {
  const { wasm } = printed();
  expect(wasm).toMatch(/^\(func \$region_0x00001000 \(param \$depth i32\) \(result i64\)$/m);
  expect(wasm).toMatch(/^ +local\.get \$r0\n +i32\.const 1\n +i32\.sub$/m);
  expect(wasm).toMatch(/^ +(return_)?call \$region_0x00002000_1$/m);
});
