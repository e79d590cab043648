import {
  choice,
  createMemoryFd,
  defineSyscall,
  EventFd,
  errno,
  type FileEvent,
  fd,
  fileWatchers,
  flags,
  InotifyFile,
  int,
  locate,
  OpenFlag,
  path,
  ptr,
  S_IFDIR,
  SIGNAL_RECORD,
  SignalFd,
  type SignalInfo,
  type StructValue,
  type SyscallDefinition,
  signalNumber,
  structCodec,
  type Thread,
  TimerFd,
  text,
  uint,
} from '@anyuser/core';
import { FLAG_VALUES } from '../flags.table';
import { maskArgument } from './wait-limit';

const EFD = FLAG_VALUES.eventfd;
const TFD = FLAG_VALUES.timerfdSettime;
const IN = FLAG_VALUES.inotify;
const MFD = FLAG_VALUES.memfd;
const SEAL = FLAG_VALUES.seals;
/** The generic family's O_CLOEXEC and O_NONBLOCK, which the flags of all these calls decode to. */
const CLOEXEC = 0x80000;
const NONBLOCK = 0x800;

const install = (t: Thread, file: { flags: number }, how: number): number => {
  if (how & NONBLOCK) file.flags |= OpenFlag.O_NONBLOCK;
  return t.files.add(file as never, { cloexec: (how & CLOEXEC) !== 0 });
};

// ---- eventfd

const counter = (t: Thread, initial: number, how: number): number =>
  install(t, new EventFd(OpenFlag.O_RDWR, BigInt(initial), (how & EFD.EFD_SEMAPHORE) !== 0), how);
export const eventfd = defineSyscall({
  name: 'eventfd',
  args: { count: uint },
  run: (t, { count }) => counter(t, count, 0),
});
export const eventfd2 = defineSyscall({
  name: 'eventfd2',
  args: { count: uint, flags: flags('eventfd', { strict: true }) },
  run: (t, { count, flags: how }) => counter(t, count, how),
});

// ---- timerfd

const REALTIME = new Set(['CLOCK_REALTIME', 'CLOCK_REALTIME_ALARM']);
const MONOTONIC = new Set(['CLOCK_MONOTONIC', 'CLOCK_BOOTTIME', 'CLOCK_BOOTTIME_ALARM']);
export const timerfd_create = defineSyscall({
  name: 'timerfd_create',
  args: { clockid: choice('clock'), flags: flags('timerfd', { strict: true }) },
  run(t, { clockid, flags: how }) {
    if (!REALTIME.has(clockid) && !MONOTONIC.has(clockid)) throw errno('EINVAL');
    return install(t, new TimerFd(0, t.kernel, REALTIME.has(clockid) ? 'realtime' : 'monotonic'), how);
  },
});

function timerOf(t: Thread, number: number): TimerFd {
  const file = t.files.get(number);
  if (!(file instanceof TimerFd)) throw errno('EINVAL');
  return file;
}
type Spec = 'itimerspec' | 'itimerspec64';
function nanoseconds(value: StructValue[string]): bigint {
  const { tv_sec, tv_nsec } = value as { tv_sec: number; tv_nsec: number };
  if (tv_sec < 0 || tv_nsec < 0 || tv_nsec >= 1e9) throw errno('EINVAL');
  return BigInt(tv_sec) * 1_000_000_000n + BigInt(tv_nsec);
}
const split = (value: bigint) => ({
  tv_sec: Number(value / 1_000_000_000n),
  tv_nsec: Number(value % 1_000_000_000n),
});
function writeSetting(t: Thread, address: number, spec: Spec, timer: TimerFd): void {
  const { value, interval } = timer.setting;
  structCodec(t.abi, spec).write(t.mem, address, { it_value: split(value), it_interval: split(interval) });
}
const settime = (name: string, spec: Spec): SyscallDefinition =>
  defineSyscall({
    name,
    args: { fd, flags: flags('timerfdSettime', { strict: true }), new_value: ptr, old_value: ptr },
    run(t, { fd: number, flags: how, new_value, old_value }) {
      const timer = timerOf(t, number);
      const { it_value, it_interval } = structCodec(t.abi, spec).read(t.mem, new_value);
      const setting = { value: nanoseconds(it_value), interval: nanoseconds(it_interval) };
      if (old_value !== 0) writeSetting(t, old_value, spec, timer);
      timer.set(setting, (how & TFD.TFD_TIMER_ABSTIME) !== 0);
    },
  });
const gettime = (name: string, spec: Spec): SyscallDefinition =>
  defineSyscall({
    name,
    args: { fd, value: ptr },
    run: (t, { fd: number, value }) => writeSetting(t, value, spec, timerOf(t, number)),
  });
export const timerfd_settime = settime('timerfd_settime', 'itimerspec');
export const timerfd_settime64 = settime('timerfd_settime64', 'itimerspec64');
export const timerfd_gettime = gettime('timerfd_gettime', 'itimerspec');
export const timerfd_gettime64 = gettime('timerfd_gettime64', 'itimerspec64');

// ---- signalfd

