import {
  defineSyscall,
  errno,
  flags,
  int,
  type Kernel,
  mode,
  OpenFlag,
  path,
  ptr,
  readTime,
  type SyscallDefinition,
  type Thread,
  uint,
  WaitQueue,
} from '@anyuser/core';

/** A semaphore of the kernel's (sys/kern/uipc_sem.c). */
interface Semaphore {
  count: number;
  readonly queue: WaitQueue;
  readonly name: string | undefined;
}
const SEM_VALUE_MAX = 0x7fff_ffff;

interface Semaphores {
  readonly named: Map<string, Semaphore>;
  readonly byId: Map<number, Semaphore>;
  last: number;
}
const stores = new WeakMap<Kernel, Semaphores>();
function storeOf({ kernel }: Thread): Semaphores {
  let store = stores.get(kernel);
  if (store === undefined) {
    store = { named: new Map(), byId: new Map(), last: 0 };
    stores.set(kernel, store);
  }
  return store;
}

/** Gives a semaphore a number and tells it. */
function install(t: Thread, semaphore: Semaphore, idp: number): void {
  const store = storeOf(t);
  t.mem.setU32(idp, ++store.last);
  store.byId.set(store.last, semaphore);
}
function found(t: Thread, id: number): Semaphore {
  const semaphore = storeOf(t).byId.get(id);
  if (semaphore === undefined) throw errno('EINVAL');
  return semaphore;
}
const fresh = (value: number, name?: string): Semaphore => {
  if (value > SEM_VALUE_MAX) throw errno('EINVAL');
  return { count: value, queue: new WaitQueue(), name };
};
const take = (semaphore: Semaphore): true | undefined => {
  if (semaphore.count === 0) return undefined;
  semaphore.count--;
  return true;
};

/** Ends a number; the semaphore of a name stays until it is unlinked. */
const end = (name: string, ofName: boolean): SyscallDefinition =>
  defineSyscall({
    name,
    args: { id: int },
    run(t, { id }) {
      const semaphore = found(t, id);
      if ((semaphore.name !== undefined) !== ofName) throw errno('EINVAL');
      if (!ofName && semaphore.queue.size > 0) throw errno('EBUSY');
      storeOf(t).byId.delete(id);
    },
  });

/** The _ksem family. */
export const KSEM_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  _ksem_init: defineSyscall({
    name: '_ksem_init',
    args: { value: uint, idp: ptr },
    run: (t, { value, idp }) => install(t, fresh(value), idp),
  }),
  _ksem_open: defineSyscall({
    name: '_ksem_open',
    args: { name: path, oflag: flags('open'), mode, value: uint, idp: ptr },
    run(t, { name, oflag, value, idp }) {
      const { named } = storeOf(t);
      let semaphore = named.get(name);
      const creates = (oflag & OpenFlag.O_CREAT) !== 0;
      if (semaphore !== undefined && creates && (oflag & OpenFlag.O_EXCL) !== 0) throw errno('EEXIST');
      if (semaphore === undefined) {
        if (!creates) throw errno('ENOENT');
        if (name.length < 2 || !name.startsWith('/')) throw errno('EINVAL');
        semaphore = fresh(value, name);
        named.set(name, semaphore);
      }
      install(t, semaphore, idp);
    },
  }),
  _ksem_unlink: defineSyscall({
    name: '_ksem_unlink',
    args: { name: path },
    run(t, { name }) {
      if (!storeOf(t).named.delete(name)) throw errno('ENOENT');
    },
  }),
  _ksem_close: end('_ksem_close', true),
  _ksem_destroy: end('_ksem_destroy', false),
  _ksem_post: defineSyscall({
    name: '_ksem_post',
    args: { id: int },
    run(t, { id }) {
      const semaphore = found(t, id);
      if (semaphore.count === SEM_VALUE_MAX) throw errno('EOVERFLOW');
      semaphore.count++;
      semaphore.queue.wake(1);
    },
  }),
  _ksem_wait: defineSyscall({
    name: '_ksem_wait',
    args: { id: int },
    async run(t, { id }) {
      const semaphore = found(t, id);
      await t.wait(semaphore.queue, () => take(semaphore));
    },
  }),
  _ksem_timedwait: defineSyscall({
    name: '_ksem_timedwait',
    args: { id: int, abstime: ptr },
    async run(t, { id, abstime }) {
      const semaphore = found(t, id);
      const deadline =
        readTime(t, abstime, 'timespec') - t.kernel.now('realtime') + t.kernel.now('monotonic');
      if ((await t.wait(semaphore.queue, () => take(semaphore), { deadline })) === undefined)
        throw errno('ETIMEDOUT');
    },
  }),
  _ksem_trywait: defineSyscall({
    name: '_ksem_trywait',
    args: { id: int },
    run(t, { id }) {
      if (take(found(t, id)) === undefined) throw errno('EAGAIN');
    },
  }),
  _ksem_getvalue: defineSyscall({
    name: '_ksem_getvalue',
    args: { id: int, value: ptr },
    run: (t, { id, value }) => t.mem.setU32(value, found(t, id).count),
  }),
};
