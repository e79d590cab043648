import type { GuestView } from '../memory/guest-view';
import type { DataModel } from './data-model';
import { layOut } from './layout';
import { struct } from './struct';

/** A field of 64 bits whose upper half a program has left undefined. */
const memory = { u64: () => (4n << 32n) | 200_000_000n } as unknown as GuestView;
const timespec = struct('__kernel_timespec', { tv_nsec: 'long64' });
const model = (word: 4 | 8): DataModel => ({ bigEndian: false, word, align64: 8, time: word });

describe('a 64-bit field that a kernel keeps in a long', () => {
  it('has no upper half for a kernel of 32 bits', () => {
    expect(layOut(timespec, model(4)).read(memory, 0)).toEqual({ tv_nsec: 200_000_000 });
  });

  it('is taken whole by a kernel of 64 bits', () => {
    expect(layOut(timespec, model(8)).read(memory, 0)).toEqual({ tv_nsec: 4 * 2 ** 32 + 200_000_000 });
  });

  it('takes 8 bytes in both', () => {
    expect([layOut(timespec, model(4)).size, layOut(timespec, model(8)).size]).toEqual([8, 8]);
  });
});
