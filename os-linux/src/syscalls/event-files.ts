import {
  defineSyscall,
  errno,
  type FileEvent,
  fd,
  fileWatchers,
  flags,
  InotifyFile,
  int,
  locate,
  OpenFlag,
  openCounter,
  eventfd as openEventfd,
  path,
  ptr,
  S_IFDIR,
  SIGNAL_RECORD,
  SignalFd,
  type SignalInfo,
  signalNumber,
  type Thread,
  uint,
  variant,
} from '@anyuser/core';
import { FLAG_VALUES } from '../flags.table';
import { maskArgument } from './wait-limit';

const IN = FLAG_VALUES.inotify;
/** The generic family's O_CLOEXEC and O_NONBLOCK, which the flags of all these calls decode to. */
const CLOEXEC = 0x80000;
const NONBLOCK = 0x800;

const install = (t: Thread, file: { flags: number }, how: number): number => {
  if (how & NONBLOCK) file.flags |= OpenFlag.O_NONBLOCK;
  return t.files.add(file as never, { cloexec: (how & CLOEXEC) !== 0 });
};

export const eventfd2 = variant(openEventfd, { name: 'eventfd2' });
/** The older form, without flags. */
export const eventfd = defineSyscall({
  name: 'eventfd',
  args: { count: uint },
  run: (t, { count }) => openCounter(t, count, 0),
});

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
