import {
  choice,
  defineSyscall,
  errno,
  inpOrNull,
  outInt,
  requireSignal,
  type Thread,
  type TimerEvent,
} from '@anyuser/core';

type Sigevent = Readonly<
  Record<'sigev_value' | 'sigev_signo' | 'sigev_notify' | 'sigev_notify_thread_id', number>
>;

const SIGEV_NONE = 1;
const SIGEV_THREAD_ID = 4;

/** What a timer does; without a sigevent it sends SIGALRM with its own number (kernel/time/posix-timers.c). */
function eventOf(thread: Thread, event: Sigevent | undefined): (id: number) => TimerEvent {
  if (event === undefined) return (value) => ({ notify: 'signal', signal: 'SIGALRM', value });
  const { sigev_value: value, sigev_notify: notify } = event;
  if (notify === SIGEV_NONE) return () => ({ notify: 'none' });
  if ((notify & ~SIGEV_THREAD_ID) > 2) throw errno('EINVAL');
  const signal = requireSignal(thread.abi, event.sigev_signo);
  if ((notify & SIGEV_THREAD_ID) === 0) return () => ({ notify: 'signal', signal, value });
  const target = [...thread.process.threads].find(({ tid }) => tid === event.sigev_notify_thread_id);
  if (target === undefined) throw errno('EINVAL');
  return () => ({ notify: 'thread', signal, value, thread: target });
}

export const timer_create = defineSyscall({
  name: 'timer_create',
  args: { clockid: choice('clock'), sevp: inpOrNull<Sigevent>('sigevent'), timerid: outInt },
  run(thread, { clockid, sevp, timerid }) {
    if (clockid.includes('CPUTIME')) throw errno('EOPNOTSUPP');
    const clock = clockid.startsWith('CLOCK_REALTIME') || clockid === 'CLOCK_TAI' ? 'realtime' : 'monotonic';
    const id = thread.process.timers.create(clock, eventOf(thread, sevp));
    timerid.set(id);
  },
});
