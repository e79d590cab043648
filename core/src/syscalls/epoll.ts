import { structCodec } from '../abi/codecs';
import { EpollFlag } from '../abi/flags';
import { EpollFile, type EpollInterest } from '../kernel/epoll';
import { errno } from '../kernel/errno';
import { isLater } from '../kernel/later';
import type { Thread } from '../kernel/thread';
import type { SignalSet } from '../signal/signal-set';
import { choice, fd, flags, int, ptr, sigsetIn } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { checkMaskSize, deadlineMs, waitFor } from './poll';
import { timeLimit } from './time-limit';

/** What one call may return (EP_MAX_EVENTS). */
const MOST = Math.floor(0x7fff_ffff / 16);

/** epoll_create1 (Linux, NetBSD 11). */
export const epoll_create1 = defineSyscall({
  name: 'epoll_create1',
  args: { flags: flags('epollCreate', { strict: true }) },
  run: (t, { flags: how }) => t.files.add(new EpollFile(0), { cloexec: how !== 0 }),
});

/** The older form, whose size must only be positive. */
export const epoll_create = defineSyscall({
  name: 'epoll_create',
  args: { size: int },
  run(t, { size }) {
    if (size <= 0) throw errno('EINVAL');
    return t.files.add(new EpollFile(0), { cloexec: false });
  },
});

function setOf(t: Thread, number: number): EpollFile {
  const file = t.files.get(number);
  if (!(file instanceof EpollFile)) throw errno('EINVAL');
  return file;
}

function readInterest(t: Thread, address: number): EpollInterest {
  const value = structCodec(t.abi, 'epoll_event').read(t.mem, address);
  const bits = t.abi.flags['epoll']!.decode(Number(value['events']) >>> 0);
  return {
    events: bits & ~(EpollFlag.EPOLLET | EpollFlag.EPOLLONESHOT),
    edge: (bits & EpollFlag.EPOLLET) !== 0,
    oneshot: (bits & EpollFlag.EPOLLONESHOT) !== 0,
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
  const bits = t.abi.flags['epoll']!;
  const store = (found: ReturnType<EpollFile['collect']>): number => {
    for (const [i, event] of (found ?? []).entries())
      codec.write(t.mem, address + i * codec.size, { events: bits.encode(event.events), data: event.data });
    return found?.length ?? 0;
  };
  const result = waitFor(t, [set.readiness], () => set.collect(most), deadline, mask);
  return isLater(result) ? result.then(store) : store(result);
}

/** Waits for milliseconds; without a mask where none is given, as in epoll_wait. */
export const epoll_pwait = defineSyscall({
  name: 'epoll_pwait',
  args: { epfd: fd, events: ptr, maxevents: int, timeout: int, sigmask: sigsetIn },
  restart: false,
  run(t, args) {
    const { epfd, events, maxevents, timeout, sigmask } = args;
    checkMaskSize(t, args);
    return wait(t, epfd, events, maxevents, deadlineMs(t, timeout), sigmask);
  },
});
/** Without a mask. */
export const epoll_wait: SyscallDefinition = {
  ...epoll_pwait,
  name: 'epoll_wait',
  args: { epfd: fd, events: ptr, maxevents: int, timeout: int },
};
/** Waits for a timespec (Linux, NetBSD 11). */
export const epoll_pwait2 = defineSyscall({
  name: 'epoll_pwait2',
  args: { epfd: fd, events: ptr, maxevents: int, timeout: timeLimit('timespec'), sigmask: sigsetIn },
  restart: false,
  run(t, args) {
    const { epfd, events, maxevents, timeout, sigmask } = args;
    checkMaskSize(t, args);
    return timeout.within((deadline) => wait(t, epfd, events, maxevents, deadline, sigmask));
  },
});
