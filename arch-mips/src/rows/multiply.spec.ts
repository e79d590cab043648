import { Machine } from '../testing/machine';

describe('division', () => {
  it.each([
    ['of the smallest number by -1 wraps', 0x8000_0000, 0xffff_ffff, { lo: 0x8000_0000, hi: 0 }],
    ['rounds towards zero', 0xffff_fff9, 2, { lo: 0xffff_fffd, hi: 0xffff_ffff }],
    ['by zero leaves the dividend', 7, 0, { lo: 7, hi: 0 }],
  ])('%s', (_name, a0, a1, expected) => {
    const m = new Machine();
    m.run('0085001a  div zero,a0,a1', { a0, a1 });
    expect(m.get('lo', 'hi')).toEqual(expected);
  });

  it('without sign takes the operands as they are', () => {
    const m = new Machine();
    m.run('0085001b  divu zero,a0,a1', { a0: 0xffff_fff9, a1: 2 });
    expect(m.get('lo', 'hi')).toEqual({ lo: 0x7fff_fffc, hi: 1 });
  });
});

describe('multiply-add', () => {
  it('carries from LO into HI', () => {
    const m = new Machine();
    m.run('70850001  maddu a0,a1', { a0: 0xffff_ffff, a1: 1, lo: 1, hi: 5 });
    expect(m.get('lo', 'hi')).toEqual({ lo: 0, hi: 6 });
  });
});
