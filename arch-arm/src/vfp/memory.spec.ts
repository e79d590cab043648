import { DATA, kindOf, Machine } from '../testing/machine';
import { d, ds, setD } from '../testing/vectors';

describe('VFP loads and stores', () => {
  const m = new Machine();
  beforeEach(() => m.reset());

  it('move lists up and down, with writeback', () => {
    for (let n = 8; n < 10; n++) setD(m, n, BigInt(n));
    m.a32('ed2d8b04  vpush {d8-d9}', { sp: DATA + 64 });
    expect([m.get('sp'), m.word(DATA + 48), m.word(DATA + 56)]).toEqual([{ sp: DATA + 48 }, 8, 9]);
    m.a32('ecb00b04  vldmia r0!, {d0-d1}', { r0: DATA + 48 });
    expect([...ds(m, 0, 1), m.get('r0')]).toEqual([
      '0000000000000008',
      '0000000000000009',
      { r0: DATA + 64 },
    ]);
    m.thumb('ed700a03  vldmdb r0!, {s1-s3}', { r0: DATA + 60 });
    expect([...ds(m, 0, 1), m.get('r0')]).toEqual([
      '0000000800000008',
      '0000000900000000',
      { r0: DATA + 48 },
    ]);
  });

  it('move the base by the whole count of FLDMX', () => {
    m.a32('ecb00b05  fldmiax r0!, {d0-d1}\t@ Deprecated', { r0: DATA });
    expect(m.get('r0')).toEqual({ r0: DATA + 20 });
  });

  it('reach literals in both instruction sets', () => {
    m.setWord(DATA, 0x1234_5678);
    m.a32('ed105b02  vldr d5, [r0, #-8]', { r0: DATA + 8 });
    expect(d(m, 5)).toBe('0000000012345678');
    m.a32('ed9f0a00  vldr s0, [pc, #0]\t@ 10008\ne3a00000  mov r0, #0\ne3a00001  mov r0, #1');
    expect(m.cpu.vectorWord(0)).toBe(0xe3a0_0001);
    m.thumb('ed9f0a00  vldr s0, [pc, #0]\t@ 10004\ne7ff  b.n 10006\ne7ff  b.n 10008');
    expect(m.cpu.vectorWord(0)).toBe(0xe7ff_e7ff);
  });

  it('demand word alignment only', () => {
    expect(kindOf(m.a32('ed105b02  vldr d5, [r0, #-8]', { r0: DATA + 12 }))).toBe('breakpoint');
    expect(kindOf(m.a32('ed105b02  vldr d5, [r0, #-8]', { r0: DATA + 10 }))).toBe('unaligned');
    expect(kindOf(m.a32('edc01a01  vstr s3, [r0, #4]', { r0: DATA + 2 }))).toBe('unaligned');
  });

  it('change neither base nor registers where they fault', () => {
    const exit = m.a32('ecb00b08  vldmia r0!, {d0-d3}', { r0: DATA + 4096 - 24 });
    expect([kindOf(exit), exit.address >>> 0, exit.access]).toEqual(['fault', DATA + 4096, 'read']);
    expect([m.get('r0'), d(m, 0)]).toEqual([{ r0: DATA + 4096 - 24 }, '0000000000000000']);
  });
});
