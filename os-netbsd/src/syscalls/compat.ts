import * as core from '@anyuser/core';
import {
  deadlineAfter,
  defineSyscall,
  fd,
  getdentsCall,
  inp,
  inpOrNull,
  out,
  path,
  pollFds,
  ptr,
  readTime,
  type StructValue,
  type SyscallDefinition,
  selectFds,
  setTimesAt,
  sigsetIn,
  size,
  timesFrom,
  uint,
  variant,
} from '@anyuser/core';
import { aioSuspend, fstatfsCall, getfsstatCall, statfsCall } from '@anyuser/os-bsd';

const named = (
  base: SyscallDefinition,
  name: string,
  args: SyscallDefinition['args'] = {},
): SyscallDefinition => variant(base, { name, args });

/** stat, lstat and fstat for one layout of struct stat. */
const statCalls = (names: readonly [string, string, string], struct: string) =>
  Object.fromEntries(
    [core.stat, core.lstat, core.fstat].map((base, i) => [
      names[i]!,
      named(base, names[i]!, { st: out(struct) }),
    ]),
  );

const timespec = { tp: inp<StructValue>('timespec50') as never };

/** Entries up to NetBSD 2: fileno 4, reclen 2, type 1, namlen 1, name (struct dirent12). */
const head12: core.DirentHead = {
  size: 8,
  align: 4,
  ino: [0, 4],
  length: [4, 2],
  type: [6, 1],
  name: [7, 1],
};

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
  ...statCalls(['compat_50___stat30', 'compat_50___lstat30', 'compat_50___fstat30'], 'stat30'),
  ...statCalls(['compat_30___stat13', 'compat_30___lstat13', 'compat_30___fstat13'], 'stat13'),
  ...statCalls(['compat_12_stat12', 'compat_12_lstat12', 'compat_12_fstat12'], 'stat12'),
  compat_20_statfs: statfsCall('compat_20_statfs', 'statfs12'),
  compat_20_fstatfs: fstatfsCall('compat_20_fstatfs', 'statfs12'),
  compat_20_getfsstat: getfsstatCall('compat_20_getfsstat', 'statfs12'),
  compat_50___ntp_gettime30: core.ntpGettime('compat_50___ntp_gettime30', 'ntptimeval50'),
  compat_30_ntp_gettime: core.ntpGettime('compat_30_ntp_gettime', 'ntptimeval30'),
  compat_50_aio_suspend: aioSuspend('compat_50_aio_suspend', 'timespec50'),
  compat_50_____semctl13: core.semctlByAddress('compat_50_____semctl13', 'semid_ds13'),
  compat_50___msgctl13: core.msgctlCall('compat_50___msgctl13', 'msqid_ds13'),
  compat_50___shmctl13: core.shmctlCall('compat_50___shmctl13', 'shmid_ds13'),
  compat_50_mknod: named(core.mknod, 'compat_50_mknod'),
  compat_12_msync: { ...core.msync, name: 'compat_12_msync', args: { addr: ptr, length: size } },
  compat_30_getdents: getdentsCall('compat_30_getdents', head12),
  compat_12_getdirentries: core.getdirentriesCall('compat_12_getdirentries', head12, 4),
  compat_30_socket: named(core.socket, 'compat_30_socket'),
  compat_50_utimes: defineSyscall({
    name: 'compat_50_utimes',
    args: { path, times: ptr },
    run: (t, { path: name, times }) => setTimesAt(t, 'AT_FDCWD', name, timesFrom(t, times, 'timeval50'), 0),
  }),
  compat_50_lutimes: defineSyscall({
    name: 'compat_50_lutimes',
    args: { path, times: ptr },
    run: (t, { path: name, times }) =>
      setTimesAt(t, 'AT_FDCWD', name, timesFrom(t, times, 'timeval50'), core.AtFlag.AT_SYMLINK_NOFOLLOW),
  }),
  compat_50_futimes: defineSyscall({
    name: 'compat_50_futimes',
    args: { fd, times: ptr },
    run: (t, { fd: number, times }) => setTimesAt(t, number, undefined, timesFrom(t, times, 'timeval50'), 0),
  }),
  compat_50_pselect: defineSyscall({
    name: 'compat_50_pselect',
    args: { nd: fd, in: ptr, ou: ptr, ex: ptr, ts: ptr, mask: sigsetIn },
    restart: false,
    run: (t, { nd, in: reads, ou: writes, ex, ts, mask }) =>
      selectFds(t, nd, [reads, writes, ex], deadlineAfter(t, ts, 'timespec50'), mask),
  }),
  compat_50_pollts: defineSyscall({
    name: 'compat_50_pollts',
    args: { fds: ptr, nfds: uint, ts: ptr, mask: sigsetIn },
    restart: false,
    run: (t, { fds, nfds, ts, mask }) => pollFds(t, fds, nfds, deadlineAfter(t, ts, 'timespec50'), mask),
  }),
  compat_50_timer_settime: named(core.timer_settime, 'compat_50_timer_settime', {
    new_value: inp<StructValue>('itimerspec50') as never,
    old_value: out('itimerspec50'),
  }),
  compat_50_timer_gettime: named(core.timer_gettime, 'compat_50_timer_gettime', {
    value: out('itimerspec50'),
  }),
  compat_50___sigtimedwait: named(core.sigtimedwait, 'compat_50___sigtimedwait', {
    timeout: inpOrNull<StructValue>('timespec50') as never,
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
