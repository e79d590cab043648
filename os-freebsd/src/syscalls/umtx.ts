import { ANY_BIT, defineSyscall, errno, ptr, readTime, type Thread, word } from '@anyuser/core';

const UMTX_ABSTIME = 1;
/** Bytes of struct _umtx_time, which has flags and a clock behind the timespec. */
const UMTX_TIME_SIZE = 24;
const TIMESPEC_SIZE = 16;
const UMUTEX_UNOWNED = 0;
const UMUTEX_CONTESTED = 0x8000_0000;

/**
 * The deadline of a wait: uaddr2 is a timespec, or a _umtx_time if uaddr1 says that it is as large (kern_umtx.c,
 * umtx_copyin_umtx_time).
 */
function deadlineOf(t: Thread, uaddr1: number, uaddr2: number): bigint | undefined {
  if (uaddr2 === 0) return undefined;
  const span = readTime(t, uaddr2, 'timespec');
  const now = t.kernel.now('monotonic');
  if (uaddr1 <= TIMESPEC_SIZE) return now + span;
  if (uaddr1 < UMTX_TIME_SIZE) throw errno('EINVAL');
  const flags = t.mem.u32(uaddr2 + 16);
  if ((flags & UMTX_ABSTIME) === 0) return now + span;
  const realtime = t.abi.enums['clock']!.name(t.mem.u32(uaddr2 + 20))?.startsWith('CLOCK_REALTIME') ?? false;
  return realtime ? span - t.kernel.now('realtime') + now : span;
}

async function wait(
  t: Thread,
  obj: number,
  value: number,
  shared: boolean,
  deadline: bigint | undefined,
): Promise<number> {
  const key = t.kernel.futexes.key(t, obj, shared);
  if (t.mem.u32(obj) !== value >>> 0) return 0;
  if (!(await t.kernel.futexes.wait(t, key, ANY_BIT, { deadline }))) throw errno('ETIMEDOUT');
  return 0;
}

const wake = (t: Thread, obj: number, count: number, shared: boolean): number => {
  t.kernel.futexes.wake(t.kernel.futexes.key(t, obj, shared), count);
  return 0;
};

/** Takes a umutex whose first word is the owner's thread id, sleeping while another owns it. */
async function lock(t: Thread, obj: number, tryOnly: boolean, deadline: bigint | undefined): Promise<number> {
  const key = t.kernel.futexes.key(t, obj, false);
  for (;;) {
    const owner = t.mem.u32(obj);
    if ((owner & ~UMUTEX_CONTESTED) === UMUTEX_UNOWNED) {
      t.mem.setU32(obj, ((owner & UMUTEX_CONTESTED) | t.tid) >>> 0);
      return 0;
    }
    if ((owner & ~UMUTEX_CONTESTED) === t.tid) throw errno('EDEADLK');
    if (tryOnly) throw errno('EBUSY');
    t.mem.setU32(obj, (owner | UMUTEX_CONTESTED) >>> 0);
    if (!(await t.kernel.futexes.wait(t, key, ANY_BIT, { deadline }))) throw errno('ETIMEDOUT');
  }
}

function unlock(t: Thread, obj: number): number {
  if ((t.mem.u32(obj) & ~UMUTEX_CONTESTED) !== t.tid) throw errno('EPERM');
  const key = t.kernel.futexes.key(t, obj, false);
  const more = t.kernel.futexes.of(key).length > 1;
  t.mem.setU32(obj, more ? UMUTEX_CONTESTED : UMUTEX_UNOWNED);
  t.kernel.futexes.wake(key, 1);
  return 0;
}

function perform(
  t: Thread,
  op: string,
  a: { obj: number; val: number; uaddr1: number; uaddr2: number },
): number | Promise<number> {
  const deadline = (): bigint | undefined => deadlineOf(t, a.uaddr1, a.uaddr2);
  switch (op) {
    case 'UMTX_OP_WAIT':
    case 'UMTX_OP_WAIT_UINT':
      return wait(t, a.obj, a.val, true, deadline());
    case 'UMTX_OP_WAIT_UINT_PRIVATE':
      return wait(t, a.obj, a.val, false, deadline());
    case 'UMTX_OP_WAKE':
      return wake(t, a.obj, a.val, true);
    case 'UMTX_OP_WAKE_PRIVATE':
      return wake(t, a.obj, a.val, false);
    case 'UMTX_OP_NWAKE_PRIVATE':
      for (let i = 0; i < a.val; i++) wake(t, t.mem.u32(a.obj + 4 * i), Number.POSITIVE_INFINITY, false);
      return 0;
    case 'UMTX_OP_MUTEX_LOCK':
      return lock(t, a.obj, false, deadline());
    case 'UMTX_OP_MUTEX_TRYLOCK':
      return lock(t, a.obj, true, undefined);
    case 'UMTX_OP_MUTEX_UNLOCK':
      return unlock(t, a.obj);
    default:
      throw errno('EOPNOTSUPP');
  }
}

/** _umtx_op(obj, op, val, uaddr1, uaddr2) (sys/kern/kern_umtx.c). */
export const _umtx_op = defineSyscall({
  name: '_umtx_op',
  args: { obj: ptr, op: word, val: word, uaddr1: ptr, uaddr2: ptr },
  run(t, { obj, op, val, uaddr1, uaddr2 }) {
    const name = t.abi.enums['umtx']!.name(op);
    if (name === undefined) throw errno('EINVAL');
    return perform(t, name, { obj, val, uaddr1, uaddr2 });
  },
});
