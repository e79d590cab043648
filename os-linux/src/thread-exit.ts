import { KernelError, type Thread } from '@anyuser/core';
import { linuxThread } from './thread-data';

const FUTEX_WAITERS = 0x8000_0000;
const FUTEX_OWNER_DIED = 0x4000_0000;
const FUTEX_TID_MASK = 0x3fff_ffff;
/** A list that is longer counts as a loop (kernel/futex/core.c). */
const ROBUST_LIST_LIMIT = 2048;

/** What the kernel does in the memory of a thread that ends: robust futexes, then clear_child_tid (kernel/fork.c, mm_release). */
export function threadExit(thread: Thread): void {
  const { clearChildTid, robustList } = linuxThread(thread);
  ignoringFaults(() => {
    if (robustList !== 0) releaseRobustList(thread, robustList);
  });
  ignoringFaults(() => {
    if (clearChildTid === 0) return;
    thread.mem.setU32(clearChildTid, 0);
    wake(thread, clearChildTid, 1);
  });
}

function ignoringFaults(body: () => void): void {
  try {
    body();
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
  }
}

function wake(thread: Thread, address: number, count: number): void {
  const { futexes } = thread.kernel;
  futexes.wake(futexes.key(thread, address, true), count);
}

/** struct robust_list_head: list, futex_offset, list_op_pending. Bit 0 of a link marks a priority-inheriting futex. */
function releaseRobustList(thread: Thread, head: number): void {
  const { mem } = thread;
  const offset = mem.i32(head + 4);
  const pending = mem.u32(head + 8) & ~1;
  let entry = mem.u32(head);
  for (let count = 0; (entry & ~1) >>> 0 !== head && count < ROBUST_LIST_LIMIT; count++) {
    const next = mem.u32((entry & ~1) >>> 0);
    if ((entry & ~1) >>> 0 !== pending >>> 0) died(thread, ((entry & ~1) + offset) >>> 0, false);
    entry = next;
  }
  if (pending !== 0) died(thread, (pending + offset) >>> 0, true);
}

/** Marks a futex whose owner has died and wakes one waiter. */
function died(thread: Thread, address: number, pending: boolean): void {
  const { mem } = thread;
  const value = mem.u32(address);
  if (pending && value === 0) {
    wake(thread, address, 1);
    return;
  }
  if ((value & FUTEX_TID_MASK) !== thread.tid) return;
  mem.setU32(address, ((value & FUTEX_WAITERS) | FUTEX_OWNER_DIED) >>> 0);
  if ((value & FUTEX_WAITERS) !== 0) wake(thread, address, 1);
}
