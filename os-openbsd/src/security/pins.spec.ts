import type { LoadedImage } from '@anyuser/core';
import { PT } from '../elf';
import { pinned, pinsFromOffsets, pinsOf } from './pins';

const SYS_exit = 1;
const SYS_write = 4;

function image(
  entries: readonly (readonly [address: number, number: number])[],
  interpreter?: string,
): LoadedImage {
  const table = new DataView(new ArrayBuffer(8 * entries.length));
  entries.forEach(([address, number], n) => {
    table.setUint32(8 * n, address, true);
    table.setUint32(8 * n + 4, number, true);
  });
  const segment = { flags: 5, offset: 0, vaddr: 0x1000, filesz: 0x1000, memsz: 0x1000, align: 4096 };
  return {
    bias: 0x40_0000,
    image: {
      bigEndian: false,
      interpreter,
      segments: [
        { ...segment, type: PT.LOAD },
        { ...segment, type: PT.OPENBSD_SYSCALLS, filesz: table.byteLength },
      ],
      bytes: () => new Uint8Array(table.buffer),
    },
  } as unknown as LoadedImage;
}

test('calls come from the places of the table, moved with the program', () => {
  const pins = pinsOf(
    image([
      [0x1010, SYS_write],
      [0x1020, SYS_write],
      [0x1030, SYS_exit],
    ]),
  );
  expect(pinned(pins, SYS_write, 0x40_1010)).toBe(true);
  expect(pinned(pins, SYS_write, 0x40_1020)).toBe(true);
  expect(pinned(pins, SYS_exit, 0x40_1030)).toBe(true);
  expect(pinned(pins, SYS_exit, 0x40_1010)).toBe(false);
  // Of a call with several places the kernel keeps none.
  expect(pinned(pins, SYS_write, 0x40_1030)).toBe(true);
  expect(pinned(pins, SYS_exit, 0x1030)).toBe(false);
});

test('a place outside the code is none, whatever the table says', () => {
  expect(pinned(pinsOf(image([[0x5000, SYS_write]])), SYS_write, 0x40_5000)).toBe(false);
});

test('a program with a run-time linker has no places of its own', () => {
  expect(pinsOf(image([[0x1010, SYS_write]], '/usr/libexec/ld.so'))).toEqual([]);
});

test('offsets by number: none, one, several', () => {
  const pins = [pinsFromOffsets(0x10_0000, 0x1000, [0, 0x10, 0, 0, 0xffff_ffff])];
  expect(pinned(pins, SYS_exit, 0x10_0010)).toBe(true);
  expect(pinned(pins, SYS_exit, 0x10_0014)).toBe(false);
  expect(pinned(pins, SYS_write, 0x10_0abc)).toBe(true);
  expect(pinned(pins, SYS_write, 0x10_1000)).toBe(false);
  expect(pinned(pins, 2, 0x10_0000)).toBe(false);
});
