import type { Mappable } from '../kernel/open-file';
import { AddressSpace } from '../memory/address-space';
import { MappedFile } from '../memory/mapped-file';
import { MemoryPool } from '../memory/memory-pool';
import { PF, PT, parseElf } from './elf';
import { LoaderError } from './loader-error';
import { mapImage, stackKind } from './map-image';
import { type Cells, recognise } from './recognise';
import { parseScript } from './script';

interface Header {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly vaddr: number;
  readonly filesz: number;
  readonly memsz: number;
}
const load = (
  vaddr: number,
  offset: number,
  filesz: number,
  memsz = filesz,
  flags = PF.R | PF.W,
): Header => ({
  type: PT.LOAD,
  flags,
  offset,
  vaddr,
  filesz,
  memsz,
});

/** A little-endian or big-endian ELF32 file. */
function elf(
  headers: readonly Header[],
  change: (view: DataView) => void = () => {},
  size = 0x3000,
): Uint8Array {
  const data = new Uint8Array(size);
  const view = new DataView(data.buffer);
  data.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  view.setUint16(16, 2, true);
  view.setUint16(18, 40, true);
  view.setUint32(24, 0x10010, true);
  view.setUint32(28, 52, true);
  view.setUint16(42, 32, true);
  view.setUint16(44, headers.length, true);
  headers.forEach(({ type, flags, offset, vaddr, filesz, memsz }, i) => {
    const words = [type, offset, vaddr, vaddr, filesz, memsz, flags, 0x1000];
    for (const [j, word] of words.entries()) view.setUint32(52 + 32 * i + 4 * j, word, true);
  });
  change(view);
  return data;
}
const file = (data: Uint8Array): Mappable => ({
  key: 'test',
  size: data.length,
  read(buffer, position) {
    const part = data.subarray(position, position + buffer.length);
    buffer.set(part);
    return part.length;
  },
});
const complaint = (data: Uint8Array): string => {
  try {
    parseElf(file(data), 'p');
  } catch (error) {
    if (error instanceof LoaderError) return `${error.errno} ${error.status} ${error.message}`;
    throw error;
  }
  return 'fine';
};

describe('parseElf', () => {
  it('says in one sentence why a file is not a program', () => {
    const good = [load(0x10000, 0, 0x1000)];
    expect(complaint(new Uint8Array(0))).toBe('ENOEXEC 126 p: empty file');
    expect(complaint(elf(good).subarray(0, 40))).toMatch('truncated ELF file: it has no whole header');
    expect(complaint(elf(good).subarray(0, 70))).toMatch('its program headers end beyond it');
    expect(complaint(elf(good).subarray(0, 0x800))).toMatch('a segment ends beyond it');
    expect(complaint(new TextEncoder().encode('hello, this is no program'))).toMatch('not an ELF program');
    expect(complaint(elf(good, (v) => v.setUint8(4, 7)))).toMatch('corrupt ELF header');
    expect(complaint(elf(good, (v) => v.setUint16(16, 1, true)))).toMatch('relocatable object');
    expect(complaint(elf(good, (v) => v.setUint16(42, 31, true)))).toMatch('program headers of 31 bytes');
    expect(complaint(elf(good, (v) => v.setUint16(44, 0xffff, true)))).toMatch('too many');
    expect(complaint(elf(good, (v) => v.setUint32(28, 0xffff_fff0, true)))).toMatch('end beyond it');
    expect(complaint(elf([]))).toMatch('without program headers');
    expect(complaint(elf([load(0x10000, 0, 0x1000, 0x800)]))).toMatch('longer in the file');
    expect(complaint(elf([load(0x10010, 0, 0x1000)]))).toMatch('not aligned');
    expect(complaint(elf([load(0x20000, 0, 0x1000), load(0x10000, 0, 0x1000)]))).toMatch('not in order');
    expect(complaint(elf([load(0xffff_f000, 0, 0x1000, 0x5000)]))).toMatch('wraps around');
    expect(complaint(elf([{ ...load(0, 0, 0), type: PT.NOTE }]))).toMatch('without anything to load');
    expect(complaint(elf([{ ...load(0, 0x2fff, 1), type: PT.INTERP }, ...good]))).toMatch('interpreter path');
    expect(complaint(elf(good))).toBe('fine');
  });

  it('takes a segment of zeroes alone wherever the file says that it begins', () => {
    const headers = [load(0x10000, 0, 0x1000), load(0x20000, 0x8000, 0, 0x100)];
    expect(parseElf(file(elf(headers)), 'p').segments).toHaveLength(2);
  });

  it('reads the interpreter and notes', () => {
    const data = elf(
      [
        { ...load(0, 0x200, 12), type: PT.INTERP },
        { ...load(0, 0x300, 32), type: PT.NOTE },
        load(0x10000, 0, 0x1000),
      ],
      (view) => {
        new Uint8Array(view.buffer).set(new TextEncoder().encode('/lib/ld.so\0'), 0x200);
        view.setUint32(0x300, 8, true);
        view.setUint32(0x304, 4, true);
        view.setUint32(0x308, 1, true);
        new Uint8Array(view.buffer).set(new TextEncoder().encode('FreeBSD\0'), 0x30c);
        view.setUint32(0x314, 1300139, true);
      },
    );
    const image = parseElf(file(data), 'p');
    expect(image.interpreter).toBe('/lib/ld.so');
    expect(image.notes).toEqual([{ name: 'FreeBSD', type: 1, desc: data.subarray(0x314, 0x318) }]);
    expect(stackKind(image)).toBe('unmarked');
  });
});

