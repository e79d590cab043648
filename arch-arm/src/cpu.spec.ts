import { armArchitecture } from './arch';
import { ArmCpu } from './cpu';
import { Mode } from './mode';
import { models } from './models';
import { STATE_SIZE } from './registers';

describe('ArmCpu', () => {
  const cpu = new ArmCpu({ words: new Int32Array(64 + STATE_SIZE / 4), base: 64 });
  beforeEach(() => armArchitecture.reset(cpu.state, models[0]!));

  it('starts with clear flags in ARM state', () => {
    expect(cpu.cpsr).toBe(0x10);
    expect(cpu.fpscr).toBe(0);
  });

  it('takes CPSR apart and puts it together again', () => {
    for (const value of [0xf80f_0010, 0x5005_0210, 0x0a0a_fc30, 0x0600_0430]) {
      cpu.cpsr = value;
      expect(cpu.cpsr).toBe(value);
    }
  });

  it('keeps the processor mode of user mode and no ITSTATE without Thumb or without a mask', () => {
    cpu.cpsr = 0x0600_fcdf;
    expect(cpu.cpsr).toBe(0x10);
    cpu.cpsr = 0x0000_b030;
    expect(cpu.cpsr).toBe(0x30);
  });

  it('keeps FPSCR control bits in the mode, whatever CPSR does', () => {
    cpu.fpscr = 0xffff_ffff;
    expect(cpu.fpscr).toBe(0xfff7_009f);
    cpu.cpsr = 0x30;
    expect(cpu.fpscr).toBe(0xfff7_009f);
    expect(cpu.mode & Mode.thumb).toBe(1);
    cpu.fpscr = 0;
    expect(cpu.fpscr).toBe(0);
    expect(cpu.mode).toBe(Mode.thumb);
  });

  it('jumps by interworking addresses', () => {
    cpu.cpsr = 0x0600_0430;
    cpu.jump(0x8002);
    expect([cpu.pc, cpu.cpsr]).toEqual([0x8000, 0x10]);
    cpu.jump(0x8003);
    expect([cpu.pc, cpu.cpsr]).toEqual([0x8002, 0x30]);
  });
});
