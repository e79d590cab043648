import {
  AtFlag,
  atfd,
  choice,
  defineSyscall,
  errno,
  flags,
  int,
  locate,
  OpenFlag,
  open,
  path,
  ptr,
  S_IFREG,
  unlink,
  word,
} from '@anyuser/core';
import { limitOf } from '@anyuser/os-bsd';

/** chflagsat(fd, path, flags, atflags): the file systems here have no flags. */
export const chflagsat = defineSyscall({
  name: 'chflagsat',
  args: { fd: atfd, path, flags: word, atflags: flags('at', { strict: true }) },
  run(t, { fd, path: name, atflags }) {
    locate(t, fd, name, (atflags & AtFlag.AT_SYMLINK_NOFOLLOW) === 0);
    throw errno('EOPNOTSUPP');
  },
});

export const pathconfat = defineSyscall({
  name: 'pathconfat',
  args: { fd: atfd, path, name: choice('pathconf'), flag: flags('at', { strict: true }) },
  run(t, { fd, path: file, name, flag }) {
    locate(t, fd, file, (flag & AtFlag.AT_SYMLINK_NOFOLLOW) === 0);
    return limitOf(name);
  },
});

/** adjfreq(freq, oldfreq): the clock runs as the host's does. */
export const adjfreq = defineSyscall({
  name: 'adjfreq',
  args: { freq: ptr, oldfreq: ptr },
  run(t, { freq, oldfreq }) {
    if (freq !== 0) throw errno('EPERM');
    if (oldfreq !== 0) t.mem.zero(oldfreq, 8);
  },
});

const TEMPORARY = OpenFlag.O_RDWR | OpenFlag.O_CREAT | OpenFlag.O_EXCL | OpenFlag.O_NOFOLLOW;
/** What becomes of the descriptor at exec and fork, which alone the caller may say. */
const HANDED_ON = OpenFlag.O_CLOEXEC | OpenFlag.O_CLOFORK;

/** __tmpfd(flags): a file in /tmp whose name is gone already (sys/kern/vfs_syscalls.c). */
export const __tmpfd = defineSyscall({
  name: '__tmpfd',
  args: { flags: flags('open') },
  async run(t, { flags: how }) {
    const bytes = new Uint8Array(29);
    t.kernel.random(bytes);
    const name = `/tmp/${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    const fd = await open.run(t, { path: name, flags: TEMPORARY | (how & HANDED_ON), mode: 0o600 } as never);
    await unlink.run(t, { path: name } as never);
    return fd;
  },
});

/** Types of sockets that it makes (sys/socket.h). */
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
/** Bytes of the file that ypbind(8) keeps. */
const BINDING = 16;

/** ypconnect(type): a socket to the domain's YP server, which no ypbind has named (sys/kern/uipc_syscalls.c). */
export const ypconnect = defineSyscall({
  name: 'ypconnect',
  args: { type: int },
  run(t, { type }) {
    const { domainname } = t.kernel.identity;
    if (domainname === '' || domainname.includes('/')) throw errno('EAFNOSUPPORT');
    if (type !== SOCK_STREAM && type !== SOCK_DGRAM) throw errno('EAFNOSUPPORT');
    const { fs, credentials, kernel } = t.process;
    const { node } = kernel.vfs.lookup(fs, credentials, `/var/yp/binding/${domainname}.2`, { follow: false });
    const { st_size } = node.stat();
    throw errno(node.type !== S_IFREG || st_size !== BINDING ? 'EFTYPE' : 'EOWNERDEAD');
  },
});

/** adjtime(delta, olddelta): nothing is being adjusted; changes are the superuser's (sys/kern/kern_time.c). */
export const adjtime = defineSyscall({
  name: 'adjtime',
  args: { delta: ptr, olddelta: ptr },
  run(t, { delta, olddelta }) {
    if (olddelta !== 0) t.mem.zero(olddelta, 16);
    if (delta !== 0) throw errno('EPERM');
  },
});
