import { type ElfImage, recognise } from '@anyuser/core';
import { openbsd } from './personality';

const image = (parts: Partial<ElfImage>): ElfImage =>
  ({ elfClass: 32, bigEndian: false, machine: 40, osabi: 0, notes: [], segments: [], ...parts }) as ElfImage;
const note = { name: 'OpenBSD', type: 1, desc: new Uint8Array(4) };

test.each([
  ['its note', image({ notes: [note] }), 4, 'its OpenBSD note'],
  ['OSABI 12 alone', image({ osabi: 12 }), 3, 'OSABI 12'],
  ['its run-time linker', image({ interpreter: '/usr/libexec/ld.so' }), 2, 'interpreter /usr/libexec/ld.so'],
  ['nothing', image({}), 0, ''],
  ['a note of profiling', image({ notes: [{ ...note, type: 2 }] }), 0, ''],
])('recognised by %s', (_by, file, score, text) => {
  expect(openbsd.recognise(file)).toBe(score);
  if (score > 0) expect(openbsd.describe(file)).toBe(text);
});

test('a mips64 program is refused with what it was recognised by', () => {
  const cells = { architectures: [], personalities: [openbsd], abis: [] };
  const file = image({ elfClass: 64, bigEndian: true, machine: 8, notes: [note] });
  expect(() => recognise(cells, file, 'p')).toThrow(
    'p: no architecture for 64-bit big-endian MIPS of openbsd (recognised by its OpenBSD note); have none',
  );
});
