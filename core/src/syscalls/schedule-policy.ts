import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { inp, int, out, uint } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';

const RESET_ON_FORK = 0x4000_0000;
const SCHED_OTHER = 'SCHED_OTHER';

/** The thread that a scheduling call means; 0 for the caller. @throws KernelError EINVAL, ESRCH */
export function scheduledThread(t: Thread, pid: number): Thread {
  if (pid < 0) throw errno('EINVAL');
  const target = pid === 0 ? t : t.kernel.thread(pid);
  if (target === undefined) throw errno('ESRCH');
  return target;
}

/** Name of a policy by the cell's `sched`. @throws KernelError EINVAL where the system has no such */
export function policyOf(t: Thread, policy: number): string {
  const name = t.abi.enums['sched']!.name(policy);
  if (name === undefined || t.abi.enums['schedLowest']!.value(name) === undefined) throw errno('EINVAL');
  return name;
}

/** The number of a thread's policy. */
export const policyNumber = ({ abi, policy }: Thread): number =>
  abi.enums['sched']!.value(policy ?? SCHED_OTHER)!;

/** Guest threads take turns: of the policies only those without priorities of their own can be had, and change nothing. */
function setPolicy(t: Thread, pid: number, policy: number, priority: number): void {
  const target = scheduledThread(t, pid);
  const name = policyOf(t, policy & ~RESET_ON_FORK);
  const { schedLowest, schedHighest } = t.abi.enums;
  if (priority < schedLowest!.value(name)! || priority > schedHighest!.value(name)!) throw errno('EINVAL');
  if (name === 'SCHED_FIFO' || name === 'SCHED_RR') throw errno('EPERM');
  target.policy = name;
}

type SchedParam = Readonly<Record<'sched_priority', number>>;

export const sched_setscheduler = defineSyscall({
  name: 'sched_setscheduler',
  args: { pid: int, policy: int, param: inp<SchedParam>('sched_param') },
  run: (t, { pid, policy, param }) => setPolicy(t, pid, policy, param.sched_priority),
});
/** Where any other policy, even the ordinary one, is the superuser's to set, and not that of a jail (FreeBSD's PRIV_SCHED_SETPOLICY). */
export const sched_setscheduler_privileged = defineSyscall({
  name: 'sched_setscheduler',
  args: { pid: int, policy: int, param: inp<SchedParam>('sched_param') },
  run(t, { pid }) {
    scheduledThread(t, pid);
    throw errno('EPERM');
  },
});
export const sched_getscheduler = defineSyscall({
  name: 'sched_getscheduler',
  args: { pid: int },
  run: (t, { pid }) => policyNumber(scheduledThread(t, pid)),
});
export const sched_setparam = defineSyscall({
  name: 'sched_setparam',
  args: { pid: int, param: inp<SchedParam>('sched_param') },
  run: (t, { pid, param }) => setPolicy(t, pid, policyNumber(scheduledThread(t, pid)), param.sched_priority),
});
export const sched_getparam = defineSyscall({
  name: 'sched_getparam',
  args: { pid: int, param: out('sched_param') },
  run(t, { pid, param }) {
    scheduledThread(t, pid);
    // Who has rested has the best priority of the policy.
    param.set({ sched_priority: t.abi.enums['schedHighest']!.value(SCHED_OTHER) });
  },
});

/**
 * sched_rr_get_interval: the time slice.
 * @param struct - the cell's name of the timespec that it is written to.
 * @param nanoseconds - the slice of the system's scheduler.
 */
export const rrIntervalCall = (name: string, struct: string, nanoseconds: number): SyscallDefinition =>
  defineSyscall({
    name,
    args: { pid: int, interval: out(struct) },
    run(t, { pid, interval }) {
      scheduledThread(t, pid);
      interval.set({ tv_sec: 0, tv_nsec: nanoseconds });
    },
  });

const priorityLimit = (name: string, table: 'schedLowest' | 'schedHighest'): SyscallDefinition =>
  defineSyscall({
    name,
    args: { policy: int },
    run: (t, { policy }) => t.abi.enums[table]!.value(policyOf(t, policy)),
  });
/** Least and greatest priorities of the policies: the cell's `schedLowest` and `schedHighest`. */
export const sched_get_priority_max = priorityLimit('sched_get_priority_max', 'schedHighest');
export const sched_get_priority_min = priorityLimit('sched_get_priority_min', 'schedLowest');

const MEMBARRIER_CMD_QUERY = 0;
/** GLOBAL, GLOBAL_EXPEDITED and its registration, PRIVATE_EXPEDITED and its registration, those with SYNC_CORE. */
const MEMBARRIER_COMMANDS = 0x7f;

/** membarrier (Linux, FreeBSD 14): threads take turns, so every command is done as it is asked for. */
export const membarrier = defineSyscall({
  name: 'membarrier',
  args: { cmd: uint, flags: uint, cpu_id: int },
  run(_t, { cmd, flags }) {
    if (flags !== 0) throw errno('EINVAL');
    if (cmd === MEMBARRIER_CMD_QUERY) return MEMBARRIER_COMMANDS;
    if ((cmd & MEMBARRIER_COMMANDS) === 0 || (cmd & (cmd - 1)) !== 0) throw errno('EINVAL');
    return 0;
  },
});
