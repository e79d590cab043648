import {
  defineSyscall,
  errno,
  int,
  type Process,
  ptr,
  scheduledThread,
  structCodec,
  type Thread,
  uint,
} from '@anyuser/core';

const IOPRIO_WHO_PROCESS = 1;
const IOPRIO_WHO_PGRP = 2;
const IOPRIO_WHO_USER = 3;
const CLASS_SHIFT = 13;
const CLASS_RT = 1;
const CLASS_IDLE = 3;
const LEVELS = 8;

const IO_PRIORITY = Symbol('ioprio');

/** The processes that ioprio_get and ioprio_set mean. @throws EINVAL, ESRCH */
function chosen(thread: Thread, which: number, who: number): Process[] {
  const { kernel, process } = thread;
  const all = [...kernel.processes.values()].filter(({ status }) => status === undefined);
  const of = (test: (process: Process) => boolean): Process[] => all.filter(test);
  let found: Process[];
  if (which === IOPRIO_WHO_PROCESS)
    found = of((each) => (who === 0 ? each === process : each === kernel.thread(who)?.process));
  else if (which === IOPRIO_WHO_PGRP) found = of(({ pgid }) => pgid === (who === 0 ? process.pgid : who));
  else if (which === IOPRIO_WHO_USER)
    found = of(({ credentials }) => credentials.uid === (who === 0 ? process.credentials.uid : who));
  else throw errno('EINVAL');
  if (found.length === 0) throw errno('ESRCH');
  return found;
}

/** Priorities of disk access are kept and shown; the host's own scheduling stays as it is (block/ioprio.c). */
export const ioprio_set = defineSyscall({
  name: 'ioprio_set',
  args: { which: int, who: int, ioprio: int },
  run(thread, { which, who, ioprio }) {
    const kind = ioprio >> CLASS_SHIFT;
    const level = ioprio & ((1 << CLASS_SHIFT) - 1);
    if (kind > CLASS_IDLE || kind < 0 || (kind === 0 && level !== 0)) throw errno('EINVAL');
    if ((kind === CLASS_RT || kind === 2) && (level & 7) >= LEVELS) throw errno('EINVAL');
    if (kind === CLASS_RT && thread.process.credentials.euid !== 0) throw errno('EPERM');
    for (const process of chosen(thread, which, who)) process.extra.set(IO_PRIORITY, ioprio);
  },
});

export const ioprio_get = defineSyscall({
  name: 'ioprio_get',
  args: { which: int, who: int },
  run(thread, { which, who }) {
    const kept = chosen(thread, which, who).map(({ extra }) => (extra.get(IO_PRIORITY) as number) ?? 0);
    return Math.min(...kept);
  },
});

/** Bytes of the first published struct sched_attr (SCHED_ATTR_SIZE_VER0). */
const ATTR_SIZE = 48;
const SCHED_BATCH = 3;
const SCHED_IDLE = 5;

export const sched_getattr = defineSyscall({
  name: 'sched_getattr',
  args: { pid: int, attr: ptr, size: uint, flags: uint },
  run(thread, { pid, attr, size, flags }) {
    if (attr === 0 || size < ATTR_SIZE || flags !== 0) throw errno('EINVAL');
    const { nice } = scheduledThread(thread, pid).process;
    const codec = structCodec(thread.abi, 'sched_attr');
    const bytes = Math.min(size, codec.size);
    thread.mem.zero(attr, bytes);
    thread.mem.setU32(attr, bytes);
    const at = (name: string): number => attr + codec.fields.find((field) => field.name === name)!.offset;
    thread.mem.setU32(at('sched_nice'), nice >>> 0);
  },
});

export const sched_setattr = defineSyscall({
  name: 'sched_setattr',
  args: { pid: int, attr: ptr, flags: uint },
  run(thread, { pid, attr, flags }) {
    if (attr === 0 || flags !== 0) throw errno('EINVAL');
    const process = scheduledThread(thread, pid).process;
    const codec = structCodec(thread.abi, 'sched_attr');
    const at = (name: string): number => attr + codec.fields.find((field) => field.name === name)!.offset;
    const policy = thread.mem.u32(at('sched_policy'));
    const nice = thread.mem.i32(at('sched_nice'));
    const privileged = thread.process.credentials.euid === 0;
    if (policy !== 0 && policy !== SCHED_BATCH && policy !== SCHED_IDLE)
      throw errno(privileged ? 'EINVAL' : 'EPERM');
    if (nice < process.nice && !privileged) throw errno('EPERM');
    process.nice = Math.max(-20, Math.min(19, nice));
  },
});
