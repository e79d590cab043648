import { compare, describeDifference } from './compare';
import type { Outcome } from './run-case';

const outcome: Outcome = { end: 'exit 0', stdout: 'a\nb\n', stderr: '', files: '', milliseconds: 1 };

describe('compare', () => {
  it('finds nothing between equal runs, whatever time they took', () => {
    expect(compare(outcome, { ...outcome, milliseconds: 99 })).toEqual([]);
  });

  it('names each respect in which two runs differ', () => {
    const other = { ...outcome, end: 'SIGSEGV', stderr: 'x\n', files: 'f\n' };
    expect(compare(outcome, other).map(({ what }) => what)).toEqual(['end', 'stderr', 'files']);
  });
});

describe('describeDifference', () => {
  it('shows the differing lines alone', () => {
    expect(describeDifference('a\nb\nc\n', 'a\nX\nY\nc\n')).toBe('@ line 2\n- b\n+ X\n+ Y');
  });

  it('cuts what is long', () => {
    const many = Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n');
    expect(describeDifference('', many)).toContain('+ … 28 more');
  });
});
