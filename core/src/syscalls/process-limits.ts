import { addUsage } from '../kernel/cpu-usage';
import { errno } from '../kernel/errno';
import { applyLimits } from '../kernel/exec';
import type { Limit, LimitName } from '../kernel/limits';
import type { Process } from '../kernel/process';
import type { Thread } from '../kernel/thread';
import { choice, inp, inpOrNull, int, out, ptr } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { processOf } from './process';
import { rusageOf } from './process-wait';

const LARGEST_WORD = 0xffff_ffff;
/** Largest value of a 64-bit limit that counts as one (RLIM64_INFINITY is all ones). */
const LARGEST = 2 ** 63;

type Words = Readonly<Record<'rlim_cur' | 'rlim_max', number>>;

const limitOf = (process: Process, resource: string): Limit =>
  process.limits.get(resource as LimitName) ?? {
    soft: Number.POSITIVE_INFINITY,
    hard: Number.POSITIVE_INFINITY,
  };

const fromWords = ({ rlim_cur, rlim_max }: Words, infinity: number): Limit => {
  const value = (word: number): number => (word >= infinity ? Number.POSITIVE_INFINITY : word);
  return { soft: value(rlim_cur), hard: value(rlim_max) };
};

/** Sets a limit of a process. @throws EINVAL, EPERM */
export function setLimit(t: Thread, process: Process, resource: string, limit: Limit): void {
  const old = limitOf(process, resource);
  if (limit.soft > limit.hard) throw errno('EINVAL');
  if (limit.hard > old.hard && t.process.credentials.euid !== 0) throw errno('EPERM');
  process.limits.set(resource as LimitName, limit);
  applyLimits(process.space, process.limits, process.abi.start.stackSize);
}

/** The 32-bit form: larger values read as infinity. */
const narrow = (value: number): number => Math.min(value, LARGEST_WORD);

export const getrlimit = defineSyscall({
  name: 'getrlimit',
  args: { resource: choice('rlimit'), rlim: out('rlimit') },
  run(t, { resource, rlim }) {
    const { soft, hard } = limitOf(t.process, resource);
    rlim.set({ rlim_cur: narrow(soft), rlim_max: narrow(hard) });
  },
});

export const setrlimit = defineSyscall({
  name: 'setrlimit',
  args: { resource: choice('rlimit'), rlim: inp<Words>('rlimit') },
  run: (t, { resource, rlim }) => setLimit(t, t.process, resource, fromWords(rlim, LARGEST_WORD)),
});

export const prlimit64 = defineSyscall({
  name: 'prlimit64',
  args: {
    pid: int,
    resource: choice('rlimit'),
    new_rlim: inpOrNull<Words>('rlimit64'),
    old_rlim: out('rlimit64'),
  },
  run(t, { pid, resource, new_rlim, old_rlim }) {
    const process = processOf(t, pid);
    if (process !== t.process && !mayControl(t, process)) throw errno('EPERM');
    const { soft, hard } = limitOf(process, resource);
    if (new_rlim !== undefined) setLimit(t, process, resource, fromWords(new_rlim, LARGEST));
    if (!old_rlim.isNull) old_rlim.set({ rlim_cur: soft, rlim_max: hard });
  },
});

const mayControl = (t: Thread, { credentials }: Process): boolean => {
  const { euid, uid, gid } = t.process.credentials;
  return euid === 0 || (credentials.uid === uid && credentials.suid === uid && credentials.gid === gid);
};

export const getrusage = defineSyscall({
  name: 'getrusage',
  args: { who: choice('rusage'), usage: out('rusage') },
  run(t, { who, usage }) {
    const { process } = t;
    const own = process.usage();
    const thread = { user: t.userTime, system: t.systemTime };
    if (who === 'RUSAGE_CHILDREN') usage.set(rusageOf(process.childUsage));
    else if (who === 'RUSAGE_THREAD') usage.set(rusageOf(thread, process));
    else if (who === 'RUSAGE_BOTH') usage.set(rusageOf(addUsage(own, process.childUsage), process));
    else usage.set(rusageOf(own, process));
  },
});

/** How much of a limit is used: what is counted here; other limits are not, and say so. */
const USAGE: Readonly<Record<string, (t: Thread) => number>> = {
  RLIMIT_CPU(t) {
    const { user, system } = t.process.usage();
    return Math.floor((user + system) / 1e9);
  },
  RLIMIT_NPROC: ({ kernel, process: { credentials } }) =>
    [...kernel.processes.values()].filter((each) => each.credentials.uid === credentials.uid).length,
  RLIMIT_NOFILE: ({ files }) => [...files.open].length,
  RLIMIT_AS: ({ process: { space } }) =>
    [...space.regions].reduce((sum, { start, end }) => sum + end - start, 0),
};
const EUID_ONLY = 1;

/** getrlimitusage(which, flags, res) (FreeBSD 14.2, sys/kern/kern_resource.c). @throws KernelError EINVAL, ENXIO */
export const getrlimitusage = defineSyscall({
  name: 'getrlimitusage',
  args: { which: choice('rlimit'), flags: int, res: ptr },
  run(t, { which, flags, res }) {
    if ((flags & ~EUID_ONLY) !== 0) throw errno('EINVAL');
    const usage = USAGE[which === 'RLIMIT_VMEM' ? 'RLIMIT_AS' : which];
    if (usage === undefined) throw errno('ENXIO');
    t.mem.setU64(res, BigInt(usage(t)));
  },
});