describe('mapImage', () => {
  const place = (
    data: Uint8Array,
    type = 2,
  ): { readonly space: AddressSpace; readonly bias: number; readonly phdr: number } => {
    const space = new AddressSpace(new MemoryPool(), { userTop: 0xc000_0000, mmapTop: 0xb000_0000 }, false);
    const image = { ...parseElf(file(data), 'p'), type };
    return { space, ...mapImage(space, image, new MappedFile(file(data)), 'p', undefined) };
  };

  it('zeroes bss from the end of the file part on', () => {
    const data = elf([load(0x10000, 0, 0x1000, 0x1000, PF.R | PF.X), load(0x12100, 0x1100, 0x80, 0x2000)]);
    data.fill(0xaa, 0x1000);
    const { space, phdr } = place(data);
    expect(space.view.u8(0x12100)).toBe(0xaa);
    expect(space.view.u8(0x1217f)).toBe(0xaa);
    expect(space.view.u8(0x12180)).toBe(0);
    expect(space.view.u8(0x140ff)).toBe(0);
    expect(space.view.accessible(0x15000, 1, 'read')).toBe(0);
    expect(space.view.accessible(0x10000, 1, 'write')).toBe(0);
    expect(phdr).toBe(0x10034);
  });

  it('finds room for position-independent images', () => {
    const data = elf([load(0, 0, 0x1000), load(0x2000, 0x1000, 0x1000)]);
    const { space, bias } = place(data, 3);
    expect(bias % 0x1000).toBe(0);
    expect(bias + 0x3000).toBeLessThanOrEqual(0xb000_0000);
    expect(space.view.u32(bias)).toBe(0x464c457f);
  });
});

describe('recognise', () => {
  const image = parseElf(file(elf([load(0x10000, 0, 0x1000)])), 'p');
  const arm = { id: 'arm', accepts: ({ machine }: typeof image) => machine === 40 };
  const os = (id: string, score: number) => ({ id, recognise: () => score, describe: () => 'its note' });
  const cells = (parts: object): Cells =>
    ({ architectures: [], personalities: [], abis: [], ...parts }) as unknown as Cells;
  const why = (parts: object, wanted?: string): string => {
    try {
      return recognise(cells(parts), image, 'p', wanted).abi.os;
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('takes the surest system, or says what exists', () => {
    const abis = [
      { os: 'linux', arch: 'arm' },
      { os: 'freebsd', arch: 'arm' },
    ];
    const personalities = [os('linux', 1), os('freebsd', 4), os('netbsd', 0)];
    expect(why({})).toBe('p: no architecture for 32-bit little-endian ARM; have none');
    expect(why({ architectures: [arm], personalities, abis })).toBe('freebsd');
    expect(why({ architectures: [arm], personalities, abis }, 'linux')).toBe('linux');
    expect(why({ architectures: [arm], personalities, abis }, 'netbsd')).toBe(
      'p: no ABI for netbsd/arm; have linux/arm, freebsd/arm',
    );
    expect(why({ architectures: [arm], personalities, abis }, 'plan9')).toBe(
      "p: no system 'plan9'; have linux, freebsd, netbsd",
    );
    expect(why({ architectures: [arm], personalities: [os('netbsd', 4)], abis })).toBe(
      'p: no ABI for netbsd/arm (recognised by its note); have linux/arm, freebsd/arm',
    );
  });
});

describe('parseScript', () => {
  const parse = (text: string): unknown => parseScript(new TextEncoder().encode(text));

  it('splits interpreter and argument as the kernel does', () => {
    expect(parse('#!/bin/sh\n')).toEqual({ interpreter: '/bin/sh', argument: undefined });
    expect(parse('#! \t/usr/bin/env  python3 -u \t\nx')).toEqual({
      interpreter: '/usr/bin/env',
      argument: 'python3 -u',
    });
    expect(parse('#!/bin/sh -e')).toEqual({ interpreter: '/bin/sh', argument: '-e' });
    expect(parse('#!\n')).toBeUndefined();
    expect(parse('# /bin/sh\n')).toBeUndefined();
    expect(parse(`#!/${'x'.repeat(254)}`)).toBeUndefined();
  });
});
