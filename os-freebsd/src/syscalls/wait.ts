import {
  type ChildSelector,
  childSignalInfo,
  choice,
  defineSyscall,
  errno,
  flags,
  out,
  outStatus,
  ptr,
  rusageOf,
  statusWord,
  type Thread,
  u64,
  WaitFlag,
  waitForChild,
} from '@anyuser/core';
import { SIGINFO_SIZE, writeSiginfo } from '../siginfo';

const CHANGES = WaitFlag.WEXITED | WaitFlag.WUNTRACED | WaitFlag.WCONTINUED | WaitFlag.WTRAPPED;

/** Children by an idtype and its id; group 0 is the caller's own (sys/kern/kern_exit.c, proc_to_reap). */
function selected(t: Thread, idtype: string, id: number): ChildSelector {
  switch (idtype) {
    case 'P_ALL':
      return { kind: 'any' };
    case 'P_PID':
      return id === 0 ? { kind: 'group', pgid: t.process.pgid } : { kind: 'pid', pid: id };
    case 'P_PGID':
      return { kind: 'group', pgid: id === 0 ? t.process.pgid : id };
    case 'P_SID':
      return { kind: 'with', test: ({ sid }) => sid === id };
    case 'P_UID':
      return { kind: 'with', test: ({ credentials }) => credentials.euid === id };
    case 'P_GID':
      return { kind: 'with', test: ({ credentials }) => credentials.egid === id };
    default:
      return { kind: 'with', test: () => false };
  }
}

/** wait6(idtype, id, status, options, wrusage, info): what waitid and waitpid do, with the usage of the child's own children apart. */
export const wait6 = defineSyscall({
  name: 'wait6',
  args: {
    idtype: choice('idtype', 'ECHILD'),
    id: u64,
    status: outStatus,
    options: flags('wait', { strict: true }),
    wrusage: out('__wrusage'),
    info: ptr,
  },
  async run(t, { idtype, id, status, options, wrusage, info }) {
    if ((options & CHANGES) === 0) throw errno('EINVAL');
    const change = await waitForChild(t, {
      select: selected(t, idtype, Number(BigInt.asIntN(32, id))),
      exited: (options & WaitFlag.WEXITED) !== 0,
      stopped: (options & WaitFlag.WUNTRACED) !== 0,
      continued: (options & WaitFlag.WCONTINUED) !== 0,
      noHang: (options & WaitFlag.WNOHANG) !== 0,
      keep: (options & WaitFlag.WNOWAIT) !== 0,
    });
    if (change === undefined) {
      if (info !== 0) t.mem.zero(info, SIGINFO_SIZE);
      return 0;
    }
    status.set(statusWord(t.abi, change));
    if (!wrusage.isNull)
      wrusage.set({
        wru_self: rusageOf(change.child.usage()),
        wru_children: rusageOf(change.child.childUsage),
      });
    if (info !== 0) writeSiginfo(t, info, childSignalInfo(change));
    return change.child.pid;
  },
});
