import {
  cloneThread,
  defineSyscall,
  errno,
  inp,
  int,
  ptr,
  readTime,
  size,
  startThread,
  type Thread,
  text,
} from '@anyuser/core';

/** What OpenBSD adds to a thread's number (sys/sys/proc.h, THREAD_PID_OFFSET). */
export const THREAD_PID_OFFSET = 100_000;

/** A thread's number as programs see it. */
export const threadId = ({ tid }: Thread): number => tid + THREAD_PID_OFFSET;

/** A thread of the caller's process; 0 is the caller. @throws KernelError ESRCH */
export function threadOf(t: Thread, tid: number): Thread {
  const found = tid === 0 ? t : [...t.process.threads].find((each) => threadId(each) === tid);
  if (found === undefined) throw errno('ESRCH');
  return found;
}

/** What a cell does to start a thread: its stack, and a result of 0. */
export interface ThreadStart {
  begin(thread: Thread, stack: number): void;
}

/** __tfork(param, psize): the child goes on where the caller does, on its own stack (sys/kern/kern_fork.c). */
export const __tfork = (cell: ThreadStart) =>
  defineSyscall({
    name: '__tfork',
    args: { param: inp<Readonly<Record<'tf_tcb' | 'tf_tid' | 'tf_stack', number>>>('__tfork'), psize: size },
    run(t, { param, psize }) {
      if (psize !== 12 || param.tf_stack === 0) throw errno('EINVAL');
      if (param.tf_tid !== 0) t.mem.writable(param.tf_tid, 4);
      const thread = cloneThread(t);
      cell.begin(thread, param.tf_stack);
      t.abi.setThreadPointer(thread.cpu, param.tf_tcb);
      if (param.tf_tid !== 0) t.mem.setU32(param.tf_tid, threadId(thread));
      startThread(thread);
      return threadId(thread);
    },
  });

/** __threxit(notdead): clears the word, which others may wait for. */
export const __threxit = defineSyscall({
  name: '__threxit',
  args: { notdead: ptr },
  returns: 'none',
  run(t, { notdead }) {
    if (notdead !== 0) {
      t.mem.setU32(notdead, 0);
      const { futexes } = t.kernel;
      futexes.wake(futexes.key(t, notdead, false), Number.POSITIVE_INFINITY);
    }
    t.exit(0);
  },
});

export const getthrid = defineSyscall({ name: 'getthrid', args: {}, run: threadId });

const NAME = 24;

export const getthrname = defineSyscall({
  name: 'getthrname',
  args: { tid: int, name: ptr, len: size },
  run(t, { tid, name, len }) {
    const shown = new TextEncoder().encode(`${threadOf(t, tid).name ?? t.process.comm}\0`);
    if (shown.length > len) throw errno('ERANGE');
    t.mem.write(name, shown);
  },
});

export const setthrname = defineSyscall({
  name: 'setthrname',
  args: { tid: int, name: text },
  run(t, { tid, name }) {
    if (name.length >= NAME) throw errno('EINVAL');
    threadOf(t, tid).name = name;
  },
});

/** __set_tcb, __get_tcb. */
export const threadPointerCalls = (threadPointer: (t: Thread) => number) => ({
  __set_tcb: defineSyscall({
    name: '__set_tcb',
    args: { tcb: ptr },
    run: (t, { tcb }) => t.abi.setThreadPointer(t.cpu, tcb),
  }),
  __get_tcb: defineSyscall({ name: '__get_tcb', args: {}, returns: 'hex', run: threadPointer }),
});

/** The end of a sleep until a time of a clock. @throws KernelError EINVAL */
export function deadlineAt(t: Thread, clock: number, address: number): bigint {
  const name = t.abi.enums['clock']!.name(clock);
  if (name === undefined) throw errno('EINVAL');
  const time = readTime(t, address, 'timespec');
  return name === 'CLOCK_REALTIME' ? time - t.kernel.now('realtime') + t.kernel.now('monotonic') : time;
}
