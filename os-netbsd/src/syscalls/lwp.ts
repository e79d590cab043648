import {
  cloneThread,
  defineSyscall,
  errno,
  int,
  ptr,
  readTime,
  type SyscallDefinition,
  sentBy,
  signalOrZero,
  startThread,
  type Thread,
  uint,
  word,
} from '@anyuser/core';
import { parkOf, unpark } from '../thread-park';

/** What a cell does with a ucontext. */
export interface ContextCell {
  /** Loads registers, and the mask if asked. */
  load(thread: Thread, ucontext: number, withMask: boolean): void;
  save(thread: Thread, ucontext: number): void;
  threadPointer(thread: Thread): number;
}

const LWP_SUSPENDED = 0x80;
const TIMER_ABSTIME = 1;

const lwp = (t: Thread, id: number): Thread => {
  const found = id === 0 ? t : [...t.process.threads].find(({ tid }) => tid === id);
  if (found === undefined) throw errno('ESRCH');
  return found;
};

/** ___lwp_park60(clock, flags, ts, unpark, hint, unparkhint). */
export const ___lwp_park60 = defineSyscall({
  name: '___lwp_park60',
  args: { clock_id: int, flags: int, ts: ptr, unpark: int, hint: ptr, unparkhint: ptr },
  restart: false,
  async run(t, { clock_id, flags, ts, unpark: target }) {
    if (target !== 0) unpark(lwp(t, target));
    const park = parkOf(t);
    if (park.token) {
      park.token = false;
      throw errno('EALREADY');
    }
    let deadline: bigint | undefined;
    if (ts !== 0) {
      const now = t.kernel.now('monotonic');
      const time = readTime(t, ts, 'timespec');
      const realtime = t.abi.enums['clock']!.name(clock_id) === 'CLOCK_REALTIME';
      deadline =
        (flags & TIMER_ABSTIME) === 0 ? now + time : realtime ? time - t.kernel.now('realtime') + now : time;
    }
    park.parked = true;
    try {
      const woken = await t.wait(
        park.queue,
        () => (park.parked ? undefined : true),
        deadline === undefined ? {} : { deadline },
      );
      if (woken === undefined) throw errno('ETIMEDOUT');
    } finally {
      park.parked = false;
    }
  },
});

export const _lwp_unpark = defineSyscall({
  name: '_lwp_unpark',
  args: { target: int, hint: ptr },
  run: (t, { target }) => unpark(lwp(t, target)),
});

export const _lwp_unpark_all = defineSyscall({
  name: '_lwp_unpark_all',
  args: { targets: ptr, ntargets: uint, hint: ptr },
  run(t, { targets, ntargets }) {
    if (targets === 0) return 1024;
    for (let i = 0; i < ntargets; i++) {
      const target = t.mem.i32(targets + 4 * i);
      const found = [...t.process.threads].find(({ tid }) => tid === target);
      if (found !== undefined) unpark(found);
    }
    return 0;
  },
});

export const _lwp_self = defineSyscall({ name: '_lwp_self', args: {}, run: (t) => t.tid });

export const _lwp_exit = defineSyscall({
  name: '_lwp_exit',
  args: {},
  returns: 'none',
  run: (t) => t.exit(0),
});

export const _lwp_kill = defineSyscall({
  name: '_lwp_kill',
  args: { target: int, signo: signalOrZero },
  run(t, { target, signo }) {
    const thread = lwp(t, target);
    if (signo !== undefined) thread.signal(sentBy(t, signo, 'SI_TKILL'));
  },
});

export const _lwp_detach = defineSyscall({
  name: '_lwp_detach',
  args: { target: int },
  run: (t, { target }) => void lwp(t, target),
});

/** Threads and contexts of a cell. */
export const contextCalls = (cell: ContextCell): Readonly<Record<string, SyscallDefinition>> => ({
  getcontext: defineSyscall({
    name: 'getcontext',
    args: { ucp: ptr },
    run: (t, { ucp }) => cell.save(t, ucp),
  }),
  setcontext: defineSyscall({
    name: 'setcontext',
    args: { ucp: ptr },
    run(t, { ucp }) {
      if (ucp === 0) {
        t.exit(0);
        return;
      }
      cell.load(t, ucp, true);
      t.keepRegisters();
    },
  }),
  _lwp_create: defineSyscall({
    name: '_lwp_create',
    args: { ucp: ptr, flags: word, new_lwp: ptr },
    run(t, { ucp, flags, new_lwp }) {
      if ((flags & LWP_SUSPENDED) !== 0) throw errno('EOPNOTSUPP');
      const thread = cloneThread(t);
      cell.load(thread, ucp, false);
      t.mem.setU32(new_lwp, thread.tid);
      startThread(thread);
    },
  }),
  _lwp_setprivate: defineSyscall({
    name: '_lwp_setprivate',
    args: { ptr },
    run: (t, { ptr: address }) => t.abi.setThreadPointer(t.cpu, address),
  }),
  _lwp_getprivate: defineSyscall({
    name: '_lwp_getprivate',
    args: {},
    returns: 'hex',
    run: (t) => cell.threadPointer(t),
  }),
});
