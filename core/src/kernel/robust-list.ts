import { KernelError } from './errno';
import type { Thread } from './thread';

const FUTEX_WAITERS = 0x8000_0000;
const FUTEX_OWNER_DIED = 0x4000_0000;
const FUTEX_TID_MASK = 0x3fff_ffff;
/** A list that is longer counts as a loop (kernel/futex/core.c). */
const LIMIT = 2048;
const LONGEST = 1_000_000;

const KEY = Symbol('robust list');

/** Address of a thread's list head, 0 for none: link, offset of the futex from a link, link of the pending one. */
export const robustListOf = (t: Thread): number => (t.extra.get(KEY) as number | undefined) ?? 0;
export const setRobustList = (t: Thread, head: number): void => void t.extra.set(KEY, head);

/** Runs what the kernel does in the memory of a thread that ends, whose faults concern nobody. */
export function ignoringFaults(body: () => void): void {
  try {
    body();
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
  }
}

/**
 * Visits the members of a singly linked list in guest memory that ends with NULL, however a program has tied it.
 * @param link - offset of the link to the next in a member.
 */
export function eachLinked(t: Thread, head: number, link: number, visit: (member: number) => void): void {
  let member = t.mem.u32(head);
  for (let count = 0; member !== 0 && count < LONGEST; count++) {
    const next = t.mem.u32((member + link) >>> 0);
    visit(member);
    member = next;
  }
}

/** A thread has ended: the futexes of its list that it holds are marked, and a sleeper of each wakes. */
export const releaseRobustList = (t: Thread): void =>
  ignoringFaults(() => {
    const head = robustListOf(t);
    if (head === 0) return;
    const { mem } = t;
    const offset = mem.i32(head + 4);
    // Bit 0 of a link marks a priority-inheriting futex.
    const pending = mem.u32(head + 8) & ~1;
    let entry = mem.u32(head);
    for (let count = 0; (entry & ~1) >>> 0 !== head && count < LIMIT; count++) {
      const next = mem.u32((entry & ~1) >>> 0);
      if ((entry & ~1) >>> 0 !== pending >>> 0) died(t, ((entry & ~1) + offset) >>> 0, false);
      entry = next;
    }
    if (pending !== 0) died(t, (pending + offset) >>> 0, true);
  });

/** Marks a futex whose owner has died and wakes one waiter. */
function died(t: Thread, address: number, pending: boolean): void {
  const { mem } = t;
  const { futexes } = t.kernel;
  const value = mem.u32(address);
  if (pending && value === 0) {
    futexes.wake(futexes.key(t, address, true), 1);
    return;
  }
  if ((value & FUTEX_TID_MASK) !== t.tid) return;
  mem.setU32(address, ((value & FUTEX_WAITERS) | FUTEX_OWNER_DIED) >>> 0);
  if ((value & FUTEX_WAITERS) !== 0) futexes.wake(futexes.key(t, address, true), 1);
}
