import { OpenFlag, WaitFlag } from '../abi/flags';
import { writeSiginfo } from '../abi/siginfo';
import { type ChildChange, type ChildSelector, waitForChild } from '../kernel/child-events';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { choice, flags, int, type OutStruct, out, outStatus, ptr, u64 } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { childSignalInfo, rusageOf, statusWord } from './process-wait';

const CHANGES = WaitFlag.WEXITED | WaitFlag.WUNTRACED | WaitFlag.WCONTINUED | WaitFlag.WTRAPPED;

/** Children by an idtype and its id; group 0 is the caller's own. @throws KernelError EBADF */
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
    case 'P_PIDFD': {
      const { processId } = t.files.get(id);
      if (processId === undefined) throw errno('EBADF');
      return { kind: 'pid', pid: processId };
    }
    default:
      return { kind: 'with', test: () => false };
  }
}

/** Waits, and tells of the change in a siginfo_t, which is zeros where there is none. @throws KernelError EINVAL */
async function wait(
  t: Thread,
  select: ChildSelector,
  options: number,
  info: number,
): Promise<ChildChange | undefined> {
  if ((options & CHANGES) === 0) throw errno('EINVAL');
  const change = await waitForChild(t, {
    select,
    exited: (options & WaitFlag.WEXITED) !== 0,
    stopped: (options & WaitFlag.WUNTRACED) !== 0,
    continued: (options & WaitFlag.WCONTINUED) !== 0,
    noHang: (options & WaitFlag.WNOHANG) !== 0,
    keep: (options & WaitFlag.WNOWAIT) !== 0,
  });
  if (info !== 0) {
    if (change === undefined) t.mem.zero(info, t.abi.siginfo.size);
    else writeSiginfo(t, info, childSignalInfo(change));
  }
  return change;
}

/** waitid; Linux's has the child's usage as a fifth argument. A process's descriptor with O_NONBLOCK lets nobody wait. */
export const waitid = defineSyscall({
  name: 'waitid',
  args: { idtype: choice('idtype'), id: int, info: ptr, options: flags('wait', { strict: true }) },
  async run(t, args) {
    const { idtype, id, info, options } = args;
    if (idtype !== 'P_ALL' && (id < 0 || (id === 0 && idtype === 'P_PID'))) throw errno('EINVAL');
    const select = selected(t, idtype, id);
    const impatient = idtype === 'P_PIDFD' && (t.files.get(id).flags & OpenFlag.O_NONBLOCK) !== 0;
    const change = await wait(t, select, impatient ? options | WaitFlag.WNOHANG : options, info);
    if (change === undefined && impatient && (options & WaitFlag.WNOHANG) === 0) throw errno('EAGAIN');
    const { rusage } = args as { readonly rusage?: OutStruct };
    if (change !== undefined && rusage?.isNull === false) rusage.set(rusageOf(change.usage));
  },
});
/** wait6 (FreeBSD; NetBSD with an id of 32 bits): as waitid and wait4 in one, with the usage of the child's own children apart. */
export const wait6 = defineSyscall({
  name: 'wait6',
  args: {
    idtype: choice('idtype', 'ECHILD'),
    id: u64,
    status: outStatus,
    options: flags('wait', { strict: true }),
    wrusage: out('wrusage'),
    info: ptr,
  },
  async run(t, { idtype, id, status, options, wrusage, info }) {
    const change = await wait(t, selected(t, idtype, Number(BigInt.asIntN(32, BigInt(id)))), options, info);
    if (change === undefined) return 0;
    status.set(statusWord(t.abi, change));
    if (!wrusage.isNull)
      wrusage.set({
        wru_self: rusageOf(change.child.usage()),
        wru_children: rusageOf(change.child.childUsage),
      });
    return change.child.pid;
  },
});
