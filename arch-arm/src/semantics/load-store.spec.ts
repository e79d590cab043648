import { CODE, DATA, kindOf, Machine } from '../testing/machine';

describe('loads and stores', () => {
  const m = new Machine();
  beforeEach(() => {
    m.reset();
    m.setWord(DATA, 0x8182_8384);
    m.setWord(DATA + 4, 0x0102_0304);
  });

  it('load bytes, halves and words with every indexing', () => {
    m.a32(
      `
      e5990000  ldr r0, [r9]
      e5d91001  ldrb r1, [r9, #1]
      e1d920d1  ldrsb r2, [r9, #1]
      e0d930b2  ldrh r3, [r9], #2
      e17940f2  ldrsh r4, [r9, #-2]!
      e799510a  ldr r5, [r9, sl, lsl #2]
      e1c960d0  ldrd r6, [r9]
    `,
      { r9: DATA, r10: 1 },
    );
    expect(m.get('r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r9')).toEqual({
      r0: 0x8182_8384,
      r1: 0x83,
      r2: 0xffff_ff83,
      r3: 0x8384,
      r4: 0xffff_8384,
      r5: 0x0102_0304,
      r6: 0x8182_8384,
      r7: 0x0102_0304,
      r9: DATA,
    });
  });

  it('store and write back', () => {
    m.a32(
      `
      e5a90008  str r0, [r9, #8]!
      e5c90004  strb r0, [r9, #4]
      e1c900b6  strh r0, [r9, #6]
      e1c900f8  strd r0, [r9, #8]
    `,
      { r0: 0x1122_3344, r1: 0x5566_7788, r9: DATA },
    );
    expect([8, 12, 16, 20].map((at) => m.word(DATA + at))).toEqual([
      0x1122_3344, 0x3344_0044, 0x1122_3344, 0x5566_7788,
    ]);
    expect(m.get('r9')).toEqual({ r9: DATA + 8 });
  });

  it('may be unaligned where the instruction allows it', () => {
    m.a32(
      `
      e5990001  ldr r0, [r9, #1]
      e1d910b3  ldrh r1, [r9, #3]
    `,
      { r9: DATA },
    );
    expect(m.get('r0', 'r1')).toEqual({ r0: 0x0481_8283, r1: 0x0481 });
    const exit = m.a32(
      `
      e8b90003  ldm r9!, {r0, r1}
    `,
      { r9: DATA + 2 },
    );
    expect(kindOf(exit)).toBe('unaligned');
    expect(exit.address).toBe(DATA + 2);
    expect(m.get('r9', 'pc')).toEqual({ r9: DATA + 2, pc: CODE });
  });

  it('load and store several registers in every order', () => {
    m.a32(
      `
      e92d4003  push {r0, r1, lr}
      e99d0030  ldmib sp, {r4, r5}
      e8090003  stmda r9, {r0, r1}
      e9390040  ldmdb r9!, {r6}
      e8bd0007  pop {r0, r1, r2}
    `,
      { r0: 1, r1: 2, lr: 3, sp: DATA + 0x100, r9: DATA + 0x80 },
    );
    expect(m.get('r4', 'r5', 'r6', 'r9', 'sp', 'r2')).toEqual({
      r4: 2,
      r5: 3,
      r6: 1,
      r9: DATA + 0x7c,
      sp: DATA + 0x100,
      r2: 3,
    });
    expect([m.word(DATA + 0x7c), m.word(DATA + 0x80)]).toEqual([1, 2]);
  });

  it('leave every register unchanged where a load of several faults', () => {
    const exit = m.a32(
      `
      e8b90007  ldm r9!, {r0, r1, r2}
    `,
      { r0: 7, r1: 7, r2: 7, r9: DATA + 0xff8 },
    );
    expect(kindOf(exit)).toBe('fault');
    expect(exit).toMatchObject({ address: DATA + 0x1000, access: 'read' });
    expect(m.get('r0', 'r1', 'r2', 'r9', 'pc')).toEqual({ r0: 7, r1: 7, r2: 7, r9: DATA + 0xff8, pc: CODE });
  });

  it('reverse bytes after SETEND', () => {
    m.a32(
      `
      f1010200  setend be
      e5990000  ldr r0, [r9]
      e1d910b0  ldrh r1, [r9]
      e5890008  str r0, [r9, #8]
      f1010000  setend le
      e5992008  ldr r2, [r9, #8]
    `,
      { r9: DATA },
    );
    expect(m.get('r0', 'r1', 'r2')).toEqual({ r0: 0x8483_8281, r1: 0x8483, r2: 0x8182_8384 });
  });

  it('read literals relative to the aligned pc', () => {
    m.thumb(`
      bf00  nop
      4801  ldr r0, [pc, #4]
      f8df1000  ldr.w r1, [pc]
      bf00  nop
      0234  lsls r4, r6, #8
      2212  movs r2, #18
    `);
    expect(m.get('r0', 'r1')).toEqual({ r0: 0x0234_bf00, r1: 0x0234_bf00 });
  });
});

