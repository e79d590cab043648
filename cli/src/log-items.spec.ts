import { parseLogItems } from './log-items';

test('several items', () => {
  expect(parseLogItems('in_asm,unimp')).toEqual(['in_asm', 'unimp']);
});

test("QEMU's names", () => {
  expect(parseLogItems('op,page')).toEqual(['ir', 'mmap']);
});

test.each(['toString', '', 'in_asm,', 'cpu'])('%j is refused with a list of what exists', (list) => {
  expect(() => parseLogItems(list)).toThrow(
    /no log item '.*'; have in_asm, ir, exec, regions, wasm, signals, mmap, unimp/,
  );
});
