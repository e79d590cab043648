import type { Thread } from '@anyuser/core';

/** What Linux keeps for each thread beside what every system does. */
export interface LinuxThread {
  /** Where a zero is written and a futex woken when the thread ends (set_tid_address); 0 for none. */
  clearChildTid: number;
  /** Head of the list of robust futexes, 0 for none. */
  robustList: number;
}

const KEY = Symbol('linux thread');

/** The Linux part of a thread, made at first use. */
export function linuxThread(thread: Thread): LinuxThread {
  let data = thread.extra.get(KEY) as LinuxThread | undefined;
  if (data === undefined) {
    data = { clearChildTid: 0, robustList: 0 };
    thread.extra.set(KEY, data);
  }
  return data;
}
