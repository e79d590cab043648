import { requireSignal } from '../abi/signal-numbers';
import { errno } from '../kernel/errno';
import type { IntervalSetting } from '../kernel/interval-timers';
import type { TimerEvent } from '../kernel/posix-timers';
import type { Thread } from '../kernel/thread';
import { choice, flags, inp, inpOrNull, int, out, outInt } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { clockKind, fromTimespec, type Timespec, toTimespec } from './time';

/** struct itimerspec as it is read. */
export type Itimerspec = { readonly it_value: Timespec; readonly it_interval: Timespec };

/** @throws KernelError EINVAL */
export const fromItimerspec = ({ it_value, it_interval }: Itimerspec): IntervalSetting => ({
  value: fromTimespec(it_value),
  interval: fromTimespec(it_interval),
});
/** struct itimerspec of a setting. */
export const toItimerspec = ({ value, interval }: IntervalSetting): Record<string, Timespec> => ({
  it_value: toTimespec(value),
  it_interval: toTimespec(interval),
});

/** struct sigevent as it is read; the thread id only where the system has one in it. */
export type Sigevent = Readonly<Record<'sigev_value' | 'sigev_signo' | 'sigev_notify', number>> & {
  readonly sigev_notify_thread_id?: number;
};

/** Who is told what by a sigevent. @throws KernelError EINVAL */
export function sigeventOf(t: Thread, event: Sigevent): TimerEvent {
  const { sigev_value: value } = event;
  switch (t.abi.enums['sigev']!.name(event.sigev_notify)) {
    case 'SIGEV_NONE':
      return { notify: 'none' };
    case 'SIGEV_SIGNAL':
    case 'SIGEV_THREAD': {
      const signal = requireSignal(t.abi, event.sigev_signo);
      return { notify: 'signal', signal, value };
    }
    case 'SIGEV_THREAD_ID': {
      const signal = requireSignal(t.abi, event.sigev_signo);
      const thread = [...t.process.threads].find(({ tid }) => tid === event.sigev_notify_thread_id);
      if (thread === undefined) throw errno('EINVAL');
      return { notify: 'thread', signal, value, thread };
    }
    default:
      throw errno('EINVAL');
  }
}

/** What a timer does; without a sigevent it sends SIGALRM with its own number. @throws KernelError EINVAL */
function eventOf(t: Thread, event: Sigevent | undefined): (id: number) => TimerEvent {
  if (event === undefined) return (value) => ({ notify: 'signal', signal: 'SIGALRM', value });
  const asked = sigeventOf(t, event);
  return () => asked;
}

/**
 * Timers follow elapsed time only, not the time that a process or thread has used; on systems that name them
 * (`timerClock`) only some of the clocks for that.
 */
export const timer_create = defineSyscall({
  name: 'timer_create',
  args: { clockid: choice('clock'), sevp: inpOrNull<Sigevent>('sigevent'), timerid: outInt },
  run(t, { clockid, sevp, timerid }) {
    const kind = clockKind(clockid);
    const clocks = t.abi.enums['timerClock'];
    if (clocks !== undefined && clocks.value(clockid) === undefined) throw errno('EINVAL');
    if (kind !== 'realtime' && kind !== 'monotonic') throw errno('EOPNOTSUPP');
    timerid.set(t.process.timers.create(kind, eventOf(t, sevp)));
  },
});
export const timer_settime = defineSyscall({
  name: 'timer_settime',
  args: {
    timerid: int,
    flags: flags('timer'),
    new_value: inp<Itimerspec>('itimerspec'),
    old_value: out('itimerspec'),
  },
  run(t, { timerid, flags: how, new_value, old_value }) {
    const old = t.process.timers.set(timerid, fromItimerspec(new_value), how !== 0);
    if (!old_value.isNull) old_value.set(toItimerspec(old));
  },
});
export const timer_gettime = defineSyscall({
  name: 'timer_gettime',
  args: { timerid: int, value: out('itimerspec') },
  run: (t, { timerid, value }) => value.set(toItimerspec(t.process.timers.left(timerid))),
});
export const timer_getoverrun = defineSyscall({
  name: 'timer_getoverrun',
  args: { timerid: int },
  run: (t, { timerid }) => t.process.timers.overrun(timerid),
});
export const timer_delete = defineSyscall({
  name: 'timer_delete',
  args: { timerid: int },
  run: (t, { timerid }) => t.process.timers.delete(timerid),
});
