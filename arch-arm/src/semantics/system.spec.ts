import { CODE, kindOf, Machine } from '../testing/machine';

describe('system instructions', () => {
  const m = new Machine();
  beforeEach(() => m.reset());

  it('leave to the kernel with their immediate', () => {
    const call = m.a32(`
      ef123456  svc 0x00123456
    `);
    expect([kindOf(call), call.info, m.cpu.pc]).toEqual(['syscall', 0x12_3456, CODE + 4]);
    const breakpoint = m.thumb(`
      be42  bkpt 0x0042
    `);
    expect([kindOf(breakpoint), breakpoint.info, m.cpu.pc]).toEqual(['breakpoint', 0x42, CODE]);
    const undefinedInstruction = m.a32(`
      e7f001f0  udf #16
    `);
    expect([kindOf(undefinedInstruction), m.cpu.pc]).toEqual(['undefined', CODE]);
  });

  it('skip an SVC whose condition fails', () => {
    const exit = m.a32(
      `
      0f000000  svceq 0x00000000
    `,
      { flags: '' },
    );
    expect(kindOf(exit)).toBe('breakpoint');
  });

  it('read and write the flags', () => {
    m.a32(
      `
      e10f0000  mrs r0, CPSR
      e12cf001  msr CPSR_fs, r1
      e10f2000  mrs r2, CPSR
    `,
      { r1: 0xa805_0000, flags: 'ZV', ge: 3 },
    );
    expect(m.get('r0', 'r2', 'flags', 'ge')).toEqual({
      r0: 0x5003_0010,
      r2: 0xa805_0010,
      flags: 'NzCvQ',
      ge: 5,
    });
  });

  it('give the thread registers to user mode, the rest of CP15 not', () => {
    m.cpu.threadPointer = 0x1234_5678;
    m.a32(
      `
      ee1d0f70  mrc 15, 0, r0, cr13, cr0, {3}
      ee0d1f50  mcr 15, 0, r1, cr13, cr0, {2}
      ee1d2f50  mrc 15, 0, r2, cr13, cr0, {2}
      ee070fba  mcr 15, 0, r0, cr7, cr10, {5}
      f57ff05b  dmb ish
      f57ff06f  isb sy
    `,
      { r1: 99 },
    );
    expect(m.get('r0', 'r2')).toEqual({ r0: 0x1234_5678, r2: 99 });
    expect(m.cpu.userThreadRegister).toBe(99);
    const exit = m.a32(`
      ee0d0f70  mcr 15, 0, r0, cr13, cr0, {3}
    `);
    expect(kindOf(exit)).toBe('undefined');
  });

  it('know what a CPU model lacks', () => {
    const old = new Machine('arm926');
    const exit = old.a32(`
      e3000001  movw r0, #1
    `);
    expect(kindOf(exit)).toBe('undefined');
    old.thumb(
      `
      f000f801  bl 10006
      2001  movs r0, #1
      2102  movs r1, #2
    `,
      { r0: 0 },
    );
    expect(old.get('r0', 'r1', 'lr')).toEqual({ r0: 0, r1: 2, lr: CODE + 5 });
  });
});
