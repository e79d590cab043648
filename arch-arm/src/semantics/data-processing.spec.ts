import { Machine } from '../testing/machine';

describe('data processing', () => {
  const m = new Machine();
  beforeEach(() => m.reset());

  it('adds and subtracts with carry and overflow', () => {
    m.a32(
      `
      e0910002  adds r0, r1, r2
    `,
      { r1: 0xffff_ffff, r2: 1 },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: 0, flags: 'nZCvq' });
    m.a32(
      `
      e0910002  adds r0, r1, r2
    `,
      { r1: 0x7fff_ffff, r2: 1 },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: 0x8000_0000, flags: 'NzcVq' });
    m.a32(
      `
      e0510002  subs r0, r1, r2
    `,
      { r1: 1, r2: 2 },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: 0xffff_ffff, flags: 'Nzcvq' });
    m.a32(
      `
      e1510002  cmp r1, r2
    `,
      { r1: 0x8000_0000, r2: 1 },
    );
    expect(m.get('flags')).toEqual({ flags: 'nzCVq' });
    m.a32(
      `
      e2710004  rsbs r0, r1, #4
    `,
      { r1: 4 },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: 0, flags: 'nZCvq' });
  });

  it('carries through ADC, SBC and RSC', () => {
    m.a32(
      `
      e0b10002  adcs r0, r1, r2
    `,
      { r1: 0xffff_ffff, r2: 0, flags: 'C' },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: 0, flags: 'nZCvq' });
    m.a32(
      `
      e0d10002  sbcs r0, r1, r2
    `,
      { r1: 5, r2: 5, flags: '' },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: 0xffff_ffff, flags: 'Nzcvq' });
    m.a32(
      `
      e2f10007  rscs r0, r1, #7
    `,
      { r1: 2, flags: 'C' },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: 5, flags: 'nzCvq' });
  });

  it('takes C from the shifter in logical operations and leaves V', () => {
    m.a32(
      `
      e1b00021  lsrs r0, r1, #32
    `,
      { r1: 0x8000_0000, flags: 'V' },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: 0, flags: 'nZCVq' });
    m.a32(
      `
      e1b00061  rrxs r0, r1
    `,
      { r1: 2, flags: 'C' },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: 0x8000_0001, flags: 'Nzcvq' });
    m.a32(
      `
      e21104ff  ands r0, r1, #-16777216
    `,
      { r1: 0x8000_0001, flags: '' },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: 0x8000_0000, flags: 'NzCvq' });
    m.a32(
      `
      e3310003  teq r1, #3
    `,
      { r1: 3, flags: 'CV' },
    );
    expect(m.get('flags')).toEqual({ flags: 'nZCVq' });
  });

  it.each([
    [0, 0x8000_0001, 'Nzcvq'],
    [1, 2, 'nzCvq'],
    [31, 0x8000_0000, 'Nzcvq'],
    [32, 0, 'nZCvq'],
    [33, 0, 'nZcvq'],
    [0x101, 2, 'nzCvq'],
  ])('shifts left by a register of %d', (amount, result, flags) => {
    m.a32(
      `
      e1b00211  lsls r0, r1, r2
    `,
      { r1: 0x8000_0001, r2: amount, flags: '' },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: result, flags });
  });

  it.each([
    [0, 0x8000_0001, 'NzCvq'],
    [1, 0xc000_0000, 'NzCvq'],
    [32, 0xffff_ffff, 'NzCvq'],
    [200, 0xffff_ffff, 'NzCvq'],
  ])('shifts right arithmetically by a register of %d', (amount, result, flags) => {
    m.a32(
      `
      e1b00251  asrs r0, r1, r2
    `,
      { r1: 0x8000_0001, r2: amount, flags: 'C' },
    );
    expect(m.get('r0', 'flags')).toEqual({ r0: result, flags });
  });

  it('reads r15 two instructions ahead', () => {
    m.a32(`
      e28f0008  add r0, pc, #8
      e1a0100f  mov r1, pc
      e3012234  movw r2, #4660
      e3452678  movt r2, #22136
    `);
    expect(m.get('r0', 'r1', 'r2')).toEqual({ r0: 0x1_0010, r1: 0x1_000c, r2: 0x5678_1234 });
  });

  it('has no exception return in user mode', () => {
    const exit = m.a32(`
      e1b0f00e  movs pc, lr
    `);
    expect(exit.kind).toBe(3);
  });

  it('leaves the flags to the setter in every 16-bit form outside IT blocks', () => {
    m.thumb(
      `
      3801  subs r0, #1
      07c9  lsls r1, r1, #31
      43d2  mvns r2, r2
    `,
      { r0: 0, r1: 3, r2: 0 },
    );
    expect(m.get('r0', 'r1', 'r2', 'flags')).toEqual({
      r0: 0xffff_ffff,
      r1: 0x8000_0000,
      r2: 0xffff_ffff,
      flags: 'NzCvq',
    });
  });

  it('expands the immediates of T32', () => {
    m.thumb(`
      f04f10ab  mov.w r0, #11206827
      f04f21ab  mov.w r1, #2868947712
      f04f32ab  mov.w r2, #2880154539
      f04f43ff  mov.w r3, #2139095040
      f06004ff  orn r4, r0, #255
    `);
    expect(m.get('r0', 'r1', 'r2', 'r3', 'r4')).toEqual({
      r0: 0x00ab_00ab,
      r1: 0xab00_ab00,
      r2: 0xabab_abab,
      r3: 0x7f80_0000,
      r4: 0xffff_ffab,
    });
  });
});
