import type { ElfImage } from '@anyuser/core';
import { mipsArchitecture, mipselArchitecture } from './arch';

const image = (flags: number, bigEndian = false): ElfImage =>
  ({ machine: 8, elfClass: 32, bigEndian, flags }) as ElfImage;

describe('a MIPS image', () => {
  it('goes to the architecture of its byte order', () => {
    const o32 = 0x7000_1001;
    expect([mipselArchitecture.accepts(image(o32)), mipsArchitecture.accepts(image(o32))]).toEqual([
      true,
      false,
    ]);
    expect(mipsArchitecture.accepts(image(o32, true))).toBe(true);
  });

  it.each([
    ['n32', 0x7000_0020],
    ['o64', 0x4000_2000],
    ['EABI', 0x5000_3000],
    ['release 6', 0x9000_1000],
    ['release 6 of MIPS64', 0xa000_1000],
  ])('is refused where it is for %s', (_name, flags) => {
    expect(mipselArchitecture.accepts(image(flags))).toBe(false);
  });

  it('has a model with the NaNs that its header names', () => {
    expect(mipselArchitecture.modelFor?.(image(0x7000_1401))?.name).toBe('P5600');
    expect(mipselArchitecture.modelFor?.(image(0x7000_1001))).toBeUndefined();
  });
});
