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
    // Invalid, V.
    expect(m.get('fcsr')).toEqual({ fcsr: (1 << 25) | 0x40 });
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
    expect(m.get('f2', 'fcsr')).toEqual({ f2: 0x7fff_ffff, fcsr: 0x40 });
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
