import { errno } from '@anyuser/core';
import type { Kevent, Knote, KnoteOwner, KqueueFilter } from './knote';

/** What the event of a transfer or of a list tells: how it ended; undefined while it goes on. */
export interface Ending {
  data(): number | undefined;
  /** Gets what takes the event away. */
  attached(forget: () => void): void;
}

/** Events that the kernel itself registers: programs may not (kqueue(2), EVFILT_AIO). */
export const aioEndings = new WeakMap<Kevent, Ending>();
const endings = new WeakMap<Knote, Ending>();
export const aioOwners = new WeakMap<Kevent, () => void>();

/** EVFILT_AIO and EVFILT_LIO: the end of a transfer, and of a list of them. */
export const aioFilter: KqueueFilter = {
  attach(_t, knote: Knote, owner: KnoteOwner) {
    const ending = aioEndings.get(knote.event);
    if (ending === undefined) throw errno('EPERM');
    endings.set(knote, ending);
    aioOwners.set(knote.event, () => owner.activate(knote));
    ending.attached(() => owner.remove(knote));
  },
  report(knote) {
    const data = endings.get(knote)!.data();
    return data === undefined ? undefined : { fflags: 0, data, eof: true };
  },
};
