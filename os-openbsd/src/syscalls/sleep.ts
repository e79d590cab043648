import {
  ANY_BIT,
  defineSyscall,
  errno,
  type FutexKey,
  futexCall,
  Interrupted,
  int,
  KernelError,
  ptr,
  SharedObject,
  SigactionFlag,
  type SyscallDefinition,
  type Thread,
  word,
} from '@anyuser/core';
import { deadlineAt } from './threads';

/** The one identifier at which sleepers of all processes meet, and what stands for the place where they do. */
const SHARED = 0xffff_ffff;
const places = new WeakMap<object, FutexKey['object']>();
function sharedPlace(t: Thread): FutexKey['object'] {
  const place = places.get(t.kernel) ?? new SharedObject(undefined);
  places.set(t.kernel, place);
  return place;
}

/** Identifiers of __thrsleep are names, no words of memory: sleepers of a process meet apart from those of futex. */
const keyOf = (t: Thread, ident: number): FutexKey => ({
  object: ident === SHARED ? sharedPlace(t) : t.process.space,
  // Beside every address: futex keys of a space are whole numbers.
  offset: ident + 0.5,
});

const number = (t: Thread, code: string): number => t.abi.errno[code]!;

/** What a sleep that a signal ended gives: another error where the handler would have calls made again. */
function interruption(t: Thread): 'ECANCELED' | 'EINTR' {
  const pending = t.pending.set.clone().addAll(t.process.pending.set).deleteAll(t.signalMask);
  for (const signal of pending) {
    const { handler, flags } = t.process.action(signal);
    if (typeof handler === 'number' && (flags & SigactionFlag.SA_RESTART) !== 0) return 'ECANCELED';
  }
  return 'EINTR';
}

/**
 * __thrsleep(ident, clock_id, abstime, lock, abort): sleeps until __thrwakeup. The lock word is given back once the sleeper can
 * be found, and a set abort word prevents the sleep. The error is the result (sys/kern/kern_synch.c).
 */
export const __thrsleep = defineSyscall({
  name: '__thrsleep',
  args: { ident: ptr, clock_id: int, tp: ptr, lock: ptr, abort: ptr },
  restart: false,
  async run(t, { ident, clock_id, tp, lock, abort }) {
    if (ident === 0) return number(t, 'EINVAL');
    let deadline: bigint | undefined;
    try {
      if (tp !== 0) deadline = deadlineAt(t, clock_id, tp);
    } catch (error) {
      if (error instanceof KernelError) return number(t, error.code);
      throw error;
    }
    if (deadline !== undefined && deadline <= t.kernel.now('monotonic')) {
      if (lock !== 0) t.mem.setU32(lock, 0);
      return number(t, 'EAGAIN');
    }
    if (abort !== 0 && t.mem.i32(abort) !== 0) {
      if (lock !== 0) t.mem.setU32(lock, 0);
      return number(t, 'EINTR');
    }
    const sleep = t.kernel.futexes.wait(
      t,
      keyOf(t, ident),
      ANY_BIT,
      deadline === undefined ? {} : { deadline },
    );
    if (lock !== 0) t.mem.setU32(lock, 0);
    try {
      return (await sleep) ? 0 : number(t, 'EAGAIN');
    } catch (error) {
      if (error instanceof Interrupted && !t.dead) return number(t, interruption(t));
      throw error;
    }
  },
});

/** __thrwakeup(ident, n): 0 wakes all. */
export const __thrwakeup = defineSyscall({
  name: '__thrwakeup',
  args: { ident: ptr, n: int },
  run(t, { ident, n }) {
    if (ident === 0) return number(t, 'EINVAL');
    const all = n === 0 || ident === SHARED;
    const woken = t.kernel.futexes.wake(keyOf(t, ident), all ? Number.POSITIVE_INFINITY : n);
    return woken === 0 && ident !== SHARED ? number(t, 'ESRCH') : 0;
  },
});

const { run, ...plainFutex } = futexCall('futex', 'timespec');

/** futex(f, op, val, timeout, g) (sys/kern/sys_futex.c): the place of the timeout may hold how many to move. */
export const futex: SyscallDefinition = {
  ...plainFutex,
  args: { uaddr: ptr, op: word, val: word, timeout: ptr, uaddr2: ptr },
  restart: false,
  async run(t, args) {
    try {
      return await run(t, args);
    } catch (error) {
      if (error instanceof Interrupted && !t.dead) throw errno(interruption(t));
      throw error;
    }
  },
};
