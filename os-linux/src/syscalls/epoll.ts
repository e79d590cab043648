import {
  choice,
  deadlineAfter,
  deadlineMs,
  defineSyscall,
  EpollFile,
  type EpollInterest,
  errno,
  fd,
  flags,
  flagTable,
  int,
  isLater,
  PollEvent,
  ptr,
  type SignalSet,
  structCodec,
  type Thread,
  uint,
  waitFor,
} from '@anyuser/core';
import { valuesOf } from '../family';
import { FLAG_VALUES } from '../flags.table';
import { maskArgument } from './wait-limit';

const E = FLAG_VALUES.epoll;
/** EPOLL* bits, equal in all ports, as readiness bits. */
const events = flagTable(
  Object.fromEntries(Object.entries(PollEvent).map(([name, bit]) => [`E${name}`, bit])),
  valuesOf(E, 'generic'),
);
/** What one call may return (EP_MAX_EVENTS). */
const MOST = Math.floor(0x7fff_ffff / 16);

function create(t: Thread, cloexec: boolean): number {
  return t.files.add(new EpollFile(0), { cloexec });
}
export const epoll_create = defineSyscall({
  name: 'epoll_create',
  args: { size: int },
  run(t, { size }) {
    if (size <= 0) throw errno('EINVAL');
    return create(t, false);
  },
});
export const epoll_create1 = defineSyscall({
  name: 'epoll_create1',
  args: { flags: flags('epollCreate', { strict: true }) },
  run: (t, { flags: how }) => create(t, how !== 0),
});

function setOf(t: Thread, number: number): EpollFile {
  const file = t.files.get(number);
  if (!(file instanceof EpollFile)) throw errno('EINVAL');
  return file;
}

function readInterest(t: Thread, address: number): EpollInterest {
  const value = structCodec(t.abi, 'epoll_event').read(t.mem, address);
  const bits = Number(value['events']) >>> 0;
  return {
    events: events.decode(bits),
    edge: (bits & E.EPOLLET) !== 0,
    oneshot: (bits & E.EPOLLONESHOT) !== 0,
    data: value['data'] as bigint,
  };
}

export const epoll_ctl = defineSyscall({
  name: 'epoll_ctl',
  args: { epfd: fd, op: choice('epollCtl'), fd, event: ptr },
  run(t, { epfd, op, fd: number, event }) {
    const interest = op === 'EPOLL_CTL_DEL' ? undefined : readInterest(t, event);
    t.files.get(epfd);
    const file = t.files.get(number);
    const set = setOf(t, epfd);
    if (interest === undefined) set.remove(number, file);
    else if (op === 'EPOLL_CTL_ADD') set.add(number, file, interest);
    else set.modify(number, file, interest);
  },
});

function wait(
  t: Thread,
  epfd: number,
  address: number,
  most: number,
  deadline: bigint | undefined,
  mask?: SignalSet,
): number | Promise<number> {
  if (most <= 0 || most > MOST) throw errno('EINVAL');
  const set = setOf(t, epfd);
  const codec = structCodec(t.abi, 'epoll_event');
  const store = (found: ReturnType<EpollFile['collect']>): number => {
    for (const [i, event] of (found ?? []).entries())
      codec.write(t.mem, address + i * codec.size, { events: events.encode(event.events), data: event.data });
    return found?.length ?? 0;
  };
  const result = waitFor(t, [set.readiness], () => set.collect(most), deadline, mask);
  return isLater(result) ? result.then(store) : store(result);
}

export const epoll_wait = defineSyscall({
  name: 'epoll_wait',
  args: { epfd: fd, events: ptr, maxevents: int, timeout: int },
  restart: false,
  run: (t, { epfd, events: address, maxevents, timeout }) =>
    wait(t, epfd, address, maxevents, deadlineMs(t, timeout)),
});
export const epoll_pwait = defineSyscall({
  name: 'epoll_pwait',
  args: { epfd: fd, events: ptr, maxevents: int, timeout: int, sigmask: ptr, sigsetsize: uint },
  restart: false,
  run: (t, { epfd, events: address, maxevents, timeout, sigmask, sigsetsize }) =>
    wait(t, epfd, address, maxevents, deadlineMs(t, timeout), maskArgument(t, sigmask, sigsetsize)),
});
export const epoll_pwait2 = defineSyscall({
  name: 'epoll_pwait2',
  args: { epfd: fd, events: ptr, maxevents: int, timeout: ptr, sigmask: ptr, sigsetsize: uint },
  restart: false,
  run: (t, { epfd, events: address, maxevents, timeout, sigmask, sigsetsize }) =>
    wait(
      t,
      epfd,
      address,
      maxevents,
      deadlineAfter(t, timeout, 'timespec64'),
      maskArgument(t, sigmask, sigsetsize),
    ),
});
