import { OpenFlag, TimerFdFlag, TimerFdSetFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { TimerFd } from '../kernel/timerfd';
import { choice, fd, flags, inp, out } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { clockKind } from './time';
import { fromItimerspec, type Itimerspec, toItimerspec } from './timer';

/** timerfd_create (Linux, FreeBSD 14, NetBSD 10), of the clocks that the cell's `timerfdClock` names. */
export const timerfd_create = defineSyscall({
  name: 'timerfd_create',
  args: { clockid: choice('clock'), flags: flags('timerfd', { strict: true }) },
  run(t, { clockid, flags: how }) {
    if (t.abi.enums['timerfdClock']!.value(clockid) === undefined) throw errno('EINVAL');
    const clock = clockKind(clockid) === 'realtime' ? 'realtime' : 'monotonic';
    const nonblock = how & TimerFdFlag.TFD_NONBLOCK ? OpenFlag.O_NONBLOCK : 0;
    return t.files.add(new TimerFd(nonblock, t.kernel, clock), {
      cloexec: (how & TimerFdFlag.TFD_CLOEXEC) !== 0,
    });
  },
});

function timerOf(t: Thread, number: number): TimerFd {
  const file = t.files.get(number);
  if (!(file instanceof TimerFd)) throw errno('EINVAL');
  return file;
}

export const timerfd_settime = defineSyscall({
  name: 'timerfd_settime',
  args: {
    fd,
    flags: flags('timerfdSettime', { strict: true }),
    new_value: inp<Itimerspec>('itimerspec'),
    old_value: out('itimerspec'),
  },
  run(t, { fd: number, flags: how, new_value, old_value }) {
    const timer = timerOf(t, number);
    const setting = fromItimerspec(new_value);
    if (!old_value.isNull) old_value.set(toItimerspec(timer.setting));
    timer.set(setting, (how & TimerFdSetFlag.TFD_TIMER_ABSTIME) !== 0);
  },
});
export const timerfd_gettime = defineSyscall({
  name: 'timerfd_gettime',
  args: { fd, value: out('itimerspec') },
  run: (t, { fd: number, value }) => value.set(toItimerspec(timerOf(t, number).setting)),
});
