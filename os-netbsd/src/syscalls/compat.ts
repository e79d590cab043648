import * as core from '@anyuser/core';
import {
  defineSyscall,
  fd,
  inp,
  inpOrNull,
  out,
  path,
  ptr,
  readTime,
  type StructValue,
  type SyscallDefinition,
  selectFds,
  setTimesAt,
  variant,
} from '@anyuser/core';

const named = (
  base: SyscallDefinition,
  name: string,
  args: SyscallDefinition['args'] = {},
): SyscallDefinition => variant(base, { name, args });

const timespec = { tp: inp<StructValue>('timespec50') as never };

/** Calls of before NetBSD 6, whose times have 32 bits, and which later kernels keep (sys/compat/common). */
export const COMPAT_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  compat_50_clock_gettime: named(core.clock_gettime, 'compat_50_clock_gettime', { tp: out('timespec50') }),
  compat_50_clock_getres: named(core.clock_getres, 'compat_50_clock_getres', { res: out('timespec50') }),
  compat_50_clock_settime: named(core.clock_settime, 'compat_50_clock_settime', timespec),
  compat_50_nanosleep: named(core.nanosleep, 'compat_50_nanosleep', {
    req: inp<StructValue>('timespec50') as never,
    rem: out('timespec50'),
  }),
  compat_50_gettimeofday: named(core.gettimeofday, 'compat_50_gettimeofday', { tv: out('timeval50') }),
  compat_50_settimeofday: named(core.settimeofday, 'compat_50_settimeofday', {
    tv: inpOrNull<StructValue>('timeval50') as never,
  }),
  compat_50_getitimer: named(core.getitimer, 'compat_50_getitimer', { value: out('itimerval50') }),
  compat_50_setitimer: named(core.setitimer, 'compat_50_setitimer', {
    new_value: inpOrNull<StructValue>('itimerval50') as never,
    old_value: out('itimerval50'),
  }),
  compat_50_getrusage: named(core.getrusage, 'compat_50_getrusage', { usage: out('rusage50') }),
  compat_50_wait4: named(core.wait4, 'compat_50_wait4', { rusage: out('rusage50') }),
  compat_50___stat30: named(core.stat, 'compat_50___stat30', { st: out('stat30') }),
  compat_50___lstat30: named(core.lstat, 'compat_50___lstat30', { st: out('stat30') }),
  compat_50___fstat30: named(core.fstat, 'compat_50___fstat30', { st: out('stat30') }),
  compat_30_socket: named(core.socket, 'compat_30_socket'),
  compat_50_utimes: defineSyscall({
    name: 'compat_50_utimes',
    args: { path, times: ptr },
    run(t, { path: name, times }) {
      const now = t.kernel.now('realtime');
      const [atime, mtime] =
        times === 0 ? [now, now] : [readTime(t, times, 'timeval50'), readTime(t, times + 8, 'timeval50')];
      return setTimesAt(t, 'AT_FDCWD', name, { atime, mtime, now: times === 0 }, 0);
    },
  }),
  compat_50_select: defineSyscall({
    name: 'compat_50_select',
    args: { nd: fd, in: ptr, ou: ptr, ex: ptr, tv: ptr },
    restart: false,
    run(t, { nd, in: reads, ou: writes, ex, tv }) {
      const deadline = tv === 0 ? undefined : t.kernel.now('monotonic') + readTime(t, tv, 'timeval50');
      return selectFds(t, nd, [reads, writes, ex], deadline);
    },
  }),
};
