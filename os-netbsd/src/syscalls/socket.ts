import { acceptConnection, defineSyscall, fd, flags, ptr, sigsetIn } from '@anyuser/core';

/** paccept(s, name, anamelen, mask, flags): accept4 with a signal mask for its wait (sys/kern/uipc_syscalls.c). */
export const paccept = defineSyscall({
  name: 'paccept',
  args: { fd, name: ptr, anamelen: ptr, mask: sigsetIn, flags: flags('socket', { strict: true }) },
  run: (t, { fd: number, name, anamelen, mask, flags: how }) =>
    mask === undefined
      ? acceptConnection(t, number, name, anamelen, how)
      : t.withMask(mask, async () => acceptConnection(t, number, name, anamelen, how)),
});
