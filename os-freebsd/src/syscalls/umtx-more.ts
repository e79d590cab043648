import { dropPageAt, errno, pageAt, type Thread } from '@anyuser/core';
import { UMUTEX_CONTESTED } from './umtx-mutex';

/** struct umutex: flags, and the first of the ceilings. */
const [FLAGS, CEILING] = [4, 8] as const;
const UMUTEX_PRIO_PROTECT = 8;
const RTP_PRIO_MAX = 31;

/** Sets the ceiling of a mutex that protects by priority, and gives the old one (do_set_ceiling). @throws KernelError EINVAL, EPERM */
export function setCeiling(t: Thread, obj: number, ceiling: number, old: number): number {
  if ((t.mem.u32(obj + FLAGS) & UMUTEX_PRIO_PROTECT) === 0 || ceiling > RTP_PRIO_MAX) throw errno('EINVAL');
  const owner = (t.mem.u32(obj) & ~UMUTEX_CONTESTED) >>> 0;
  if (owner !== 0 && owner !== t.tid) throw errno('EBUSY');
  if (old !== 0) t.mem.setU32(old, t.mem.u32(obj + CEILING));
  t.mem.setU32(obj + CEILING, ceiling);
  return 0;
}

/** UMTX_SHM_* (sys/umtx.h). */
const SHM = { CREAT: 1, LOOKUP: 2, DESTROY: 4, ALIVE: 8 } as const;

/** A page of shared memory that belongs to an address: what libthr keeps shared objects in (umtx_shm). @throws KernelError EFAULT, EINVAL, ESRCH */
export function sharedPage(t: Thread, what: number, address: number): number {
  if (![1, 2, 4, 8].includes(what)) throw errno('EINVAL');
  const page = pageAt(t, address, what === SHM.CREAT);
  // What is mapped lives.
  if (what === SHM.ALIVE) return 0;
  if (page === undefined) throw errno('ESRCH');
  if (what !== SHM.DESTROY) return t.files.add(page, { cloexec: true });
  dropPageAt(t, address);
  return 0;
}
