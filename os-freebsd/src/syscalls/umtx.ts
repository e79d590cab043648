import {
  ANY_BIT,
  deadlineOn,
  defineSyscall,
  errno,
  inheritedValue,
  ptr,
  readTime,
  type Thread,
  word,
} from '@anyuser/core';
import { setRobustLists } from '../robust-lists';
import { setCeiling, sharedPage } from './umtx-more';
import { keyOf, lock, unlock, wakeMutex } from './umtx-mutex';
import { readLock, rwUnlock, writeLock } from './umtx-rwlock';

const UMTX_ABSTIME = 1;
/** Bytes of struct _umtx_time, which has flags and a clock behind the timespec. */
const UMTX_TIME_SIZE = 24;
const TIMESPEC_SIZE = 16;
/** struct ucond: c_has_waiters, c_flags, c_clockid. */
const UCOND_CLOCK = 8;
const CVWAIT_ABSTIME = 2;
const CVWAIT_CLOCKID = 4;
/** struct _usem2: the count with a flag; struct _usem: has_waiters, count. */
const USEM_HAS_WAITERS = 0x8000_0000;
const USEM_COUNT = 4;

/**
 * The deadline of a wait: uaddr2 is a timespec, or a _umtx_time if uaddr1 says that it is as large (kern_umtx.c,
 * umtx_copyin_umtx_time).
 */
function deadlineOf(t: Thread, uaddr1: number, uaddr2: number): bigint | undefined {
  if (uaddr2 === 0) return undefined;
  const span = readTime(t, uaddr2, 'timespec');
  if (uaddr1 <= TIMESPEC_SIZE) return limited(t, span, undefined);
  if (uaddr1 < UMTX_TIME_SIZE) throw errno('EINVAL');
  const absolute = (t.mem.u32(uaddr2 + 16) & UMTX_ABSTIME) !== 0;
  return limited(t, span, absolute ? t.mem.u32(uaddr2 + 20) : undefined);
}

/** Shortest sleep of a process, nanoseconds (UMTX_OP_SET_MIN_TIMEOUT). */
const shortest = inheritedValue('freebsd umtx timeout', 0);

/** The end of a sleep, which lasts the shortest one at least (kern_umtx.c, umtx_abs_timeout_init). */
function limited(t: Thread, time: bigint, clock: number | undefined): bigint {
  const deadline = deadlineOn(t, time, clock);
  const least = BigInt(shortest.of(t.process));
  const earliest = t.kernel.now('monotonic') + least;
  return least > 0n && clock === undefined && deadline < earliest ? earliest : deadline;
}

async function sleep(t: Thread, obj: number, shared: boolean, deadline: bigint | undefined): Promise<number> {
  if (!(await t.kernel.futexes.wait(t, t.kernel.futexes.key(t, obj, shared), ANY_BIT, { deadline })))
    throw errno('ETIMEDOUT');
  return 0;
}

function wait(
  t: Thread,
  obj: number,
  value: number,
  shared: boolean,
  deadline: bigint | undefined,
): number | Promise<number> {
  if (t.mem.u32(obj) !== value >>> 0) return 0;
  return sleep(t, obj, shared, deadline);
}

const wake = (t: Thread, obj: number, count: number, shared: boolean): number => {
  t.kernel.futexes.wake(t.kernel.futexes.key(t, obj, shared), count);
  return 0;
};

/** Waits on a condition variable: the mutex is given back, and not taken again (do_cv_wait). */
function conditionWait(t: Thread, a: Arguments): number | Promise<number> {
  const key = keyOf(t, a.obj);
  t.mem.setU32(a.obj, 1);
  const clock = (a.val & CVWAIT_CLOCKID) === 0 ? 0 : t.mem.u32(a.obj + UCOND_CLOCK);
  const absolute = (a.val & CVWAIT_ABSTIME) !== 0 ? clock : undefined;
  const deadline = a.uaddr2 === 0 ? undefined : limited(t, readTime(t, a.uaddr2, 'timespec'), absolute);
  const sleeping = t.kernel.futexes.wait(t, key, ANY_BIT, { deadline });
  unlock(t, a.uaddr1);
  return sleeping.then((woken) => {
    if (!woken) throw errno('ETIMEDOUT');
    return 0;
  });
}
function conditionWake(t: Thread, obj: number, all: boolean): number {
  const key = keyOf(t, obj);
  const { futexes } = t.kernel;
  futexes.wake(key, all ? Number.POSITIVE_INFINITY : 1);
  if (futexes.of(key).length === 0) t.mem.setU32(obj, 0);
  return 0;
}

/** Semaphores: the kernel only sleeps and wakes; counting is the library's (do_sem_wait, do_sem2_wait). */
function semaphoreWait(
  t: Thread,
  a: Arguments,
  second: boolean,
  deadline: bigint | undefined,
): number | Promise<number> {
  if (second) {
    const count = t.mem.u32(a.obj);
    if ((count & ~USEM_HAS_WAITERS) !== 0) return 0;
    t.mem.setU32(a.obj, (count | USEM_HAS_WAITERS) >>> 0);
  } else {
    t.mem.setU32(a.obj, 1);
    if (t.mem.u32(a.obj + USEM_COUNT) !== 0) return 0;
  }
  return t.kernel.futexes
    .wait(t, t.kernel.futexes.key(t, a.obj, true), ANY_BIT, { deadline })
    .then((woken) => {
      if (!woken) throw errno('ETIMEDOUT');
      return 0;
    });
}
function semaphoreWake(t: Thread, obj: number, second: boolean): number {
  const { futexes } = t.kernel;
  const key = futexes.key(t, obj, true);
  futexes.wake(key, 1);
  if (futexes.of(key).length > 0) return 0;
  if (second) t.mem.setU32(obj, (t.mem.u32(obj) & ~USEM_HAS_WAITERS) >>> 0);
  else t.mem.setU32(obj, 0);
  return 0;
}