describe('exclusive accesses', () => {
  const m = new Machine();
  beforeEach(() => m.reset());

  it('store if nothing happened in between', () => {
    m.setWord(DATA, 5);
    m.a32(
      `
      e1990f9f  ldrex r0, [r9]
      e2801001  add r1, r0, #1
      e1892f91  strex r2, r1, [r9]
      e1893f90  strex r3, r0, [r9]
    `,
      { r9: DATA },
    );
    expect(m.get('r0', 'r2', 'r3')).toEqual({ r0: 5, r2: 0, r3: 1 });
    expect(m.word(DATA)).toBe(6);
  });

  it('fail after another store, another address or CLREX', () => {
    m.setWord(DATA, 5);
    m.setWord(DATA + 4, 5);
    m.a32(
      `
      e1990f9f  ldrex r0, [r9]
      e5898000  str r8, [r9]
      e1891f90  strex r1, r0, [r9]
      e1990f9f  ldrex r0, [r9]
      e1872f90  strex r2, r0, [r7]
      e1990f9f  ldrex r0, [r9]
      f57ff01f  clrex
      e1893f90  strex r3, r0, [r9]
    `,
      { r7: DATA + 4, r8: 9, r9: DATA },
    );
    expect(m.get('r1', 'r2', 'r3')).toEqual({ r1: 1, r2: 1, r3: 1 });
    expect(m.word(DATA)).toBe(9);
  });

  it('take bytes and double words', () => {
    m.setWord(DATA, 0x1122_3344);
    m.setWord(DATA + 4, 0x5566_7788);
    m.a32(
      `
      e1d90f9f  ldrexb r0, [r9]
      e1c91f98  strexb r1, r8, [r9]
      e1b92f9f  ldrexd r2, [r9]
      e1a97f94  strexd r7, r4, [r9]
    `,
      { r4: 1, r5: 2, r8: 0xff, r9: DATA },
    );
    expect(m.get('r0', 'r1', 'r2', 'r3', 'r7')).toEqual({
      r0: 0x44,
      r1: 0,
      r2: 0x1122_33ff,
      r3: 0x5566_7788,
      r7: 0,
    });
    expect([m.word(DATA), m.word(DATA + 4)]).toEqual([1, 2]);
  });

  it('fault where the address is not aligned', () => {
    const exit = m.a32(
      `
      e1990f9f  ldrex r0, [r9]
    `,
      { r9: DATA + 2 },
    );
    expect(kindOf(exit)).toBe('unaligned');
  });

  it('swap', () => {
    m.setWord(DATA, 0x1122_3344);
    m.a32(
      `
      e1090091  swp r0, r1, [r9]
      e1492091  swpb r2, r1, [r9]
    `,
      { r1: 0xaabb_ccdd, r9: DATA },
    );
    expect(m.get('r0', 'r2')).toEqual({ r0: 0x1122_3344, r2: 0xdd });
  });
});
