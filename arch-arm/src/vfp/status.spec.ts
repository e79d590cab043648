import { kindOf, Machine } from '../testing/machine';
import { d, s, setD, setS } from '../testing/vectors';

const bits = (value: number): bigint => new BigUint64Array(Float64Array.of(value).buffer)[0]!;

describe('FPSCR', () => {
  const m = new Machine();
  beforeEach(() => m.reset());

  it('holds what VMSR writes, as far as the bits exist', () => {
    m.a32('eee11a10  vmsr fpscr, r1\neef12a10  vmrs r2, fpscr', { r1: 0xffff_ffff });
    expect(m.get('r2')).toEqual({ r2: 0xfff7_009f });
  });

  it('takes the relation of a comparison, which conditions read after VMRS', () => {
    const listing = `
      eeb40b41  vcmp.f64 d0, d1
      eef1fa10  vmrs APSR_nzcv, fpscr
      c3a00001  movgt r0, #1
      e3a01000  mov r1, #0
      93a01001  movls r1, #1
      63a02001  movvs r2, #1
    `;
    const compare = (a: number, b: number): unknown => {
      setD(m, 0, bits(a));
      setD(m, 1, bits(b));
      m.a32(listing, { r0: 0, r1: 0, r2: 0, fpscr: 0 });
      return [m.get('flags', 'r0', 'r1', 'r2'), m.cpu.fpscr];
    };
    expect(compare(2, 1)).toEqual([{ flags: 'nzCvq', r0: 1, r1: 0, r2: 0 }, 0x2000_0000]);
    expect(compare(1, 1)).toEqual([{ flags: 'nZCvq', r0: 0, r1: 1, r2: 0 }, 0x6000_0000]);
    expect(compare(0, 1)).toEqual([{ flags: 'Nzcvq', r0: 0, r1: 1, r2: 0 }, 0x8000_0000]);
    expect(compare(Number.NaN, 1)).toEqual([{ flags: 'nzCVq', r0: 0, r1: 0, r2: 1 }, 0x3000_0000]);
  });

  it('rounds as RMode says from the next instruction on', () => {
    setS(m, 1, 1, 2 ** -30);
    const sums = [0, 1, 2, 3].map((mode) => {
      m.a32('eee11a10  vmsr fpscr, r1\nee300a81  vadd.f32 s0, s1, s2', { r1: mode << 22 });
      return s(m, 0, 1)[0];
    });
    expect(sums).toEqual([1, 1 + 2 ** -23, 1, 1]);
    expect(m.cpu.fpscr & 0x9f).toBe(0x10);
  });

  it('collects QC by saturation and keeps it', () => {
    setD(m, 0, 0x7f00n);
    setD(m, 1, 0x0100n);
    m.a32('f2000011  vqadd.s8 d0, d0, d1\nf2210802  vadd.i32 d0, d1, d2');
    expect([d(m, 0), m.cpu.fpscr]).toEqual(['0000000000000100', 0x0800_0000]);
  });

  it('does not rule Advanced SIMD, which rounds to nearest, flushes and gives the default NaN', () => {
    setS(m, 2, 2 ** -126, 1, 2 ** -2, 2 ** -30);
    m.a32('f3010d12  vmul.f32 d0, d1, d2', { fpscr: 1 << 22 });
    expect(s(m, 0, 2)).toEqual([0, 2 ** -30]);
    expect(m.cpu.fpscr & 0x9f).toBe(0x08);
  });
});

describe('what a model lacks', () => {
  const runs = (cpu: string, listing: string, fpscr = 0): string =>
    kindOf(new Machine(cpu).a32(listing, { fpscr }));

  it('is undefined', () => {
    expect(runs('arm926', 'f2210802  vadd.i32 d0, d1, d2')).toBe('undefined');
    expect(runs('arm926', 'ee710b02  vadd.f64 d16, d1, d2')).toBe('undefined');
    expect(runs('cortex-a9', 'eea00a81  vfma.f32 s0, s1, s2')).toBe('undefined');
    expect(runs('arm1176', 'eeba0aee  vcvt.f32.s32 s0, s0, #3')).toBe('undefined');
    expect(runs('cortex-a8', 'eeb20a60  vcvtb.f32.f16 s0, s1')).toBe('undefined');
    expect(runs('cortex-a15', 'eef03a10  vmrs r3, fpsid')).toBe('undefined');
    expect(runs('arm926', 'eef03a10  vmrs r3, fpsid')).toBe('breakpoint');
  });

  it('includes short vectors on most', () => {
    expect(runs('cortex-a15', 'ee384a0c  vadd.f32 s8, s16, s24', 0x0003_0000)).toBe('undefined');
    expect(runs('cortex-a8', 'ee384a0c  vadd.f32 s8, s16, s24', 0x0003_0000)).toBe('breakpoint');
  });
});

describe('short vectors', () => {
  const m = new Machine('arm926');
  beforeEach(() => {
    m.reset();
    for (let n = 0; n < 32; n++) setS(m, n, n);
  });

  it('go through a bank and wrap in it', () => {
    m.a32('ee386a0c  vadd.f32 s12, s16, s24', { fpscr: 5 << 16 });
    expect(s(m, 8, 8)).toEqual([48, 50, 10, 11, 40, 42, 44, 46]);
  });

  it('take the stride', () => {
    m.a32('ee384a0c  vadd.f32 s8, s16, s24', { fpscr: (2 << 16) | (3 << 20) });
    expect(s(m, 8, 8)).toEqual([40, 9, 44, 11, 48, 13, 14, 15]);
  });

  it('are scalar with a destination in the first bank, mixed with a second operand there', () => {
    m.a32('ee380a0c  vadd.f32 s0, s16, s24', { fpscr: 3 << 16 });
    expect(s(m, 0, 3)).toEqual([40, 1, 2]);
    m.a32('ee384a01  vadd.f32 s8, s16, s2', { fpscr: 3 << 16 });
    expect(s(m, 8, 5)).toEqual([18, 19, 20, 21, 12]);
  });

  it('exist for one operand and in double precision', () => {
    for (let n = 4; n < 8; n++) setD(m, n, bits(n));
    m.a32('eeb14b46  vneg.f64 d4, d6', { fpscr: 1 << 16 });
    expect([4, 5, 6].map((n) => d(m, n))).toEqual([-6, -7, 6].map((value) => bits(value).toString(16)));
  });
});
