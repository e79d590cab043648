import { AtFlag, atfd, choice, defineSyscall, errno, flags, locate, path, ptr, word } from '@anyuser/core';
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

/** adjtime(delta, olddelta): nothing is being adjusted; changes are the superuser's (sys/kern/kern_time.c). */
export const adjtime = defineSyscall({
  name: 'adjtime',
  args: { delta: ptr, olddelta: ptr },
  run(t, { delta, olddelta }) {
    if (olddelta !== 0) t.mem.zero(olddelta, 16);
    if (delta !== 0) throw errno('EPERM');
  },
});
