import { errno, Interrupted } from '../kernel/errno';
import type { IntervalSetting, IntervalTimer } from '../kernel/interval-timers';
import type { Thread } from '../kernel/thread';
import { choice, flags, inp, inpOrNull, out, ptr, uint } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { clock, processorTime } from './cpu-clock';

/** struct timespec as it is read. */
export type Timespec = Readonly<Record<'tv_sec' | 'tv_nsec', number>>;
export type Timeval = Readonly<Record<'tv_sec' | 'tv_usec', number>>;

const SECOND = 1_000_000_000n;

/** Nanoseconds of a timespec. @throws EINVAL */
export function fromTimespec({ tv_sec, tv_nsec }: Timespec): bigint {
  if (tv_sec < 0 || tv_nsec < 0 || tv_nsec >= 1e9) throw errno('EINVAL');
  return BigInt(tv_sec) * SECOND + BigInt(tv_nsec);
}
/** Nanoseconds of a timeval. @throws EINVAL */
export function fromTimeval({ tv_sec, tv_usec }: Timeval): bigint {
  if (tv_sec < 0 || tv_usec < 0 || tv_usec >= 1e6) throw errno('EINVAL');
  return BigInt(tv_sec) * SECOND + BigInt(tv_usec) * 1000n;
}
export const toTimespec = (time: bigint): Timespec => ({
  tv_sec: Number(time / SECOND),
  tv_nsec: Number(time % SECOND),
});
export const toTimeval = (time: bigint): Timeval => ({
  tv_sec: Number(time / SECOND),
  tv_usec: Number((time % SECOND) / 1000n),
});

/** What a clock of any system follows: the names that systems have for clocks of one kind. */
const CLOCKS: Readonly<Record<string, 'realtime' | 'monotonic' | 'process' | 'thread' | 'user'>> = {
  CLOCK_REALTIME: 'realtime',
  CLOCK_REALTIME_COARSE: 'realtime',
  CLOCK_REALTIME_ALARM: 'realtime',
  CLOCK_REALTIME_PRECISE: 'realtime',
  CLOCK_REALTIME_FAST: 'realtime',
  CLOCK_SECOND: 'realtime',
  CLOCK_TAI: 'realtime',
  CLOCK_MONOTONIC: 'monotonic',
  CLOCK_MONOTONIC_RAW: 'monotonic',
  CLOCK_MONOTONIC_COARSE: 'monotonic',
  CLOCK_MONOTONIC_PRECISE: 'monotonic',
  CLOCK_MONOTONIC_FAST: 'monotonic',
  CLOCK_BOOTTIME: 'monotonic',
  CLOCK_BOOTTIME_ALARM: 'monotonic',
  CLOCK_UPTIME: 'monotonic',
  CLOCK_UPTIME_PRECISE: 'monotonic',
  CLOCK_UPTIME_FAST: 'monotonic',
  CLOCK_PROCESS_CPUTIME_ID: 'process',
  CLOCK_PROF: 'process',
  CLOCK_THREAD_CPUTIME_ID: 'thread',
  CLOCK_VIRTUAL: 'user',
};

/** What a clock follows, by its header's name. @throws KernelError EINVAL */
export const clockKind = (clock: string): 'realtime' | 'monotonic' | 'process' | 'thread' | 'user' => {
  const kind = CLOCKS[clock];
  if (kind === undefined) throw errno('EINVAL');
  return kind;
};

/** Nanoseconds of a clock by its header's name. @throws EINVAL */
export function readClock(t: Thread, clock: string): bigint {
  const kind = clockKind(clock);
  if (kind === 'realtime' || kind === 'monotonic') return t.kernel.now(kind);
  if (kind === 'thread') return BigInt(Math.floor(t.userTime + t.systemTime));
  const { user, system } = t.process.usage();
  return BigInt(Math.floor(kind === 'user' ? user : user + system));
}

export const clock_gettime = defineSyscall({
  name: 'clock_gettime',
  args: { clockid: clock, tp: out('timespec') },
  run: (t, { clockid, tp }) =>
    tp.set(toTimespec(typeof clockid === 'string' ? readClock(t, clockid) : processorTime(clockid))),
});

/** Coarse clocks tick at the guest's 250 Hz in name only: they are as fine as the others. */
export const clock_getres = defineSyscall({
  name: 'clock_getres',
  args: { clockid: clock, res: out('timespec') },
  run(_t, { clockid, res }) {
    if (typeof clockid === 'string') clockKind(clockid);
    const coarse = typeof clockid === 'string' && clockid.endsWith('COARSE');
    const resolution = coarse ? 4_000_000n : 1n;
    if (!res.isNull) res.set(toTimespec(resolution));
  },
});

export const clock_settime = defineSyscall({
  name: 'clock_settime',
  args: { clockid: choice('clock'), tp: inp<Timespec>('timespec') },
  run(t, { clockid, tp }) {
    const to = fromTimespec(tp);
    if (clockid !== 'CLOCK_REALTIME') throw errno('EINVAL');
    if (t.process.credentials.euid !== 0) throw errno('EPERM');
    t.kernel.setRealtime(to);
  },
});

export const gettimeofday = defineSyscall({
  name: 'gettimeofday',
  args: { tv: out('timeval'), tz: out('timezone') },
  run(t, { tv, tz }) {
    if (!tv.isNull) tv.set(toTimeval(t.kernel.now('realtime')));
    if (!tz.isNull) tz.set({});
  },
});

