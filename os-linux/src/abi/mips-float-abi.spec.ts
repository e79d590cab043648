import { mipselArchitecture } from '@anyuser/arch-mips';
import { type ElfImage, LoaderError } from '@anyuser/core';
import { floatModeOf } from './mips-float-abi';

const [ANY, DOUBLE, SINGLE, SOFT, OLD_64, XX, FP64, FP64A] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const EF_MIPS_FP64 = 0x200;
const EF_MIPS_NAN2008 = 0x400;

/** An image with a float ABI in its .MIPS.abiflags; without one where that is undefined. */
const image = (abi: number | undefined, flags = 0, filesz = 24): ElfImage =>
  ({
    flags,
    segments: abi === undefined ? [] : [{ type: 0x7000_0003, offset: 100, filesz }],
    bytes: (offset: number, size: number) => new Uint8Array(size).fill(offset === 107 ? (abi ?? 0) : 0xff),
  }) as unknown as ElfImage;

const model = (name: string) => mipselArchitecture.models.find((each) => each.name === name)!;

function mode(program: ElfImage, interpreter?: ElfImage, cpu = '24Kf'): number | string {
  try {
    return floatModeOf('program', program, interpreter, model(cpu));
  } catch (error) {
    if (error instanceof LoaderError) return error.errno;
    throw error;
  }
}

describe('FR of a MIPS program', () => {
  it.each([
    ['nothing said', undefined, 0],
    ['any', ANY, 0],
    ['double', DOUBLE, 0],
    ['single', SINGLE, 1],
    ['soft', SOFT, 0],
    ['XX', XX, 0],
    ['64', FP64, 1],
    ['64A', FP64A, 1],
    ['the old 64-bit ABI', OLD_64, 'ELIBBAD'],
    ['one of the future', 8, 'ELIBBAD'],
  ])('alone: %s', (_name, abi, expected) => {
    expect(mode(image(abi))).toBe(expected);
  });

  it.each([
    ['XX and 64', XX, FP64, 1],
    ['64A and XX', FP64A, XX, 1],
    ['double and XX', DOUBLE, XX, 0],
    ['any and single', ANY, SINGLE, 1],
    ['soft and any', SOFT, ANY, 0],
    ['double and 64', DOUBLE, FP64, 'ELIBBAD'],
    ['double and 64A, which takes FRE', DOUBLE, FP64A, 'ELIBBAD'],
    ['soft and double', SOFT, DOUBLE, 'ELIBBAD'],
    ['nothing said and 64', undefined, FP64, 'ELIBBAD'],
  ])('with an interpreter: %s', (_name, abi, other, expected) => {
    expect(mode(image(abi), image(other))).toBe(expected);
  });

  it('is told by the header where there are no ABI flags, which may not be cut off', () => {
    expect(mode(image(undefined, EF_MIPS_FP64))).toBe('ELIBBAD');
    expect(mode(image(FP64, EF_MIPS_FP64))).toBe(1);
    expect(mode(image(FP64, 0, 20))).toBe('EINVAL');
  });

  it('leaves single precision to the processor', () => {
    expect(mode(image(SINGLE), undefined, '24Kc')).toBe(0);
  });
});

describe('NaNs of a MIPS program', () => {
  const modern = image(XX, EF_MIPS_NAN2008);
  it('must be those of the float unit, if there is one', () => {
    expect([mode(modern, undefined, 'P5600'), mode(modern), mode(image(XX), undefined, 'P5600')]).toEqual([
      0,
      'ENOEXEC',
      'ENOEXEC',
    ]);
    expect([mode(modern, undefined, '24Kc'), mode(image(XX), undefined, '24Kc')]).toEqual([0, 0]);
  });

  it('must be those of the interpreter', () => {
    expect(mode(modern, image(XX), 'P5600')).toBe('ELIBBAD');
    expect(mode(modern, image(XX, EF_MIPS_NAN2008), 'P5600')).toBe(0);
  });
});
