import { CODE, DATA, kindOf, Machine } from '../testing/machine';

describe('delay slots', () => {
  it('run before the branch is taken, which has seen the registers as they were', () => {
    const m = new Machine();
    m.run(`10800002  beq a0,zero,0x1000c
           24840001  addiu a0,a0,1
           24020063  addiu v0,zero,99
           24420001  addiu v0,v0,1`);
    expect(m.get('a0', 'v0')).toEqual({ a0: 1, v0: 1 });
  });

  it('are skipped by likely branches that are not taken', () => {
    const m = new Machine();
    m.run(
      `50800001  beql a0,zero,0x10008
           24020001  addiu v0,zero,1`,
      { a0: 1 },
    );
    expect(m.get('v0')).toEqual({ v0: 0 });
  });

  it('may change the register that a jump has read, and see the return address', () => {
    const m = new Machine();
    m.run(
      `0080f809  jalr a0
           03e02021  addu a0,ra,zero
           24020001  addiu v0,zero,1`,
      { a0: CODE + 12 },
    );
    expect(m.get('a0', 'ra', 'v0', 'pc')).toEqual({ a0: CODE + 8, ra: CODE + 8, v0: 0, pc: CODE + 12 });
  });

  it('fault at the address of their branch', () => {
    const m = new Machine();
    const exit = m.run(
      `10000002  beq zero,zero,0x1000c
                        8c820000  lw v0,0(a0)`,
      { a0: DATA - 4 },
    );
    expect([kindOf(exit), exit.address >>> 0, m.get('pc')]).toEqual(['fault', DATA - 4, { pc: CODE }]);
  });

  it('hold no branches', () => {
    const exit = new Machine().run(`10000002  beq zero,zero,0x1000c
                                    10000002  beq zero,zero,0x10010`);
    expect(kindOf(exit)).toBe('undefined');
  });
});

describe('other instruction sets', () => {
  it('are not there: JALX is undefined, and odd addresses are no places to jump to', () => {
    expect(kindOf(new Machine().run('74004000  .word 0x74004000'))).toBe('undefined');
    const m = new Machine();
    const exit = m.run(
      `00800008  jr a0
           00000000  nop`,
      { a0: CODE + 1 },
    );
    expect([kindOf(exit), m.get('pc')]).toEqual(['unaligned', { pc: CODE + 1 }]);
  });

  it.each([
    ['MSA', '78000000'],
    ['MIPS-3D', '4600041c'],
    ['DSP', '7c000010'],
    ['release 6', '41400000'],
    ['MIPS64', '64000000'],
  ])('%s is undefined', (_name, word) => {
    expect(kindOf(new Machine().run(`${word}  .word 0x${word}`))).toBe('undefined');
    expect(kindOf(new Machine(false, 'P5600').run(`${word}  .word 0x${word}`))).toBe('undefined');
  });
});
