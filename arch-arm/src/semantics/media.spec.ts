import { Machine } from '../testing/machine';

describe('saturation', () => {
  const m = new Machine();
  beforeEach(() => m.reset());

  it('saturates sums and sets Q', () => {
    m.a32(
      `
      e1020051  qadd r0, r1, r2
      e1223051  qsub r3, r1, r2
    `,
      { r1: 0x7fff_ffff, r2: 1 },
    );
    expect(m.get('r0', 'r3', 'flags')).toEqual({ r0: 0x7fff_ffff, r3: 0x7fff_fffe, flags: 'nzcvQ' });
    m.a32(
      `
      e1620051  qdsub r0, r1, r2
    `,
      { r1: 0, r2: 0x4000_0000, flags: '' },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: 0x8000_0001, flags: 'nzcvQ' });
  });

  it('saturates to a width', () => {
    m.a32(
      `
      e6a70011  ssat r0, #8, r1
      e6e82011  usat r2, #8, r1
      e6e83254  usat r3, #8, r4, asr #4
      e6a75f36  ssat16 r5, #8, r6
    `,
      { r1: 0xffff_ff00, r4: 0x1000, r6: 0x0100_ff00 },
    );
    expect(m.get('r0', 'r2', 'r3', 'r5', 'flags')).toEqual({
      r0: 0xffff_ff80,
      r2: 0,
      r3: 255,
      r5: 0x007f_ff80,
      flags: 'nzcvQ',
    });
  });
});

describe('parallel arithmetic', () => {
  const m = new Machine();
  beforeEach(() => m.reset());

  it('works on bytes and sets GE by the carries', () => {
    m.a32(
      `
      e6510f92  uadd8 r0, r1, r2
      e6813fb2  sel r3, r1, r2
    `,
      { r1: 0xff01_7f80, r2: 0x0101_0180 },
    );
    expect(m.get('r0', 'r3', 'ge')).toEqual({ r0: 0x0002_8000, r3: 0xff01_0180, ge: 0b1001 });
    m.a32(
      `
      e6510ff2  usub8 r0, r1, r2
    `,
      { r1: 0x0505_0500, r2: 0x0604_0501 },
    );
    expect(m.get('r0', 'ge')).toEqual({ r0: 0xff01_00ff, ge: 0b0110 });
    m.a32(
      `
      e6110f12  sadd16 r0, r1, r2
    `,
      { r1: 0x7fff_8000, r2: 0x0001_8000 },
    );
    expect(m.get('r0', 'ge')).toEqual({ r0: 0x8000_0000, ge: 0b1100 });
  });

  it('saturates and halves lanes', () => {
    m.a32(
      `
      e6210f92  qadd8 r0, r1, r2
      e6613ff2  uqsub8 r3, r1, r2
      e6314f92  shadd8 r4, r1, r2
      e6715ff2  uhsub8 r5, r1, r2
    `,
      { r1: 0x7f80_1005, r2: 0x7f80_f006 },
    );
    expect(m.get('r0', 'r3', 'r4', 'r5')).toEqual({
      r0: 0x7f80_000b,
      r3: 0x0000_0000,
      r4: 0x7f80_0005,
      r5: 0x0000_90ff,
    });
  });

  it('exchanges halves', () => {
    m.a32(
      `
      e6110f32  sasx r0, r1, r2
      e6513f52  usax r3, r1, r2
    `,
      { r1: 0x0005_0003, r2: 0x0001_0002 },
    );
    expect(m.get('r0', 'r3')).toEqual({ r0: 0x0007_0002, r3: 0x0003_0004 });
  });
});

describe('packing and bits', () => {
  const m = new Machine();
  beforeEach(() => m.reset());

  it('packs, extends and reverses', () => {
    m.a32(
      `
      e6810812  pkhbt r0, r1, r2, lsl #16
      e6813052  pkhtb r3, r1, r2, asr #32
      e6814072  sxtab16 r4, r1, r2
      e6ef5471  uxtb r5, r1, ror #8
      e6bf6f31  rev r6, r1
      e6bf7fb1  rev16 r7, r1
      e6ff8fb1  revsh r8, r1
      e6ff9f31  rbit r9, r1
      e16faf12  clz sl, r2
    `,
      { r1: 0x1234_56f0, r2: 0x0080_00ff },
    );
    expect(m.get('r0', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9', 'r10')).toEqual({
      r0: 0x00ff_56f0,
      r3: 0x1234_0000,
      r4: 0x11b4_56ef,
      r5: 0x56,
      r6: 0xf056_3412,
      r7: 0x3412_f056,
      r8: 0xffff_f056,
      r9: 0x0f6a_2c48,
      r10: 8,
    });
  });

  it('moves bit fields', () => {
    m.thumb(
      `
      f3612013  bfi r0, r1, #8, #12
      f36f021e  bfc r2, #0, #31
      f3411303  sbfx r3, r1, #4, #4
      f3c11403  ubfx r4, r1, #4, #4
    `,
      { r0: 0xffff_ffff, r1: 0x0000_0a8c, r2: 0xffff_ffff },
    );
    expect(m.get('r0', 'r2', 'r3', 'r4')).toEqual({
      r0: 0xfffa_8cff,
      r2: 0x8000_0000,
      r3: 0xffff_fff8,
      r4: 8,
    });
  });
});
