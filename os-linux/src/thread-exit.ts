import { ignoringFaults, releaseRobustList, type Thread } from '@anyuser/core';

const KEY = Symbol('clear_child_tid');

/** Sets where a zero is written and a futex woken when a thread ends (set_tid_address); 0 for nowhere. */
export const setClearChildTid = (thread: Thread, address: number): void =>
  void thread.extra.set(KEY, address);

/** What the kernel does in the memory of a thread that ends: robust futexes, then clear_child_tid (kernel/fork.c, mm_release). */
export function threadExit(thread: Thread): void {
  releaseRobustList(thread);
  const address = (thread.extra.get(KEY) as number | undefined) ?? 0;
  if (address === 0) return;
  const { futexes } = thread.kernel;
  ignoringFaults(() => {
    thread.mem.setU32(address, 0);
    futexes.wake(futexes.key(thread, address, true), 1);
  });
}
