import { CODE, kindOf, Machine } from '../testing/machine';

describe('traps', () => {
  it('ADD traps on overflow and leaves its destination, ADDU wraps', () => {
    const m = new Machine();
    const exit = m.run(
      `00851021  addu v0,a0,a1
                        00851820  add v1,a0,a1`,
      { a0: 0x7fff_ffff, a1: 1, v1: 9 },
    );
    expect([kindOf(exit), m.cpu.trapCause(exit.info), m.get('v0', 'v1', 'pc')]).toEqual([
      'trap',
      'overflow',
      { v0: 0x8000_0000, v1: 9, pc: CODE + 4 },
    ]);
  });

  it('TEQ traps with its code if both are equal', () => {
    const m = new Machine();
    const exit = m.run('008501f4  teq a0,a1,0x7', { a0: 3, a1: 3 });
    expect([kindOf(exit), m.cpu.trapCause(exit.info), exit.info >>> 8]).toEqual(['trap', 'trap', 7]);
    expect(kindOf(m.run('008501f4  teq a0,a1,0x7', { a0: 3, a1: 4 }))).toBe('breakpoint');
  });

  it('immediate traps extend the sign, also where they compare without', () => {
    const m = new Machine();
    expect(kindOf(m.run('048bffff  tltiu a0,-1', { a0: 0xffff_fffe }))).toBe('trap');
    expect(kindOf(m.run('048bffff  tltiu a0,-1', { a0: 0xffff_ffff }))).toBe('breakpoint');
  });
});

describe('RDHWR', () => {
  it('reads the thread pointer', () => {
    const m = new Machine();
    m.cpu.userLocal = 0x1234_5678;
    m.run('7c03e83b  rdhwr v1,$29');
    expect(m.get('v1')).toEqual({ v1: 0x1234_5678 });
  });

  it('is there before release 2, where Linux does it, and has no other registers', () => {
    const m = new Machine(false, '4Kc');
    m.run('7c03083b  rdhwr v1,$1');
    expect(m.get('v1')).toEqual({ v1: 32 });
    expect(kindOf(m.run('7c03203b  rdhwr v1,$4'))).toBe('undefined');
  });
});
