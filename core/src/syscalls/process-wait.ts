import type { Abi } from '../abi/abi';
import { WaitFlag } from '../abi/flags';
import { signalNumber } from '../abi/signal-numbers';
import type { StructValue } from '../abi/struct';
import { type ChildChange, type ChildSelector, waitForChild } from '../kernel/child-events';
import type { CpuUsage } from '../kernel/cpu-usage';
import { errno } from '../kernel/errno';
import type { Process } from '../kernel/process';
import type { Thread } from '../kernel/thread';
import type { Signal } from '../signal/signal';
import type { SignalInfo } from '../signal/signal-info';
import { flags, int, out, outStatus } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** The status word of wait: the same on every Unix but for continued children (sys/wait.h). */
export function statusWord(abi: Abi, { kind, status }: ChildChange): number {
  if (kind === 'exited') return ((status as number) & 0xff) << 8;
  if (kind === 'continued') return abi.enums['waitStatus']?.value('W_CONTINUED') ?? 0xffff;
  const number = signalNumber(abi, status as Signal);
  if (kind === 'stopped') return (number << 8) | 0x7f;
  return number | (kind === 'dumped' ? 0x80 : 0);
}

/** wait4's pid: -1 any child, 0 the caller's group, < -1 another group. */
export function selectorOf(t: Thread, pid: number): ChildSelector {
  if (pid === -1) return { kind: 'any' };
  if (pid > 0) return { kind: 'pid', pid };
  return { kind: 'group', pgid: pid === 0 ? t.process.pgid : -pid };
}

const timeval = (nanoseconds: number): { tv_sec: number; tv_usec: number } => ({
  tv_sec: Math.floor(nanoseconds / 1e9),
  tv_usec: Math.floor((nanoseconds % 1e9) / 1e3),
});

/** struct rusage; what is not counted is 0. */
export const rusageOf = (usage: CpuUsage, process?: Process): StructValue => ({
  ru_utime: timeval(usage.user),
  ru_stime: timeval(usage.system),
  ru_maxrss: process === undefined || process.status !== undefined ? 0 : process.space.residentPages() * 4,
});

export const wait4 = defineSyscall({
  name: 'wait4',
  args: {
    pid: int,
    status: outStatus,
    options: flags('wait', { strict: true }),
    rusage: out('rusage'),
  },
  async run(t, { pid, status, options, rusage }) {
    if ((options & (WaitFlag.WEXITED | WaitFlag.WNOWAIT)) !== 0) throw errno('EINVAL');
    const change = await waitForChild(t, {
      select: selectorOf(t, pid),
      exited: true,
      stopped: (options & WaitFlag.WUNTRACED) !== 0,
      continued: (options & WaitFlag.WCONTINUED) !== 0,
      noHang: (options & WaitFlag.WNOHANG) !== 0,
      keep: false,
    });
    if (change === undefined) return 0;
    status.set(statusWord(t.abi, change));
    if (!rusage.isNull) rusage.set(rusageOf(change.usage));
    return change.child.pid;
  },
});

/** waitpid(pid, status, options): wait4 without usage. */
export const waitpid = defineSyscall({
  name: 'waitpid',
  args: { pid: int, status: outStatus, options: flags('wait') },
  run: (t, given) => wait4.run(t, { ...given, rusage: { isNull: true, address: 0, set() {} } }),
});

const CODES = {
  exited: 'CLD_EXITED',
  killed: 'CLD_KILLED',
  dumped: 'CLD_DUMPED',
  stopped: 'CLD_STOPPED',
  continued: 'CLD_CONTINUED',
} as const;

/** waitid's siginfo. */
export const childSignalInfo = ({ child, kind, status }: ChildChange): SignalInfo => ({
  ...child.childInfo(),
  signal: 'SIGCHLD',
  code: CODES[kind],
  status,
});
