import { errno } from '../kernel/errno';
import type { Process } from '../kernel/process';
import type { Thread } from '../kernel/thread';
import { choice, int } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

export const sched_yield = defineSyscall({
  name: 'sched_yield',
  args: {},
  run(t) {
    t.yielding = true;
  },
});

/** The processes that getpriority, setpriority and their like mean by a `PRIO_*` name and a number. @throws KernelError ESRCH */
export function processesOf(t: Thread, which: string, who: number): Process[] {
  const { kernel, process } = t;
  const all = [...kernel.processes.values()].filter(({ status }) => status === undefined);
  const found =
    which === 'PRIO_PROCESS'
      ? all.filter(({ pid }) => pid === (who === 0 ? process.pid : (kernel.thread(who)?.process.pid ?? who)))
      : which === 'PRIO_PGRP'
        ? all.filter(({ pgid }) => pgid === (who === 0 ? process.pgid : who))
        : all.filter(({ credentials }) => credentials.uid === (who === 0 ? process.credentials.uid : who));
  if (found.length === 0) throw errno('ESRCH');
  return found;
}

/** Linux's form: the result is 20 minus the nice value, so that it is never negative. */
export const getpriority = defineSyscall({
  name: 'getpriority',
  args: { which: choice('prio'), who: int },
  run: (t, { which, who }) => 20 - Math.min(...processesOf(t, which, who).map(({ nice }) => nice)),
});

export const setpriority = defineSyscall({
  name: 'setpriority',
  args: { which: choice('prio'), who: int, prio: int },
  run(t, { which, who, prio }) {
    const nice = Math.max(-20, Math.min(19, prio));
    const { euid } = t.process.credentials;
    for (const process of processesOf(t, which, who)) {
      if (euid !== 0 && euid !== process.credentials.euid && euid !== process.credentials.uid)
        throw errno('EPERM');
      if (euid !== 0 && nice < process.nice) throw errno('EACCES');
      process.nice = nice;
    }
  },
});

export const nice = defineSyscall({
  name: 'nice',
  args: { inc: int },
  run(t, { inc }) {
    const wanted = Math.max(-20, Math.min(19, t.process.nice + inc));
    if (wanted < t.process.nice && t.process.credentials.euid !== 0) throw errno('EPERM');
    t.process.nice = wanted;
  },
});
