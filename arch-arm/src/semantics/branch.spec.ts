import { CODE, DATA, kindOf, Machine } from '../testing/machine';

describe('branches', () => {
  const m = new Machine();
  beforeEach(() => m.reset());

  it('loop until a condition fails', () => {
    m.a32(
      `
      e0811000  add r1, r1, r0
      e2500001  subs r0, r0, #1
      1afffffc  bne 10000
    `,
      { r0: 10, r1: 0 },
    );
    expect(m.get('r0', 'r1')).toEqual({ r0: 0, r1: 55 });
  });

  it.each([
    ['Z', 0b01],
    ['', 0b10],
  ])('execute conditionally with flags "%s"', (flags, result) => {
    m.a32(
      `
      03800001  orreq r0, r0, #1
      13800002  orrne r0, r0, #2
    `,
      { r0: 0, flags },
    );
    expect(m.get('r0')).toEqual({ r0: result });
  });

  it.each([
    [1, 2, 0b100110],
    [2, 2, 0b010001],
    [0xffff_ffff, 1, 0b101010],
    [1, 0xffff_ffff, 0b010110],
    [0x8000_0000, 1, 0b101010],
  ])('compare %d with %d in every order', (a, b, expected) => {
    m.a32(
      `
      e1510002  cmp r1, r2
      b3800020  orrlt r0, r0, #32
      a3800010  orrge r0, r0, #16
      83800008  orrhi r0, r0, #8
      33800004  orrcc r0, r0, #4
      13800002  orrne r0, r0, #2
      03800001  orreq r0, r0, #1
    `,
      { r0: 0, r1: a, r2: b },
    );
    expect(m.get('r0')).toEqual({ r0: expected });
  });

  it('call and return', () => {
    m.a32(
      `
      e1a0400e  mov r4, lr
      eb000000  bl 1000c
      ea000001  b 10014
      e2800001  add r0, r0, #1
      e12fff1e  bx lr
      e3a01007  mov r1, #7
    `,
      { r0: 0, lr: 0x1234 },
    );
    expect(m.get('r0', 'r1', 'lr')).toEqual({ r0: 1, r1: 7, lr: CODE + 8 });
  });

  it('change the instruction set by bit 0 of the address', () => {
    // movs r0, #1 ; bx lr
    m.setWord(CODE + 0x1000, 0x4770_2001);
    m.a32(
      `
      e12fff34  blx r4
      e3a01007  mov r1, #7
    `,
      { r4: CODE + 0x1001 },
    );
    expect(m.get('r0', 'r1', 'lr')).toEqual({ r0: 1, r1: 7, lr: CODE + 4 });
    expect(m.cpu.thumb).toBe(false);
  });

  it('branch by a table', () => {
    m.setWord(DATA, 0x0000_0302);
    m.thumb(
      `
      e8d1f002  tbb [r1, r2]
      2001  movs r0, #1
      bf00  nop
      2002  movs r0, #2
      2303  movs r3, #3
    `,
      { r1: DATA, r2: 1, r3: 0, r0: 0 },
    );
    expect(m.get('r0', 'r3')).toEqual({ r0: 0, r3: 3 });
    m.thumb(
      `
      b10a  cbz r2, 10006
      2001  movs r0, #1
      2303  movs r3, #3
    `,
      { r2: 0, r3: 0, r0: 0 },
    );
    expect(m.get('r0', 'r3')).toEqual({ r0: 0, r3: 0 });
  });

  it('load r15 with interworking, and into what is not mapped', () => {
    m.setWord(DATA, 0x4000_0001);
    const exit = m.a32(
      `
      e591f000  ldr pc, [r1]
    `,
      { r1: DATA },
    );
    expect(kindOf(exit)).toBe('fault');
    expect(exit.access).toBe('execute');
    expect(m.cpu.pc).toBe(0x4000_0000);
    expect(m.cpu.thumb).toBe(true);
  });
});

describe('IT blocks', () => {
  const m = new Machine();
  beforeEach(() => m.reset());

  it.each([
    [1, 'r0: 1'],
    [9, 'r1: 1'],
  ])('select by the condition for %d', (value) => {
    m.thumb(
      `
      2c05  cmp r4, #5
      bfb4  ite lt
      2001  movlt r0, #1
      2101  movge r1, #1
    `,
      { r0: 0, r1: 0, r4: value },
    );
    expect(m.get('r0', 'r1')).toEqual(value < 5 ? { r0: 1, r1: 0 } : { r0: 0, r1: 1 });
  });

  it('keep the flags in 16-bit encodings, and follow changed flags', () => {
    m.thumb(
      `
      bf01  itttt eq
      3001  addeq r0, #1
      2809  cmpeq r0, #9
      3001  addeq r0, #1
      461a  moveq r2, r3
    `,
      { r0: 0, r2: 0, r3: 5, flags: 'Z' },
    );
    expect(m.get('r0', 'r2')).toEqual({ r0: 1, r2: 0 });
  });

  it('go on after a fault in the middle', () => {
    const exit = m.thumb(
      `
      bf04  itt eq
      2001  moveq r0, #1
      6811  ldreq r1, [r2, #0]
    `,
      { r2: 0, flags: 'Z' },
    );
    expect(kindOf(exit)).toBe('fault');
    // The last slot of the block: condition 0000 and a mask of one instruction.
    expect(m.cpu.cpsr & 0x0600_fc00).toBe(0x0000_0800);
  });
});
