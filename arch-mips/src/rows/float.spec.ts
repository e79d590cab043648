import { kindOf, Machine } from '../testing/machine';

const ENABLE_DIVIDE = 1 << 10;

describe('float comparisons', () => {
  it('set the condition code that a branch reads', () => {
    const m = new Machine();
    m.run(
      `4602003c  c.lt.s $f0,$f2
           45010001  bc1t 0x1000c
           24020001  addiu v0,zero,1
           24630001  addiu v1,v1,1`,
      { f0: 0x3f80_0000, f2: 0x4000_0000 },
    );
    expect(m.get('v0', 'v1')).toEqual({ v0: 1, v1: 1 });
    expect(m.get('fcsr')['fcsr']! & (1 << 23)).not.toBe(0);
  });

  it('hold for a NaN where unordered is meant, and signal only where they must', () => {
    const m = new Machine();
    // Before NAN2008 a clear top bit of the fraction means quiet.
    m.run(
      `46020131  c.un.s $fcc1,$f0,$f2
           46020232  c.eq.s $fcc2,$f0,$f2`,
      { f0: 0x7fbf_ffff },
    );
    expect(m.get('fcsr')).toEqual({ fcsr: 1 << 25 });
    m.run('4602033c  c.lt.s $fcc3,$f0,$f2');
    // Invalid, V: as flag and as cause.
    expect(m.get('fcsr')).toEqual({ fcsr: (1 << 25) | 0x1_0040 });
  });
});

describe('float conversions', () => {
  it('round as FCSR asks, TRUNC towards zero', () => {
    const m = new Machine();
    const registers = { f0: 0, f1: 0x4004_0000, fcsr: 2 };
    m.run(
      `462000a4  cvt.w.d $f2,$f0
           4620010d  trunc.w.d $f4,$f0`,
      registers,
    );
    expect(m.get('f2', 'f4')).toEqual({ f2: 3, f4: 2 });
  });

  it('give the largest integer for what has none, and invalid', () => {
    const m = new Machine();
    m.run('460000a4  cvt.w.s $f2,$f0', { f0: 0xcf80_0000 });
    expect(m.get('f2', 'fcsr')).toEqual({ f2: 0x7fff_ffff, fcsr: 0x1_0040 });
  });

  it('take doubles from pairs, the low word from the even register', () => {
    const m = new Machine();
    m.run('462000a0  cvt.s.d $f2,$f0', { f0: 0, f1: 0x3ff8_0000 });
    expect(m.get('f2')).toEqual({ f2: 0x3fc0_0000 });
    expect(kindOf(m.run('462008a0  cvt.s.d $f2,$f1'))).toBe('undefined');
  });
});

describe('enabled float exceptions', () => {
  it('trap before the result is written, with their cause', () => {
    const m = new Machine();
    const exit = m.run('46020103  div.s $f4,$f0,$f2', { f0: 0x3f80_0000, f4: 5, fcsr: ENABLE_DIVIDE });
    expect([kindOf(exit), m.cpu.trapCause(exit.info)]).toEqual(['trap', 'float']);
    expect(m.get('f4', 'fcsr')).toEqual({ f4: 5, fcsr: ENABLE_DIVIDE | (1 << 15) });
  });
});

describe('FCSR.Cause', () => {
  it('is what the last operation raised, while the flags accumulate', () => {
    const m = new Machine();
    // 1 / 3 is inexact (I), 1 / 1 nothing.
    const registers = { f0: 0x3f80_0000, f2: 0x4040_0000 };
    m.run('46020103  div.s $f4,$f0,$f2', registers);
    expect(m.get('fcsr')).toEqual({ fcsr: 0x1004 });
    m.run(
      `46020103  div.s $f4,$f0,$f2
           46000103  div.s $f4,$f0,$f0
           4442f800  cfc1 v0,$31`,
      registers,
    );
    expect(m.get('v0', 'fcsr')).toEqual({ v0: 0x4, fcsr: 0x4 });
  });

  it('does not depend on operands that were overwritten since', () => {
    const m = new Machine();
    m.run(
      `46020003  div.s $f0,$f0,$f2
           44801000  mtc1 zero,$f2
           4442d000  cfc1 v0,$26`,
      { f0: 0x3f80_0000, f2: 0x4040_0000 },
    );
    expect(m.get('v0')).toEqual({ v0: 0x1004 });
  });

  it('has what both operations of a multiply-add raised', () => {
    const m = new Machine();
    // The product overflows (O, I) to infinity, of which the sum with minus infinity is invalid (V).
    m.run('4c820120  madd.s $f4,$f4,$f0,$f2', { f0: 0x7f00_0000, f2: 0x7f00_0000, f4: 0xff80_0000 });
    expect(m.get('fcsr')).toEqual({ fcsr: 0x1_5000 | 0x54 });
  });

  it('traps when an exception is enabled that it has', () => {
    const m = new Machine();
    const exit = m.run(
      `46020103  div.s $f4,$f0,$f2
           44c2e000  ctc1 v0,$28`,
      { f0: 0x3f80_0000, f2: 0x4040_0000, v0: 0x80 },
    );
    expect([kindOf(exit), m.cpu.trapCause(exit.info)]).toEqual(['trap', 'floatWrite']);
  });
});
