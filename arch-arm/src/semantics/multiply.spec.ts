import { Machine } from '../testing/machine';

describe('multiplication', () => {
  const m = new Machine();
  beforeEach(() => m.reset());

  it('multiplies to 32 and to 64 bits', () => {
    m.a32(
      `
      e0100291  muls r0, r1, r2
      e0231291  mla r3, r1, r2, r1
      e0641291  mls r4, r1, r2, r1
      e0865291  umull r5, r6, r1, r2
      e0c87291  smull r7, r8, r1, r2
    `,
      { r1: 0xffff_fffe, r2: 3 },
    );
    expect(m.get('r0', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'flags')).toEqual({
      r0: 0xffff_fffa,
      r3: 0xffff_fff8,
      r4: 4,
      r5: 0xffff_fffa,
      r6: 2,
      r7: 0xffff_fffa,
      r8: 0xffff_ffff,
      flags: 'Nzcvq',
    });
  });

  it('sets Z of a long product by all 64 bits', () => {
    m.a32(
      `
      e0910392  umulls r0, r1, r2, r3
    `,
      { r2: 0x1_0000, r3: 0x1_0000, flags: 'Z' },
    );
    expect(m.get('r0', 'r1', 'flags')).toEqual({ r0: 0, r1: 1, flags: 'nzcvq' });
  });

  it('accumulates', () => {
    m.a32(
      `
      e0a10392  umlal r0, r1, r2, r3
      e0454392  umaal r4, r5, r2, r3
    `,
      { r0: 0xffff_ffff, r1: 0, r2: 0xffff_ffff, r3: 0xffff_ffff, r4: 0xffff_ffff, r5: 0xffff_ffff },
    );
    expect(m.get('r0', 'r1', 'r4', 'r5')).toEqual({
      r0: 0,
      r1: 0xffff_ffff,
      r4: 0xffff_ffff,
      r5: 0xffff_ffff,
    });
  });

  it('multiplies halves, with Q where a sum overflows', () => {
    m.a32(
      `
      e16002c1  smulbt r0, r1, r2
      e1034281  smlabb r3, r1, r2, r4
      e12502a1  smulwb r5, r1, r2
    `,
      { r1: 0x1234_fffe, r2: 0x0003_7fff, r4: 0x8000_0000 },
    );
    expect(m.get('r0', 'r3', 'r5', 'flags')).toEqual({
      r0: 0xffff_fffa,
      r3: 0x7fff_0002,
      r5: Number((0x1234_fffen * 0x7fffn) >> 16n),
      flags: 'nzcvQ',
    });
  });

  it('multiplies pairs of halves', () => {
    m.a32(
      `
      e700f211  smuad r0, r1, r2
      e703f271  smusdx r3, r1, r2
      e7454211  smlald r4, r5, r1, r2
      e756f231  smmulr r6, r1, r2
    `,
      { r1: 0x0002_0003, r2: 0x0004_0005, r4: 0xffff_ffff, r5: 0 },
    );
    expect(m.get('r0', 'r3', 'r4', 'r5', 'r6')).toEqual({ r0: 23, r3: 2, r4: 22, r5: 1, r6: 8 });
  });

  it('overflows SMUAD only for the two most negative products', () => {
    m.a32(
      `
      e700f111  smuad r0, r1, r1
    `,
      { r1: 0x8000_8000 },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: 0x8000_0000, flags: 'nzcvQ' });
  });

  it('divides, by zero to zero', () => {
    m.a32(
      `
      e710f211  sdiv r0, r1, r2
      e733f211  udiv r3, r1, r2
      e714f511  sdiv r4, r1, r5
      e716f817  sdiv r6, r7, r8
    `,
      { r1: 0xffff_fff9, r2: 2, r5: 0, r7: 0x8000_0000, r8: 0xffff_ffff },
    );
    expect(m.get('r0', 'r3', 'r4', 'r6')).toEqual({
      r0: 0xffff_fffd,
      r3: 0x7fff_fffc,
      r4: 0,
      r6: 0x8000_0000,
    });
  });

  it('sums absolute differences', () => {
    m.a32(
      `
      e780f211  usad8 r0, r1, r2
      e7831211  usada8 r3, r1, r2, r1
    `,
      { r1: 0x01ff_1080, r2: 0xff01_0f81 },
    );
    expect(m.get('r0', 'r3')).toEqual({ r0: 254 + 254 + 1 + 1, r3: 0x01ff_1080 + 510 });
  });
});