/** struct signalfd_siginfo of a signal (fs/signalfd.c signalfd_copyinfo). */
function signalRecord(info: SignalInfo, t: Thread): Uint8Array {
  const view = new DataView(new ArrayBuffer(SIGNAL_RECORD));
  const little = !t.mem.bigEndian;
  const put = (at: number, value: number | undefined): void => view.setUint32(at, (value ?? 0) >>> 0, little);
  const status = typeof info.status === 'string' ? signalNumber(t.abi, info.status) : info.status;
  put(0, signalNumber(t.abi, info.signal));
  put(4, info.errno);
  put(8, info.rawCode ?? t.abi.signalCodes[info.code]);
  put(12, info.pid);
  put(16, info.uid);
  put(20, info.fd);
  put(24, info.timerId);
  put(28, info.band);
  put(32, info.overrun);
  put(36, info.trap);
  put(40, status);
  put(44, info.value);
  view.setBigUint64(48, BigInt((info.value ?? 0) >>> 0), little);
  view.setBigUint64(56, BigInt(info.utime ?? 0), little);
  view.setBigUint64(64, BigInt(info.stime ?? 0), little);
  view.setBigUint64(72, BigInt(info.address ?? 0), little);
  return new Uint8Array(view.buffer);
}
function signals(t: Thread, number: number, address: number, size: number, how: number): number {
  const mask = maskArgument(t, address, size);
  if (mask === undefined) throw errno('EFAULT');
  mask.delete('SIGKILL').delete('SIGSTOP');
  if (number === -1) return install(t, new SignalFd(0, t.process, mask, signalRecord), how);
  const file = t.files.get(number);
  if (!(file instanceof SignalFd)) throw errno('EINVAL');
  file.setMask(mask);
  return number;
}
export const signalfd = defineSyscall({
  name: 'signalfd',
  args: { fd, mask: ptr, sizemask: uint },
  run: (t, { fd: number, mask, sizemask }) => signals(t, number, mask, sizemask, 0),
});
export const signalfd4 = defineSyscall({
  name: 'signalfd4',
  args: { fd, mask: ptr, sizemask: uint, flags: flags('signalfd', { strict: true }) },
  run: (t, { fd: number, mask, sizemask, flags: how }) => signals(t, number, mask, sizemask, how),
});

// ---- inotify

const EVENTS: Readonly<Record<FileEvent, number>> = {
  access: IN.IN_ACCESS,
  modify: IN.IN_MODIFY,
  attrib: IN.IN_ATTRIB,
  'close-write': IN.IN_CLOSE_WRITE,
  'close-nowrite': IN.IN_CLOSE_NOWRITE,
  open: IN.IN_OPEN,
  'moved-from': IN.IN_MOVED_FROM,
  'moved-to': IN.IN_MOVED_TO,
  create: IN.IN_CREATE,
  delete: IN.IN_DELETE,
  'delete-self': IN.IN_DELETE_SELF,
  'move-self': IN.IN_MOVE_SELF,
};
const ALL_EVENTS = Object.values(EVENTS).reduce((all, bit) => all | bit, 0);
const watcher = (t: Thread, how: number): number =>
  install(
    t,
    new InotifyFile(0, fileWatchers(t.kernel), {
      of: (event) => EVENTS[event],
      isDirectory: IN.IN_ISDIR,
      ignored: IN.IN_IGNORED,
      overflow: IN.IN_Q_OVERFLOW,
      oneshot: IN.IN_ONESHOT,
    }),
    how,
  );
export const inotify_init = defineSyscall({
  name: 'inotify_init',
  args: {},
  run: (t) => watcher(t, 0),
});
export const inotify_init1 = defineSyscall({
  name: 'inotify_init1',
  args: { flags: flags('inotifyInit', { strict: true }) },
  run: (t, { flags: how }) => watcher(t, how),
});
function inotifyOf(t: Thread, number: number): InotifyFile {
  const file = t.files.get(number);
  if (!(file instanceof InotifyFile)) throw errno('EINVAL');
  return file;
}
export const inotify_add_watch = defineSyscall({
  name: 'inotify_add_watch',
  args: { fd, path, mask: flags('inotify', { strict: true }) },
  run(t, { fd: number, path: name, mask }) {
    const file = inotifyOf(t, number);
    if (!(mask & ALL_EVENTS)) throw errno('EINVAL');
    const { node } = locate(t, 'AT_FDCWD', name, !(mask & IN.IN_DONT_FOLLOW));
    if (mask & IN.IN_ONLYDIR && node.type !== S_IFDIR) throw errno('ENOTDIR');
    return file.watch(node, mask, {
      add: (mask & IN.IN_MASK_ADD) !== 0,
      create: (mask & IN.IN_MASK_CREATE) !== 0,
    });
  },
});
export const inotify_rm_watch = defineSyscall({
  name: 'inotify_rm_watch',
  args: { fd, wd: int },
  run: (t, { fd: number, wd }) => inotifyOf(t, number).unwatch(wd),
});

// ---- memfd

/** Longest name (NAME_MAX less "memfd:"). */
const MEMFD_NAME_MAX = 249;
export const memfd_create = defineSyscall({
  name: 'memfd_create',
  args: { name: text, flags: flags('memfd', { strict: true }) },
  run(t, { name, flags: how }) {
    if (name.length > MEMFD_NAME_MAX) throw errno('EINVAL');
    if (how & MFD.MFD_HUGETLB) throw errno('ENOSYS');
    const bits = {
      seal: SEAL.F_SEAL_SEAL,
      shrink: SEAL.F_SEAL_SHRINK,
      grow: SEAL.F_SEAL_GROW,
      write: SEAL.F_SEAL_WRITE,
      futureWrite: SEAL.F_SEAL_FUTURE_WRITE,
    };
    const sealed = how & MFD.MFD_ALLOW_SEALING ? 0 : SEAL.F_SEAL_SEAL;
    const file = createMemoryFd(t, name, OpenFlag.O_RDWR, bits, sealed);
    return t.files.add(file, { cloexec: (how & MFD.MFD_CLOEXEC) !== 0 });
  },
});
