import {
  type ChildSelector,
  childSignalInfo,
  choice,
  defineSyscall,
  errno,
  flags,
  int,
  ptr,
  selectorOf,
  type Thread,
  uint,
  WaitFlag,
  waitForChild,
} from '@anyuser/core';
import { SIGINFO_SIZE, writeSiginfo } from '../siginfo';

/** waitid's idtype and id. @throws KernelError EINVAL */
function selected(t: Thread, idtype: string, id: number): ChildSelector {
  if (idtype === 'P_ALL') return { kind: 'any' };
  if (idtype === 'P_PID') {
    if (id <= 0) throw errno('EINVAL');
    return selectorOf(t, id);
  }
  if (id < 0) throw errno('EINVAL');
  return { kind: 'group', pgid: id === 0 ? t.process.pgid : id };
}

const CHANGES = WaitFlag.WEXITED | WaitFlag.WUNTRACED | WaitFlag.WCONTINUED | WaitFlag.WTRAPPED;

export const waitid = defineSyscall({
  name: 'waitid',
  args: { idtype: choice('idtype'), id: int, info: ptr, options: flags('wait', { strict: true }) },
  async run(t, { idtype, id, info, options }) {
    if ((options & CHANGES) === 0) throw errno('EINVAL');
    const change = await waitForChild(t, {
      select: selected(t, idtype, id),
      exited: (options & WaitFlag.WEXITED) !== 0,
      stopped: (options & WaitFlag.WUNTRACED) !== 0,
      continued: (options & WaitFlag.WCONTINUED) !== 0,
      noHang: (options & WaitFlag.WNOHANG) !== 0,
      keep: (options & WaitFlag.WNOWAIT) !== 0,
    });
    if (info === 0) return;
    if (change === undefined) t.mem.zero(info, SIGINFO_SIZE);
    else writeSiginfo(t, info, childSignalInfo(change));
  },
});

/** utrace(label, addr, len): a line for ktrace, which never looks here (sys/kern/kern_ktrace.c). */
export const utrace = defineSyscall({
  name: 'utrace',
  args: { label: ptr, addr: ptr, len: uint },
  run: () => 0,
});
