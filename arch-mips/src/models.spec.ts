import { kindOf, Machine } from './testing/machine';

/** How one instruction ends on a model: `breakpoint` behind it where it exists. */
const on = (cpu: string, line: string): string => kindOf(new Machine(false, cpu).run(line));

describe('release 2', () => {
  it.each([
    ['7c041420  seb v0,a0'],
    ['7c8210c0  ext v0,a0,0x3,0x3'],
    ['041f0000  synci 0(zero)'],
    ['002417c2  rotr v0,a0,0x1f'],
  ])('adds %s', (line) => {
    expect([on('4Kc', line), on('4KEc', line), on('P5600', line)]).toEqual([
      'undefined',
      'breakpoint',
      'breakpoint',
    ]);
  });
});

describe('the float unit', () => {
  it('is not there on models without one', () => {
    const line = '46020100  add.s $f4,$f0,$f2';
    expect([on('24Kc', line), on('24Kf', line)]).toEqual(['undefined', 'breakpoint']);
  });

  it('has pairs with FR = 0, and 32 registers of 64 bits with FR = 1', () => {
    const line = '46230880  add.d $f2,$f1,$f3';
    const [paired, wide] = [new Machine(), new Machine()];
    wide.cpu.fr = true;
    wide.cpu.setFloatWord(3, 0x3ff0_0000);
    wide.cpu.setFloatWord(7, 0x4000_0000);
    expect([kindOf(paired.run(line)), kindOf(wide.run(line))]).toEqual(['undefined', 'breakpoint']);
    expect([wide.cpu.floatWord(4), wide.cpu.floatWord(5)]).toEqual([0, 0x4008_0000]);
  });

  it('has the NaNs of its model', () => {
    const line = '46020103  div.s $f4,$f0,$f2';
    const result = (cpu: string, registers: Record<string, number>): number => {
      const m = new Machine(false, cpu);
      m.run(line, registers);
      return m.get('f4')['f4']!;
    };
    // Zero by zero: the default NaN, whose top bit of the fraction says quiet since 2008 and signalling before.
    expect([result('24Kf', {}), result('P5600', {})]).toEqual([0x7fbf_ffff, 0x7fc0_0000]);
    // The same operand is quiet here and signalling there.
    const operand = { f0: 0x7fa0_0001, f2: 0x3f80_0000 };
    expect([result('24Kf', operand), result('P5600', operand)]).toEqual([0x7fa0_0001, 0x7fe0_0001]);
  });
});
