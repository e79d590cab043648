import {
  type ContextCell,
  cloneThread,
  contextCalls,
  defineSyscall,
  encodeText,
  errno,
  int,
  leaveToken,
  outInt,
  PAGE_SIZE,
  ProtFlag,
  ptr,
  type SyscallDefinition,
  sentBy,
  signalOrZero,
  size,
  startThread,
  type Thread,
  text,
  threadIn,
  word,
} from '@anyuser/core';
import { lwpState } from '../lwp-state';

/** What a cell does with a ucontext, and where it keeps a thread's own pointer. */
export interface LwpCell extends ContextCell {
  threadPointer(thread: Thread): number;
}

const LWP_DETACHED = 0x40;
const LWP_SUSPENDED = 0x80;

/** A thread of the process; 0 is the caller. @throws KernelError ESRCH */
const lwpOrSelf = (t: Thread, id: number): Thread => (id === 0 ? t : threadIn(t, id));

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
    const thread = threadIn(t, target);
    if (signo !== undefined) thread.signal(sentBy(t, signo, 'SI_TKILL'));
  },
});

export const _lwp_detach = defineSyscall({
  name: '_lwp_detach',
  args: { target: int },
  run(t, { target }) {
    const state = lwpState(t.process);
    if (state.zombies.delete(target)) return;
    const { tid } = threadIn(t, target);
    if (state.detached.has(tid)) throw errno('EINVAL');
    state.detached.add(tid);
    state.ended.wake();
  },
});

/** _lwp_wait(wait_for, departed): until an lwp ends that is not detached; 0 waits for any (sys/kern/kern_lwp.c, lwp_wait). */
export const _lwp_wait = defineSyscall({
  name: '_lwp_wait',
  args: { wait_for: int, departed: outInt },
  async run(t, { wait_for, departed }) {
    const { process } = t;
    const state = lwpState(process);
    if (wait_for === t.tid) throw errno('EDEADLK');
    const look = (): number | undefined => {
      const gone =
        wait_for === 0 ? [...state.zombies][0] : state.zombies.has(wait_for) ? wait_for : undefined;
      if (gone !== undefined) {
        state.zombies.delete(gone);
        return gone;
      }
      const others = [...process.threads].filter((other) => other !== t);
      const joinable = others.filter(({ tid }) => !state.detached.has(tid));
      if (wait_for !== 0 && !others.some(({ tid }) => tid === wait_for)) throw errno('ESRCH');
      if (wait_for !== 0 && !joinable.some(({ tid }) => tid === wait_for)) throw errno('EINVAL');
      if (joinable.length === 0) throw errno(others.length === 0 ? 'EDEADLK' : 'ESRCH');
      return undefined;
    };
    const gone = await t.wait(state.ended, look);
    departed.set(gone!);
  },
});

/** _lwp_suspend(target): it does not run until _lwp_continue. @throws KernelError ESRCH, EDEADLK where nobody would be left */
export const _lwp_suspend = defineSyscall({
  name: '_lwp_suspend',
  args: { target: int },
  run(t, { target }) {
    const thread = threadIn(t, target);
    const left = [...t.process.threads].filter((other) => other !== t && !other.suspended);
    if (thread === t && left.length === 0) throw errno('EDEADLK');
    thread.suspend();
  },
});

export const _lwp_continue = defineSyscall({
  name: '_lwp_continue',
  args: { target: int },
  run: (t, { target }) => threadIn(t, target).resume(),
});

/** _lwp_wakeup(target): its sleep ends with EINTR, or its next park at once. @throws KernelError ESRCH, ENODEV, EBUSY */
export const _lwp_wakeup = defineSyscall({
  name: '_lwp_wakeup',
  args: { target: int },
  run(t, { target }) {
    const thread = threadIn(t, target);
    if (thread.cancelSleep()) return;
    leaveToken(thread);
    throw errno(thread.sleeping ? 'EBUSY' : 'ENODEV');
  },
});

const MAXLWPNAME = 32;

export const _lwp_setname = defineSyscall({
  name: '_lwp_setname',
  args: { target: int, name: text },
  run(t, { target, name }) {
    const thread = lwpOrSelf(t, target);
    if (name.length >= MAXLWPNAME) throw errno('ENAMETOOLONG');
    thread.name = name;
  },
});
export const _lwp_getname = defineSyscall({
  name: '_lwp_getname',
  args: { target: int, name: ptr, len: size },
  run(t, { target, name, len }) {
    const bytes = encodeText(lwpOrSelf(t, target).name ?? '');
    if (len === 0) return;
    const shown = bytes.subarray(0, len - 1);
    t.mem.write(name, Uint8Array.of(...shown, 0));
  },
});

const LWPCTL_FEATURE_CURCPU = 1;

/** _lwp_ctl(features, address): a word where an lwp sees on which CPU each runs; all of them take turns on CPU 0. */
export const _lwp_ctl = defineSyscall({
  name: '_lwp_ctl',
  args: { features: int, address: outInt },
  run(t, { features, address }) {
    if (features !== LWPCTL_FEATURE_CURCPU) throw errno('ENODEV');
    const { control } = lwpState(t.process);
    let at = control.get(t.tid);
    if (at === undefined) {
      at = t.process.space.map({
        address: 0,
        length: PAGE_SIZE,
        prot: ProtFlag.PROT_READ | ProtFlag.PROT_WRITE,
      });
      control.set(t.tid, at);
    }
    address.set(at);
  },
});

/** Threads and contexts of a cell. */
export const lwpCalls = (cell: LwpCell): Readonly<Record<string, SyscallDefinition>> => ({
  ...contextCalls(cell, true),
  _lwp_create: defineSyscall({
    name: '_lwp_create',
    args: { ucp: ptr, flags: word, new_lwp: ptr },
    run(t, { ucp, flags, new_lwp }) {
      t.mem.writable(new_lwp, 4);
      const thread = cloneThread(t);
      cell.load(thread, ucp, false);
      t.mem.setU32(new_lwp, thread.tid);
      const state = lwpState(t.process);
      if ((flags & LWP_DETACHED) !== 0) state.detached.add(thread.tid);
      if ((flags & LWP_SUSPENDED) !== 0) thread.suspend();
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
