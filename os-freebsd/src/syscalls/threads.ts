import {
  cloneThread,
  deadlineAfter,
  defineSyscall,
  errno,
  inp,
  int,
  park,
  ptr,
  signalOrZero,
  signalThread,
  startThread,
  type Thread,
  text,
  threadIn,
  unpark,
} from '@anyuser/core';
import { ARM_CACHES, sysarchCall } from '@anyuser/os-bsd';

const THR_PARAM_SIZE = 52;

type ThrParam = Readonly<
  Record<
    'start_func' | 'arg' | 'stack_base' | 'stack_size' | 'tls_base' | 'child_tid' | 'parent_tid' | 'flags',
    number
  >
>;

/** What a cell does to start a new thread: registers of its own. */
export interface ThreadStart {
  startThread(thread: Thread, start: number, argument: number, stackTop: number): void;
}

/** thr_new(param, size): the tid goes to both sides before the thread starts (sys/kern/kern_thr.c). */
export const thr_new = (cell: ThreadStart) =>
  defineSyscall({
    name: 'thr_new',
    args: { param: inp<ThrParam>('thr_param'), param_size: int },
    run(t, { param, param_size }) {
      if (param_size < 0 || param_size > THR_PARAM_SIZE) throw errno('EINVAL');
      const thread = cloneThread(t);
      if (param.child_tid !== 0) t.mem.setU32(param.child_tid, thread.tid);
      if (param.parent_tid !== 0) t.mem.setU32(param.parent_tid, thread.tid);
      cell.startThread(thread, param.start_func, param.arg, param.stack_base + param.stack_size);
      t.abi.setThreadPointer(thread.cpu, param.tls_base);
      startThread(thread);
      return 0;
    },
  });

export const thr_self = defineSyscall({
  name: 'thr_self',
  args: { id: ptr },
  run: (t, { id }) => t.mem.setU32(id, t.tid),
});

/** thr_exit(state): tells a joiner through the word, then ends the thread. */
export const thr_exit = defineSyscall({
  name: 'thr_exit',
  args: { state: ptr },
  returns: 'none',
  run(t, { state }) {
    if (state !== 0) {
      t.mem.setU32(state, 1);
      t.kernel.futexes.wake(t.kernel.futexes.key(t, state, true), Number.POSITIVE_INFINITY);
    }
    t.exit(0);
  },
});

export const thr_kill = defineSyscall({
  name: 'thr_kill',
  args: { id: int, sig: signalOrZero },
  run(t, { id, sig }) {
    if (id !== -1) {
      signalThread(t, threadIn(t, id), sig);
      return;
    }
    const others = [...t.process.threads].filter((other) => other !== t);
    if (others.length === 0) throw errno('ESRCH');
    for (const other of others) signalThread(t, other, sig);
  },
});

export const thr_kill2 = defineSyscall({
  name: 'thr_kill2',
  args: { pid: int, id: int, sig: signalOrZero },
  run(t, { pid, id, sig }) {
    const target = t.kernel.thread(id);
    signalThread(t, target?.process.pid === pid ? target : undefined, sig);
  },
});

export const thr_set_name = defineSyscall({
  name: 'thr_set_name',
  args: { id: int, name: text },
  run(t, { id, name }) {
    threadIn(t, id).name = name.slice(0, 19);
  },
});

/** sysarch on ARM (sys/arm/arm/sys_machdep.c): besides caches, the thread pointer. */
export const armSysarch = (threadPointer: (t: Thread) => number) =>
  sysarchCall({
    ...ARM_CACHES,
    2: (t, parms) => t.abi.setThreadPointer(t.cpu, parms),
    3: threadPointer,
  });

/** sysarch on MIPS (sys/mips/mips/sys_machdep.c): MIPS_SET_TLS and MIPS_GET_TLS. */
export const mipsSysarch = (controlBlock: (t: Thread) => number) =>
  sysarchCall({
    1: (t, parms) => t.abi.setThreadPointer(t.cpu, parms),
    2: (t, parms) => t.mem.setU32(parms, controlBlock(t)),
  });

/** thr_suspend(timeout): until thr_wake, which may have come already (sys/kern/kern_thr.c). */
export const thr_suspend = defineSyscall({
  name: 'thr_suspend',
  args: { timeout: ptr },
  restart: false,
  async run(t, { timeout }) {
    if ((await park(t, deadlineAfter(t, timeout, 'timespec'))) === 'late') throw errno('ETIMEDOUT');
  },
});
export const thr_wake = defineSyscall({
  name: 'thr_wake',
  args: { id: int },
  run: (t, { id }) => unpark(threadIn(t, id)),
});
