import {
  cloneThread,
  defineSyscall,
  errno,
  inp,
  int,
  maySignal,
  ptr,
  readTime,
  sentBy,
  signalOrZero,
  startThread,
  type Thread,
  text,
  WaitQueue,
  word,
} from '@anyuser/core';

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

function send(t: Thread, target: Thread | undefined, sig: Parameters<typeof sentBy>[1] | undefined): void {
  if (target === undefined) throw errno('ESRCH');
  if (!maySignal(t, target.process, sig)) throw errno('EPERM');
  if (sig !== undefined) target.signal(sentBy(t, sig, 'SI_TKILL'));
}

export const thr_kill = defineSyscall({
  name: 'thr_kill',
  args: { id: int, sig: signalOrZero },
  run(t, { id, sig }) {
    const target = [...t.process.threads].find(({ tid }) => tid === id);
    if (id !== -1) {
      send(t, target, sig);
      return;
    }
    const others = [...t.process.threads].filter((other) => other !== t);
    if (others.length === 0) throw errno('ESRCH');
    for (const other of others) send(t, other, sig);
  },
});

export const thr_kill2 = defineSyscall({
  name: 'thr_kill2',
  args: { pid: int, id: int, sig: signalOrZero },
  run(t, { pid, id, sig }) {
    const target = t.kernel.thread(id);
    send(t, target?.process.pid === pid ? target : undefined, sig);
  },
});

export const thr_set_name = defineSyscall({
  name: 'thr_set_name',
  args: { id: int, name: text },
  run(t, { id, name }) {
    const target = [...t.process.threads].find(({ tid }) => tid === id);
    if (target === undefined) throw errno('ESRCH');
    target.name = name.slice(0, 19);
  },
});

const ARM_SYNC_ICACHE = 0;
const ARM_DRAIN_WRITEBUF = 1;
const ARM_SET_TP = 2;
const ARM_GET_TP = 3;

/** sysarch(op, parms) on ARM (sys/arm/arm/sys_machdep.c): caches follow by themselves; the thread pointer. */
export const armSysarch = (threadPointer: (t: Thread) => number) =>
  defineSyscall({
    name: 'sysarch',
    args: { op: int, parms: word },
    run(t, { op, parms }) {
      switch (op) {
        case ARM_SYNC_ICACHE:
        case ARM_DRAIN_WRITEBUF:
          return 0;
        case ARM_SET_TP:
          t.abi.setThreadPointer(t.cpu, parms);
          return 0;
        case ARM_GET_TP:
          return threadPointer(t);
        default:
          throw errno('EINVAL');
      }
    },
  });

const MIPS_SET_TLS = 1;
const MIPS_GET_TLS = 2;

/** sysarch(op, parms) on MIPS (sys/mips/mips/sys_machdep.c). */
export const mipsSysarch = (controlBlock: (t: Thread) => number) =>
  defineSyscall({
    name: 'sysarch',
    args: { op: int, parms: word },
    run(t, { op, parms }) {
      if (op === MIPS_SET_TLS) t.abi.setThreadPointer(t.cpu, parms);
      else if (op === MIPS_GET_TLS) t.mem.setU32(parms, controlBlock(t));
      else throw errno('EINVAL');
    },
  });

/** A thread that thr_suspend put to sleep, and a wake-up that came before. */
interface Suspension {
  readonly queue: WaitQueue;
  woken: boolean;
}
const SUSPENSION = Symbol('freebsd suspension');
function suspensionOf(thread: Thread): Suspension {
  let found = thread.extra.get(SUSPENSION) as Suspension | undefined;
  if (found === undefined) {
    found = { queue: new WaitQueue(), woken: false };
    thread.extra.set(SUSPENSION, found);
  }
  return found;
}

/** thr_suspend(timeout): until thr_wake, which may have come already (sys/kern/kern_thr.c). */
export const thr_suspend = defineSyscall({
  name: 'thr_suspend',
  args: { timeout: ptr },
  restart: false,
  async run(t, { timeout }) {
    const own = suspensionOf(t);
    const deadline = timeout === 0 ? undefined : t.kernel.now('monotonic') + readTime(t, timeout, 'timespec');
    const woken = await t.wait(
      own.queue,
      () => (own.woken ? true : undefined),
      deadline === undefined ? {} : { deadline },
    );
    own.woken = false;
    if (woken === undefined) throw errno('ETIMEDOUT');
  },
});
export const thr_wake = defineSyscall({
  name: 'thr_wake',
  args: { id: int },
  run(t, { id }) {
    const target = [...t.process.threads].find(({ tid }) => tid === id);
    if (target === undefined) throw errno('ESRCH');
    const suspension = suspensionOf(target);
    suspension.woken = true;
    suspension.queue.wake();
  },
});
