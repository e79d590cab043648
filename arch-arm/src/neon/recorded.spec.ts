import { Machine } from '../testing/machine';
import { parseRecorded, run } from '../testing/recorded';
import { RECORDED } from './recorded.table';

describe('Advanced SIMD, as recorded', () => {
  const machine = new Machine();
  const cases = parseRecorded(RECORDED);

  it.each(cases)('$listing in ARM state from $state', (recorded) => {
    expect(run(machine, recorded, false)).toBe(recorded.changes);
  });

  it.each(cases)('$listing in Thumb state from $state', (recorded) => {
    expect(run(machine, recorded, true)).toBe(recorded.changes);
  });
});