export const settimeofday = defineSyscall({
  name: 'settimeofday',
  args: { tv: inpOrNull<Timeval>('timeval'), tz: ptr },
  run(t, { tv }) {
    const to = tv === undefined ? undefined : fromTimeval(tv);
    if (t.process.credentials.euid !== 0) throw errno('EPERM');
    if (to !== undefined) t.kernel.setRealtime(to);
  },
});

export const time = defineSyscall({
  name: 'time',
  args: { tloc: ptr },
  run(t, { tloc }) {
    const now = Number(t.kernel.now('realtime') / SECOND);
    if (tloc !== 0) t.mem.setU32(tloc, now >>> 0);
    return now;
  },
});

/**
 * Sleeps until a time on the monotonic clock.
 * @param left - told the rest where a handler ends the sleep.
 */
export async function sleepUntil(t: Thread, deadline: bigint, left?: (rest: bigint) => void): Promise<void> {
  try {
    await t.wait([], () => undefined, { deadline });
  } catch (error) {
    const rest = deadline - t.kernel.now('monotonic');
    if (error instanceof Interrupted && !t.dead) left?.(rest > 0n ? rest : 0n);
    throw error;
  }
}

export const nanosleep = defineSyscall({
  name: 'nanosleep',
  args: { req: inp<Timespec>('timespec'), rem: out('timespec') },
  restart: false,
  run(t, { req, rem }) {
    const duration = fromTimespec(req);
    return sleepUntil(t, t.kernel.now('monotonic') + duration, (rest) => {
      if (!rem.isNull) rem.set(toTimespec(rest));
    });
  },
});

export const clock_nanosleep = defineSyscall({
  name: 'clock_nanosleep',
  args: {
    clockid: choice('clock'),
    flags: flags('timer'),
    req: inp<Timespec>('timespec'),
    rem: out('timespec'),
  },
  restart: false,
  run(t, { clockid, flags: how, req, rem }) {
    const kind = clockKind(clockid);
    if (kind === 'thread') throw errno('EINVAL');
    if (kind !== 'realtime' && kind !== 'monotonic') throw errno('EOPNOTSUPP');
    const wanted = fromTimespec(req);
    const absolute = how !== 0;
    const { kernel } = t;
    const deadline = kernel.now('monotonic') + (absolute ? wanted - kernel.now(kind) : wanted);
    return sleepUntil(t, deadline, (rest) => {
      if (!absolute && !rem.isNull) rem.set(toTimespec(rest));
    });
  },
});

type Itimerval = { readonly it_value: Timeval; readonly it_interval: Timeval };

const fromItimerval = ({ it_value, it_interval }: Itimerval): IntervalSetting => ({
  value: fromTimeval(it_value),
  interval: fromTimeval(it_interval),
});
const toItimerval = ({ value, interval }: IntervalSetting): Record<string, Timeval> => ({
  it_value: toTimeval(value > 0n && value < 1000n ? 1000n : value),
  it_interval: toTimeval(interval),
});

export const getitimer = defineSyscall({
  name: 'getitimer',
  args: { which: choice('itimer'), value: out('itimerval') },
  run: (t, { which, value }) => value.set(toItimerval(t.process.intervalTimers.get(which as IntervalTimer))),
});

export const setitimer = defineSyscall({
  name: 'setitimer',
  args: {
    which: choice('itimer'),
    new_value: inpOrNull<Itimerval>('itimerval'),
    old_value: out('itimerval'),
  },
  run(t, { which, new_value, old_value }) {
    const timers = t.process.intervalTimers;
    const setting = new_value === undefined ? { value: 0n, interval: 0n } : fromItimerval(new_value);
    const old = timers.set(which as IntervalTimer, setting);
    if (!old_value.isNull) old_value.set(toItimerval(old));
  },
});

export const alarm = defineSyscall({
  name: 'alarm',
  args: { seconds: uint },
  run(t, { seconds }) {
    const setting = { value: BigInt(seconds) * SECOND, interval: 0n };
    const { value } = t.process.intervalTimers.set('ITIMER_REAL', setting);
    // Rounded, but never to nothing (kernel/time/itimer.c).
    return value === 0n ? 0 : Math.max(1, Number((value + SECOND / 2n) / SECOND));
  },
});

/** Clock ticks a second (USER_HZ). */
const TICKS = 100;

export const times = defineSyscall({
  name: 'times',
  args: { buf: out('tms') },
  run(t, { buf }) {
    const { process, kernel } = t;
    const ticks = (nanoseconds: number): number => Math.floor((nanoseconds * TICKS) / 1e9);
    const { user, system } = process.usage();
    if (!buf.isNull)
      buf.set({
        tms_utime: ticks(user),
        tms_stime: ticks(system),
        tms_cutime: ticks(process.childUsage.user),
        tms_cstime: ticks(process.childUsage.system),
      });
    return Number(BigInt.asIntN(32, kernel.now('monotonic') / (SECOND / BigInt(TICKS)))) & 0x7fff_ffff;
  },
});

const TIME_ERROR = 5;
/** How wrong a clock may be at most that nothing keeps right: microseconds (NTP_PHASE_LIMIT of sys/timex.h). */
const MAXERROR = 16_000_000;

/** ntp_gettime(ntvp) of the BSDs, under a name, with the cell's name of its struct: nothing keeps the clock right, and its state says so. */
export const ntpGettimeCall = (name: string, struct: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { ntvp: out(struct) },
    run(t, { ntvp }) {
      const time = toTimespec(t.kernel.now('realtime'));
      ntvp.set({ time, maxerror: MAXERROR, esterror: MAXERROR, time_state: TIME_ERROR });
      return TIME_ERROR;
    },
  });
