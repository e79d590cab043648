import { OpenFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { openMaster } from '../kernel/tty/pty';
import { TtyFile } from '../kernel/tty/tty-file';
import { S_IFCHR, S_IFMT } from '../kernel/vfs/stat';
import { fd, flags, ptr } from '../syscall/arguments';
import { type ArgumentType, defineSyscall, type SyscallDefinition } from '../syscall/define';
import { setStatusFlags } from './descriptor';
import { ownerNumber, setAsync, setOwner } from './file-owner';

/** Requests that have several names for one number. */
const SAME: Readonly<Record<string, string>> = {
  TIOCINQ: 'FIONREAD',
  SIOCINQ: 'FIONREAD',
  SIOCOUTQ: 'TIOCOUTQ',
  FIONWRITE: 'TIOCOUTQ',
};

/** FreeBSD's kind of a device, for FIODTYPE: a terminal, or nothing in particular (sys/sys/conf.h). */
const D_TTY = 4;

/** The request by its header's name; ENOTTY for unknown ones. */
const request: ArgumentType<string | undefined> = {
  width: 'word',
  bind(abi) {
    const table = abi.enums['ioctl']!;
    return { decode: (_t, low) => nameOf(table.name(low)), format: (_t, low) => table.format(low) };
  },
};

const nameOf = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : (SAME[name] ?? name);

/** Requests that every descriptor understands; undefined where it is the file's own business. */
function common(t: Thread, number: number, name: string, argument: number): number | undefined {
  switch (name) {
    case 'FIOCLEX':
      t.files.setCloexec(number, true);
      return 0;
    case 'FIONCLEX':
      t.files.setCloexec(number, false);
      return 0;
    case 'FIONBIO': {
      const { flags } = t.files.get(number);
      const on = t.mem.i32(argument) !== 0;
      return setStatusFlags(t, number, on ? flags | OpenFlag.O_NONBLOCK : flags & ~OpenFlag.O_NONBLOCK);
    }
    case 'FIOASYNC':
      setAsync(t, number, t.mem.i32(argument) !== 0);
      return 0;
    case 'FIOSETOWN':
    case 'SIOCSPGRP':
      setOwner(t, number, t.mem.i32(argument));
      return 0;
    case 'FIOGETOWN':
    case 'SIOCGPGRP':
      t.mem.setU32(argument, ownerNumber(t, number) >>> 0);
      return 0;
    case 'FIODTYPE': {
      const file = t.files.get(number);
      if ((file.stat().st_mode & S_IFMT) !== S_IFCHR) return undefined;
      t.mem.setU32(argument, file instanceof TtyFile ? D_TTY : 0);
      return 0;
    }
    default:
      return undefined;
  }
}

export const ioctl: SyscallDefinition = defineSyscall({
  name: 'ioctl',
  args: { fd, request, argp: ptr },
  run(t, { fd: number, request: name, argp }) {
    const file = t.files.get(number);
    if (file.flags & OpenFlag.O_PATH) throw errno('EBADF');
    if (name === undefined) throw errno('ENOTTY');
    return common(t, number, name, argp) ?? file.ioctl(name, argp, t, t.abi);
  },
});

const MASTER_FLAGS = OpenFlag.O_RDWR | OpenFlag.O_NOCTTY | OpenFlag.O_CLOEXEC;

/** posix_openpt(flags) where it is a call of its own: the master of a new pseudo-terminal. */
export const posix_openpt = defineSyscall({
  name: 'posix_openpt',
  args: { flags: flags('open') },
  run(t, { flags: how }) {
    if ((how & ~MASTER_FLAGS) !== 0) throw errno('EINVAL');
    const master = openMaster(t, how & ~OpenFlag.O_CLOEXEC);
    return t.files.add(master, { cloexec: (how & OpenFlag.O_CLOEXEC) !== 0 });
  },
});
