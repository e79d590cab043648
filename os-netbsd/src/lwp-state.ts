import { type Process, type Thread, WaitQueue } from '@anyuser/core';

/** What a process keeps of its lwps beyond what core's threads are (sys/kern/kern_lwp.c). */
export interface LwpState {
  /** Ended lwps that nobody has waited for. */
  readonly zombies: Set<number>;
  /** Lwps that nobody may wait for. */
  readonly detached: Set<number>;
  /** Addresses of their struct lwpctl. */
  readonly control: Map<number, number>;
  /** Wakes when one ends. */
  readonly ended: WaitQueue;
}

const KEY = Symbol('netbsd lwps');

/** A process's state, made at first use. */
export function lwpState(process: Process): LwpState {
  let state = process.extra.get(KEY) as LwpState | undefined;
  if (state === undefined) {
    state = {
      zombies: new Set(),
      detached: new Set(),
      control: new Map(),
      ended: new WaitQueue(),
    };
    process.extra.set(KEY, state);
  }
  return state;
}

/** lc_curcpu of an lwp that has ended (sys/lwpctl.h, LWPCTL_CPU_EXITED). */
const LWPCTL_CPU_EXITED = -2;

/** An lwp has ended: it waits to be waited for, unless it is detached. */
export function lwpEnded(thread: Thread): void {
  const { process, tid } = thread;
  const state = lwpState(process);
  const control = state.control.get(tid);
  if (control !== undefined) {
    state.control.delete(tid);
    if (process.status === undefined) process.space.view.setU32(control, LWPCTL_CPU_EXITED >>> 0);
  }
  if (!state.detached.delete(tid)) state.zombies.add(tid);
  state.ended.wake();
}
