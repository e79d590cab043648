import { errno, type Thread } from '@anyuser/core';
import type { AioEvent, AioJob } from './aio-jobs';
import type { Kevent, Knote, KnoteOwner, KqueueFilter } from './knote';
import { KqueueFile } from './kqueue';

/** What the event of a transfer or of a list tells: how it ended; undefined while it goes on. */
interface Ending {
  data(): number | undefined;
  /** Gets what takes the event away. */
  attached(forget: () => void): void;
}

/** Events that the kernel itself registers: programs may not (kqueue(2), EVFILT_AIO). */
const own = new WeakMap<Kevent, Ending>();
const endings = new WeakMap<Knote, Ending>();
const owners = new WeakMap<Kevent, () => void>();

const filter: KqueueFilter = {
  attach(_t, knote: Knote, owner: KnoteOwner) {
    const ending = own.get(knote.event);
    if (ending === undefined) throw errno('EPERM');
    endings.set(knote, ending);
    owners.set(knote.event, () => owner.activate(knote));
    ending.attached(() => owner.remove(knote));
  },
  report(knote) {
    const data = endings.get(knote)!.data();
    return data === undefined ? undefined : { fflags: 0, data, eof: true };
  },
};

/** The filters of transfers and of lists of them. */
export const AIO_FILTERS: Readonly<Record<string, KqueueFilter>> = { EVFILT_AIO: filter, EVFILT_LIO: filter };

/** Registers the end of something with a queue; gives what tells the queue of it. @throws KernelError EBADF */
function register(
  t: Thread,
  queue: number,
  event: Omit<Kevent, 'fflags' | 'data'>,
  ending: Ending,
): () => void {
  const file = t.files.get(queue);
  if (!(file instanceof KqueueFile)) throw errno('EBADF');
  const full: Kevent = {
    ...event,
    flags: event.flags | file.bits.EV_ADD | file.bits.EV_ENABLE,
    fflags: 0,
    data: 0,
  };
  own.set(full, ending);
  file.change(t, full);
  return owners.get(full)!;
}

/** SIGEV_KEVENT of one transfer. */
export function watchJob(
  t: Thread,
  queue: number,
  event: Pick<Kevent, 'ident' | 'flags' | 'udata'>,
  errorNumber: (name: string | undefined) => number,
): { readonly event: AioEvent; follow(job: AioJob): void } {
  let job: AioJob | undefined;
  let forget = (): void => {};
  const told = register(
    t,
    queue,
    { ...event, filter: 'EVFILT_AIO' },
    {
      data: () => (job?.result === undefined ? undefined : errorNumber(job.result.error)),
      attached(remove) {
        forget = remove;
      },
    },
  );
  return {
    event: { kind: 'queue', told },
    follow(started) {
      job = started;
      started.forget = forget;
      if (started.result !== undefined) told();
    },
  };
}

/** SIGEV_KEVENT of a list. @param left - how many of it go on. */
export function watchList(
  t: Thread,
  queue: number,
  event: Pick<Kevent, 'ident' | 'flags' | 'udata'>,
  left: () => number,
): AioEvent {
  const told = register(
    t,
    queue,
    { ...event, filter: 'EVFILT_LIO' },
    { data: () => (left() === 0 ? 0 : undefined), attached() {} },
  );
  return { kind: 'queue', told };
}
