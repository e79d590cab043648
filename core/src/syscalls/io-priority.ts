import { errno } from '../kernel/errno';
import type { Process } from '../kernel/process';
import type { Thread } from '../kernel/thread';
import { int } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { processesOf } from './schedule';

/** IOPRIO_WHO_*, by what getpriority calls the same. */
const WHO: Readonly<Record<number, string>> = { 1: 'PRIO_PROCESS', 2: 'PRIO_PGRP', 3: 'PRIO_USER' };
const CLASS_SHIFT = 13;
const CLASS = { none: 0, realtime: 1, idle: 3 } as const;

/** What processes have asked for. */
const priorities = new WeakMap<Process, number>();

function chosen(t: Thread, which: number, who: number): Process[] {
  const kind = WHO[which];
  if (kind === undefined) throw errno('EINVAL');
  return processesOf(t, kind, who);
}

/** Priorities of disk access are kept and shown; the host's own scheduling stays as it is (block/ioprio.c). */
export const ioprio_set = defineSyscall({
  name: 'ioprio_set',
  args: { which: int, who: int, ioprio: int },
  run(t, { which, who, ioprio }) {
    const kind = ioprio >> CLASS_SHIFT;
    const level = ioprio & ((1 << CLASS_SHIFT) - 1);
    if (kind > CLASS.idle || kind < CLASS.none || (kind === CLASS.none && level !== 0)) throw errno('EINVAL');
    if (kind === CLASS.realtime && t.process.credentials.euid !== 0) throw errno('EPERM');
    for (const process of chosen(t, which, who)) priorities.set(process, ioprio);
  },
});

export const ioprio_get = defineSyscall({
  name: 'ioprio_get',
  args: { which: int, who: int },
  run: (t, { which, who }) =>
    Math.min(...chosen(t, which, who).map((process) => priorities.get(process) ?? 0)),
});
