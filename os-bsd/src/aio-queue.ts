import { errno, type Thread } from '@anyuser/core';
import { aioEndings, aioOwners, type Ending } from './aio-filter';
import type { AioEvent, AioJob } from './aio-jobs';
import type { Kevent } from './knote';
import { KqueueFile } from './kqueue';

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
  aioEndings.set(full, ending);
  file.change(t, full);
  return aioOwners.get(full)!;
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
