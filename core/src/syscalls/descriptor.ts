import { OpenFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { flockFile, releaseRecordLocks } from '../kernel/file-lock';
import { heldBy } from '../kernel/file-reference';
import { fileEvent } from '../kernel/file-watch';
import type { OpenFile } from '../kernel/open-file';
import { canWrite } from '../kernel/open-file-base';
import { PipeEnd } from '../kernel/pipe';
import type { Thread } from '../kernel/thread';
import { choice, fd, flags, int, uint, word } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { ownerCommand, ownerNumber, setAsync, setOwner } from './file-owner';
import { lockRecord, type RecordLockCommand } from './record-lock';

/** Flags that F_SETFL changes, besides O_ASYNC. */
const SETTABLE = OpenFlag.O_APPEND | OpenFlag.O_NONBLOCK | OpenFlag.O_DIRECT | OpenFlag.O_NOATIME;

/** Closes a descriptor. */
export function closeFd(t: Thread, number: number): void {
  const file = t.files.get(number);
  const written = canWrite(file.flags);
  const last = heldBy(file) === 1;
  t.files.close(number);
  // POSIX: closing any descriptor of a file gives up all the process's record locks on it.
  releaseRecordLocks(t.kernel, t.process, file);
  if (last) fileEvent(t, written ? 'close-write' : 'close-nowrite', file);
}
export const close: SyscallDefinition = defineSyscall({
  name: 'close',
  args: { fd },
  run: (t, { fd: number }) => closeFd(t, number),
});

export const dup: SyscallDefinition = defineSyscall({
  name: 'dup',
  args: { fd },
  run: (t, { fd: number }) => t.files.add(t.files.get(number)),
});

/** dup2 and dup3. */
export function duplicate(t: Thread, from: number, to: number, cloexec: boolean): number {
  const file = t.files.get(from);
  if (from === to) return to;
  const old = t.files.has(to) ? t.files.get(to) : undefined;
  t.files.set(to, file, cloexec);
  if (old !== undefined) releaseRecordLocks(t.kernel, t.process, old);
  return to;
}
export const dup2: SyscallDefinition = defineSyscall({
  name: 'dup2',
  args: { from: fd, to: fd },
  run: (t, { from, to }) => duplicate(t, from, to, false),
});
export const dup3: SyscallDefinition = defineSyscall({
  name: 'dup3',
  args: { from: fd, to: fd, flags: flags('open', { strict: true }) },
  run(t, { from, to, flags: how }) {
    if (from === to || (how & ~OpenFlag.O_CLOEXEC) !== 0) throw errno('EINVAL');
    return duplicate(t, from, to, (how & OpenFlag.O_CLOEXEC) !== 0);
  },
});

/** F_SETFL with canonical bits. */
export function setStatusFlags(t: Thread, number: number, wanted: number): number {
  const file = t.files.get(number);
  const changed = file.flags ^ wanted;
  file.flags = (file.flags & ~SETTABLE) | (wanted & SETTABLE);
  if (changed & OpenFlag.O_ASYNC) setAsync(t, number, (wanted & OpenFlag.O_ASYNC) !== 0);
  return 0;
}

/** Does what F_* commands of all systems do. `EINVAL` for names that mean nothing to it. */
export function fcntlCommand(
  t: Thread,
  number: number,
  command: string,
  argument: number,
): number | Promise<number> {
  const file = t.files.get(number);
  const cloexecBit = t.abi.flags['fd']?.encode(1) ?? 1;
  switch (command) {
    case 'F_DUPFD':
    case 'F_DUPFD_CLOEXEC': {
      const limit = t.process.limits.get('RLIMIT_NOFILE')?.soft ?? Infinity;
      if ((argument | 0) < 0 || argument >= limit) throw errno('EINVAL');
      return t.files.add(file, { from: argument, cloexec: command === 'F_DUPFD_CLOEXEC' });
    }
    case 'F_GETFD':
      return t.files.cloexec(number) ? cloexecBit : 0;
    case 'F_SETFD':
      t.files.setCloexec(number, (argument & cloexecBit) !== 0);
      return 0;
    case 'F_GETFL':
      return t.abi.flags['open']!.encode(file.flags);
    case 'F_SETFL':
      return setStatusFlags(t, number, t.abi.flags['open']!.decode(argument));
    case 'F_GETLK':
    case 'F_SETLK':
    case 'F_SETLKW':
    case 'F_GETLK64':
    case 'F_SETLK64':
    case 'F_SETLKW64':
    case 'F_OFD_GETLK':
    case 'F_OFD_SETLK':
    case 'F_OFD_SETLKW':
      return lockRecord(t, number, command as RecordLockCommand, argument);
    case 'F_GETPIPE_SZ':
      if (!(file instanceof PipeEnd)) throw errno('EBADF');
      return file.pipe.ring.capacity;
    case 'F_SETPIPE_SZ':
      if (!(file instanceof PipeEnd)) throw errno('EBADF');
      return file.resize(argument >>> 0);
    case 'F_GETOWN':
      return ownerNumber(t, number);
    case 'F_SETOWN':
      setOwner(t, number, argument | 0);
      return 0;
    case 'F_SETOWN_EX':
    case 'F_GETOWN_EX':
    case 'F_SETSIG':
    case 'F_GETSIG':
      return ownerCommand(t, number, command, argument);
    case 'F_ADD_SEALS':
    case 'F_GET_SEALS':
      return sealCommand(t, file, command, argument);
    default:
      throw errno('EINVAL');
  }
}

/** What F_SEAL_ bits a memory file has, or gets (fcntl(2)). @throws KernelError EINVAL, EPERM */
function sealCommand(t: Thread, file: OpenFile, command: string, argument: number): number {
  const bits = t.abi.flags['seals'];
  if (file.seals === undefined || bits === undefined) throw errno('EINVAL');
  if (command === 'F_GET_SEALS') return bits.encode(file.seals());
  if (bits.unknown(argument) !== 0) throw errno('EINVAL');
  return file.seals(bits.decode(argument));
}
export const fcntl: SyscallDefinition = defineSyscall({
  name: 'fcntl',
  args: { fd, cmd: choice('fcntl'), arg: word },
  run(t, { fd: number, cmd, arg }) {
    const file = t.files.get(number);
    const pathOnly = file.flags & OpenFlag.O_PATH;
    if (pathOnly && !/^F_(DUPFD|DUPFD_CLOEXEC|GETFD|SETFD|GETFL)$/.test(cmd)) throw errno('EBADF');
    return fcntlCommand(t, number, cmd, arg);
  },
});

export const flock: SyscallDefinition = defineSyscall({
  name: 'flock',
  args: { fd, operation: flags('flock', { strict: true }) },
  run: (t, { fd: number, operation }) => flockFile(t, t.files.get(number), operation),
});

/** Closes, or marks close-on-exec, every descriptor of a range (FreeBSD and Linux have it). */
export const close_range: SyscallDefinition = defineSyscall({
  name: 'close_range',
  args: { first: uint, last: uint, flags: flags('closeRange', { strict: true }) },
  run(t, { first, last, flags: how }) {
    if (first > last) throw errno('EINVAL');
    const mark = t.abi.enums['closeRange']?.value('CLOSE_RANGE_CLOEXEC') ?? 4;
    for (const number of [...t.files.open]) {
      if (number < first || number > last) continue;
      if (how & mark) t.files.setCloexec(number, true);
      else closeFd(t, number);
    }
  },
});

/** closefrom(lowfd) where it is a call of its own, as it was on FreeBSD up to 12. */
export const closefrom = defineSyscall({
  name: 'closefrom',
  args: { lowfd: int },
  run: (t, { lowfd }) => close_range.run(t, { first: Math.max(lowfd, 0), last: 0xffff_ffff, flags: 0 }),
});
