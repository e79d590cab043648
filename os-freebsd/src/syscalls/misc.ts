import * as core from '@anyuser/core';
import { type DirentHead, defineSyscall, errno, int, ptr, size, uint } from '@anyuser/core';

/** __getcwd fills the buffer and fails with ERANGE where it is too small (vfs_cache.c). */
export const __getcwd = defineSyscall({
  name: '__getcwd',
  args: { buf: ptr, buflen: size },
  run(t, { buf, buflen }) {
    if (buflen < 2) throw errno('EINVAL');
    core.getcwd.run(t, { buf, size: buflen });
  },
});

/** sigreturn(ucontext): a context that cannot be read is an error, and the thread goes on as it was (sys/arm/arm/machdep.c). */
export const sigreturn = defineSyscall({
  name: 'sigreturn',
  args: { sigcntxp: ptr },
  run(t, { sigcntxp }) {
    t.abi.signalFrame.pop(t, t.cpu, 'sigreturn', sigcntxp);
    t.keepRegisters();
  },
});

/** struct dirent since FreeBSD 12: fileno 8, off 8, reclen 2, type 1, pad 1, namlen 2, pad 2, name. */
const head: DirentHead = { size: 24, next: [8, 8], length: [16, 2], type: [18, 1], name: [20, 2] };

export const getdirentries = core.getdirentriesCall('getdirentries', head, 8);

/** Before FreeBSD 12: fileno 4, reclen 2, type 1, namlen 1, name. */
const head11: DirentHead = { size: 8, align: 4, ino: [0, 4], length: [4, 2], type: [6, 1], name: [7, 1] };
export const freebsd11_getdents = core.getdentsCall('freebsd11_getdents', head11);
export const freebsd11_getdirentries = core.getdirentriesCall('freebsd11_getdirentries', head11, 4);

/** setfib(fibnum): there is one routing table (sys/kern/kern_prot.c, rt_numfibs). */
export const setfib = defineSyscall({
  name: 'setfib',
  args: { fibnum: int },
  run(_t, { fibnum }) {
    if (fibnum !== 0) throw errno('EINVAL');
  },
});

/** Most of a program's last words, and of what they are about (sys/kern/kern_exit.c, sys_abort2). */
const [MOST_TEXT, MOST_ARGS] = [128, 16] as const;

/** abort2(why, nargs, args): ends the process by SIGABRT, by SIGKILL where it said nothing that can be read. */
export const abort2 = defineSyscall({
  name: 'abort2',
  args: { why: ptr, nargs: int, args: ptr },
  returns: 'none',
  run(t, { why, nargs, args }) {
    let signal: core.Signal = 'SIGKILL';
    core.ignoringFaults(() => {
      if (nargs < 0 || nargs > MOST_ARGS || why === 0) return;
      t.mem.bytes(args, 4 * nargs);
      if (t.mem.bytes(why, MOST_TEXT).includes(0)) signal = 'SIGABRT';
    });
    t.process.exit({ signal, core: false });
  },
});

const EXTERRCTL = { enable: 1, disable: 2, force: 1, version: 0x1001_0002 } as const;
const EXTENDED = Symbol('freebsd extended errors');

/**
 * exterrctl(op, flags, ptr): where the kernel tells more of errors (FreeBSD 15, sys/kern/kern_exterr.c). It is about errors of
 * some calls only; none of those here are, and the program's struct keeps saying that nothing more is known.
 */
export const exterrctl = defineSyscall({
  name: 'exterrctl',
  args: { op: uint, flags: uint, ptr },
  run({ extra, mem }, { op, flags: how, ptr: at }) {
    if (op === EXTERRCTL.disable && how === 0 && extra.delete(EXTENDED)) return;
    if (op !== EXTERRCTL.enable || (how & ~EXTERRCTL.force) !== 0) throw errno('EINVAL');
    if (extra.has(EXTENDED) && how === 0) throw errno('EBUSY');
    if (mem.u32(at) !== EXTERRCTL.version) throw errno('EINVAL');
    extra.set(EXTENDED, at);
  },
});
