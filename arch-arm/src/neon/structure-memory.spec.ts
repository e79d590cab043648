import { DATA, kindOf, Machine } from '../testing/machine';
import { d, ds, setD } from '../testing/vectors';

describe('element and structure accesses', () => {
  const m = new Machine();
  /** Bytes 0, 1, 2, … */
  beforeEach(() => {
    m.reset();
    for (let n = 0; n < 64; n += 4)
      m.setWord(DATA + n, (n | ((n + 1) << 8) | ((n + 2) << 16) | ((n + 3) << 24)) >>> 0);
  });
  const words = (count: number): string[] =>
    Array.from({ length: count }, (_, i) =>
      m
        .word(DATA + 4 * i)
        .toString(16)
        .padStart(8, '0'),
    );

  it('load registers one after the other, and write back', () => {
    m.a32('f4200a0d  vld1.8 {d0-d1}, [r0]!', { r0: DATA });
    expect(ds(m, 0, 1)).toEqual(['0706050403020100', '0f0e0d0c0b0a0908']);
    expect(m.get('r0')).toEqual({ r0: DATA + 16 });
    m.a32('f4200242  vld1.16 {d0-d3}, [r0], r2', { r0: DATA, r2: 5 });
    expect(ds(m, 2, 3)).toEqual(['1716151413121110', '1f1e1d1c1b1a1918']);
    expect(m.get('r0')).toEqual({ r0: DATA + 5 });
  });

  it('part the elements of structures', () => {
    m.a32('f420080f  vld2.8 {d0-d1}, [r0]', { r0: DATA });
    expect(ds(m, 0, 1)).toEqual(['0e0c0a0806040200', '0f0d0b0907050301']);
    m.a32('f420094d  vld2.16 {d0,d2}, [r0]!', { r0: DATA });
    expect([d(m, 0), d(m, 2)]).toEqual(['0d0c090805040100', '0f0e0b0a07060302']);
    m.a32('f420038d  vld2.32 {d0-d3}, [r0]!', { r0: DATA });
    expect(ds(m, 0, 3)).toEqual([
      '0b0a090803020100',
      '1b1a191813121110',
      '0f0e0d0c07060504',
      '1f1e1d1c17161514',
    ]);
    m.thumb('f920040d  vld3.8 {d0-d2}, [r0]!', { r0: DATA });
    expect(ds(m, 0, 2)).toEqual(['15120f0c09060300', '1613100d0a070401', '1714110e0b080502']);
    expect(m.get('r0')).toEqual({ r0: DATA + 24 });
    m.thumb('f920000d  vld4.8 {d0-d3}, [r0]!', { r0: DATA });
    expect(ds(m, 0, 3)).toEqual([
      '1c1814100c080400',
      '1d1915110d090501',
      '1e1a16120e0a0602',
      '1f1b17130f0b0703',
    ]);
  });

  it('interleave what they store', () => {
    for (const [n, value] of [0x33221100n, 0x77665544n, 0xbbaa9988n, 0xffeeddccn].entries())
      setD(m, n, value | (value << 32n));
    m.a32('f400084d  vst2.16 {d0-d1}, [r0]!', { r0: DATA });
    expect(words(4)).toEqual(['55441100', '77663322', '55441100', '77663322']);
    m.a32('f400040d  vst3.8 {d0-d2}, [r0]!', { r0: DATA });
    expect(words(6)).toEqual(['11884400', '66229955', 'bb7733aa', '11884400', '66229955', 'bb7733aa']);
    m.a32('f400004f  vst4.16 {d0-d3}, [r0]', { r0: DATA });
    expect(words(8)).toEqual([
      '55441100',
      'ddcc9988',
      '77663322',
      'ffeebbaa',
      '55441100',
      'ddcc9988',
      '77663322',
      'ffeebbaa',
    ]);
  });

  it('reach single lanes and fill all lanes', () => {
    setD(m, 5, 0xaaaa_bbbb_cccc_ddddn);
    m.a32('f4a0548d  vld1.16 {d5[2]}, [r0]!', { r0: DATA + 2 });
    expect([d(m, 5), m.get('r0')]).toEqual(['aaaa0302ccccdddd', { r0: DATA + 4 }]);
    for (let n = 0; n < 4; n++) setD(m, n, BigInt(n) << 24n);
    m.a32('f480036f  vst4.8 {d0[3],d1[3],d2[3],d3[3]}, [r0]', { r0: DATA + 1 });
    expect(words(2)).toEqual(['02010000', '07060503']);
    m.a32('f4a00d2f  vld2.8 {d0[],d2[]}, [r0]', { r0: DATA + 8 });
    expect([d(m, 0), d(m, 2)]).toEqual(['0808080808080808', '0909090909090909']);
  });

  it('swap the bytes of elements in big-endian state', () => {
    m.a32('f1010200  setend be\nf420084f  vld2.16 {d0-d1}, [r0]\nf1010000  setend le', { r0: DATA });
    expect(ds(m, 0, 1)).toEqual(['0c0d080904050001', '0e0f0a0b06070203']);
    m.a32('f1010200  setend be\nf400070f  vst1.8 {d0}, [r0]\nf1010000  setend le', { r0: DATA });
    expect(words(2)).toEqual(['04050001', '0c0d0809']);
  });

  it('change neither base nor registers where they fault', () => {
    setD(m, 1, 1n);
    const exit = m.a32('f4200a0d  vld1.8 {d0-d1}, [r0]!', { r0: DATA + 4096 - 8 });
    expect([kindOf(exit), exit.access]).toEqual(['fault', 'read']);
    expect([m.get('r0'), ...ds(m, 0, 1)]).toEqual([
      { r0: DATA + 4096 - 8 },
      '0000000000000000',
      '0000000000000001',
    ]);
    expect(kindOf(m.a32('f4200a0d  vld1.8 {d0-d1}, [r0]!', { r0: DATA + 4096 - 16 }))).toBe('breakpoint');
  });

  it('check the alignment that they name, and no other', () => {
    const aligned = (listing: string, at: number): string => kindOf(m.a32(listing, { r0: DATA + at }));
    expect(aligned('f42007df  vld1.64 {d0}, [r0 :64]', 8)).toBe('breakpoint');
    expect(aligned('f42007df  vld1.64 {d0}, [r0 :64]', 4)).toBe('unaligned');
    expect(aligned('f4200aef  vld1.64 {d0-d1}, [r0 :128]', 8)).toBe('unaligned');
    expect(aligned('f42002ff  vld1.64 {d0-d3}, [r0 :256]', 16)).toBe('unaligned');
    expect(aligned('f42002ff  vld1.64 {d0-d3}, [r0 :256]', 32)).toBe('breakpoint');
    expect(aligned('f4a0083f  vld1.32 {d0[0]}, [r0 :32]', 2)).toBe('unaligned');
    expect(aligned('f4200a0d  vld1.8 {d0-d1}, [r0]!', 3)).toBe('breakpoint');
    const exit = m.a32('f42007df  vld1.64 {d0}, [r0 :64]', { r0: DATA + 12 });
    expect(exit.address >>> 0).toBe(DATA + 12);
  });
});