interface Arguments {
  readonly obj: number;
  readonly val: number;
  readonly uaddr1: number;
  readonly uaddr2: number;
}

/** The operations by name (sys/sys/umtx.h). */
const OPERATIONS: Readonly<
  Record<string, (t: Thread, a: Arguments, deadline: () => bigint | undefined) => number | Promise<number>>
> = {
  UMTX_OP_WAIT: (t, a, deadline) => wait(t, a.obj, a.val, true, deadline()),
  UMTX_OP_WAIT_UINT: (t, a, deadline) => wait(t, a.obj, a.val, true, deadline()),
  UMTX_OP_WAIT_UINT_PRIVATE: (t, a, deadline) => wait(t, a.obj, a.val, false, deadline()),
  UMTX_OP_WAKE: (t, a) => wake(t, a.obj, a.val, true),
  UMTX_OP_WAKE_PRIVATE: (t, a) => wake(t, a.obj, a.val, false),
  UMTX_OP_NWAKE_PRIVATE(t, a) {
    for (let i = 0; i < a.val; i++) wake(t, t.mem.u32(a.obj + 4 * i), Number.POSITIVE_INFINITY, false);
    return 0;
  },
  UMTX_OP_MUTEX_LOCK: (t, a, deadline) => lock(t, a.obj, 'lock', deadline()),
  UMTX_OP_MUTEX_TRYLOCK: (t, a) => lock(t, a.obj, 'try', undefined),
  UMTX_OP_MUTEX_WAIT: (t, a, deadline) => lock(t, a.obj, 'wait', deadline()),
  UMTX_OP_MUTEX_UNLOCK: (t, a) => unlock(t, a.obj),
  UMTX_OP_MUTEX_WAKE: (t, a) => wakeMutex(t, a.obj),
  UMTX_OP_MUTEX_WAKE2: (t, a) => wakeMutex(t, a.obj),
  UMTX_OP_CV_WAIT: conditionWait,
  UMTX_OP_CV_SIGNAL: (t, a) => conditionWake(t, a.obj, false),
  UMTX_OP_CV_BROADCAST: (t, a) => conditionWake(t, a.obj, true),
  UMTX_OP_RW_RDLOCK: (t, a, deadline) => readLock(t, a.obj, a.val, deadline()),
  UMTX_OP_RW_WRLOCK: (t, a, deadline) => writeLock(t, a.obj, deadline()),
  UMTX_OP_RW_UNLOCK: (t, a) => rwUnlock(t, a.obj),
  UMTX_OP_SEM_WAIT: (t, a, deadline) => semaphoreWait(t, a, false, deadline()),
  UMTX_OP_SEM_WAKE: (t, a) => semaphoreWake(t, a.obj, false),
  UMTX_OP_SEM2_WAIT: (t, a, deadline) => semaphoreWait(t, a, true, deadline()),
  UMTX_OP_SEM2_WAKE: (t, a) => semaphoreWake(t, a.obj, true),
  UMTX_OP_ROBUST_LISTS(t, a) {
    if (a.val > 12 || a.uaddr1 === 0) throw errno('EINVAL');
    const [shared = 0, own = 0, inactive = 0] = [0, 4, 8].map((at) =>
      at < a.val ? t.mem.u32(a.uaddr1 + at) : 0,
    );
    setRobustLists(t, { shared, own, inactive });
    return 0;
  },
  UMTX_OP_SET_CEILING: (t, a) => setCeiling(t, a.obj, a.val, a.uaddr1),
  UMTX_OP_GET_MIN_TIMEOUT(t, a) {
    t.mem.setU32(a.uaddr1, shortest.of(t.process));
    return 0;
  },
  UMTX_OP_SET_MIN_TIMEOUT(t, a) {
    if ((a.val | 0) < 0) throw errno('EINVAL');
    shortest.set(t.process, a.val);
    return 0;
  },
  UMTX_OP_SHM: (t, a) => sharedPage(t, a.val, a.uaddr1),
};

/** _umtx_op(obj, op, val, uaddr1, uaddr2) (sys/kern/kern_umtx.c). */
export const _umtx_op = defineSyscall({
  name: '_umtx_op',
  args: { obj: ptr, op: word, val: word, uaddr1: ptr, uaddr2: ptr },
  run(t, { obj, op, val, uaddr1, uaddr2 }) {
    const name = t.abi.enums['umtx']!.name(op);
    if (name === undefined) throw errno('EINVAL');
    const perform = OPERATIONS[name];
    if (perform === undefined) throw errno('EOPNOTSUPP');
    return perform(t, { obj, val, uaddr1, uaddr2 }, () => deadlineOf(t, uaddr1, uaddr2));
  },
});
