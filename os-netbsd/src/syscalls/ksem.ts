import {
  ANONYMOUS_MODE,
  defineSyscall,
  errno,
  flags,
  int,
  type Kernel,
  mode,
  OpenFileBase,
  OpenFlag,
  objectInode,
  objectStat,
  path,
  ptr,
  readTime,
  type Stat,
  type SyscallDefinition,
  type Thread,
  uint,
  WaitQueue,
} from '@anyuser/core';

const SEM_VALUE_MAX = 0xffff_ffff;
const NAME_MAX = 255;
/** What *idp holds when other processes are to find the semaphore by its number, and what marks such numbers (sys/ksem.h). */
const KSEM_PSHARED = 0x5053_5244;
const KSEM_PSHARED_MARKER = 0x7000_0001;
const KSEM_MARKER_MASK = 0xff00_0001;

/** A semaphore of the kernel's (sys/kern/uipc_sem.c). */
class Semaphore {
  readonly queue = new WaitQueue();

  constructor(
    public count: number,
    readonly name?: string,
    readonly owner: { readonly uid: number; readonly mode: number } = { uid: 0, mode: 0o777 },
  ) {}

  take(): true | undefined {
    if (this.count === 0) return undefined;
    this.count--;
    return true;
  }
}

/** A semaphore as a descriptor: its number is the semaphore's. */
class SemaphoreFile extends OpenFileBase {
  private readonly ino = objectInode();

  constructor(readonly semaphore: Semaphore) {
    super(OpenFlag.O_RDWR, 'ksem');
  }
  override poll(): number {
    return 0;
  }
  override stat(): Stat {
    return objectStat(this.ino, ANONYMOUS_MODE);
  }
}

interface Semaphores {
  readonly named: Map<string, Semaphore>;
  readonly shared: Map<number, Semaphore>;
  last: number;
}
const stores = new WeakMap<Kernel, Semaphores>();
function storeOf({ kernel }: Thread): Semaphores {
  let store = stores.get(kernel);
  if (store === undefined) {
    store = { named: new Map(), shared: new Map(), last: 0 };
    stores.set(kernel, store);
  }
  return store;
}

const isShared = (id: number): boolean => (id & KSEM_MARKER_MASK) === KSEM_PSHARED_MARKER;

/** @throws KernelError EINVAL */
function found(t: Thread, id: number): Semaphore {
  if (isShared(id)) {
    const semaphore = storeOf(t).shared.get(id);
    if (semaphore === undefined) throw errno('EINVAL');
    return semaphore;
  }
  const file = t.files.has(id) ? t.files.get(id) : undefined;
  if (!(file instanceof SemaphoreFile)) throw errno('EINVAL');
  return file.semaphore;
}

function create(t: Thread, value: number, idp: number): void {
  t.mem.writable(idp, 4);
  const semaphore = new Semaphore(value);
  if (t.mem.u32(idp) !== KSEM_PSHARED) {
    t.mem.setU32(idp, t.files.add(new SemaphoreFile(semaphore)));
    return;
  }
  const store = storeOf(t);
  const id = KSEM_PSHARED_MARKER | (++store.last << 1);
  store.shared.set(id, semaphore);
  t.mem.setU32(idp, id);
}

/** @throws KernelError EINVAL, ENAMETOOLONG */
function checkName(name: string): void {
  if (name.length > NAME_MAX) throw errno('ENAMETOOLONG');
  if (!/^\/[^/]+$/.test(name)) throw errno('EINVAL');
}

function open(t: Thread, name: string, oflag: number, permissions: number, value: number): Semaphore {
  const { named } = storeOf(t);
  const { euid } = t.process.credentials;
  const known = named.get(name);
  if (known !== undefined) {
    if ((oflag & OpenFlag.O_EXCL) !== 0) throw errno('EEXIST');
    const { uid, mode: bits } = known.owner;
    if (euid !== 0 && (bits & (euid === uid ? 0o200 : 0o002)) === 0) throw errno('EACCES');
    return known;
  }
  if ((oflag & OpenFlag.O_CREAT) === 0) throw errno('ENOENT');
  checkName(name);
  const semaphore = new Semaphore(value, name, { uid: euid, mode: permissions });
  named.set(name, semaphore);
  return semaphore;
}

/** Ends a number; the semaphore of a name stays until it is unlinked. */
const end = (name: string, ofName: boolean): SyscallDefinition =>
  defineSyscall({
    name,
    args: { id: int },
    run(t, { id }) {
      const semaphore = found(t, id);
      if ((semaphore.name !== undefined) !== ofName) throw errno('EINVAL');
      if (!ofName && semaphore.queue.size > 0) throw errno('EBUSY');
      if (isShared(id)) storeOf(t).shared.delete(id);
      else t.files.close(id);
    },
  });

/** The _ksem family: semaphores are descriptors. */
export const KSEM_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  _ksem_init: defineSyscall({
    name: '_ksem_init',
    args: { value: uint, idp: ptr },
    run: (t, { value, idp }) => create(t, value, idp),
  }),
  _ksem_open: defineSyscall({
    name: '_ksem_open',
    args: { name: path, oflag: flags('open'), mode, value: uint, idp: ptr },
    run(t, { name, oflag, mode: permissions, value, idp }) {
      t.mem.writable(idp, 4);
      t.mem.setU32(idp, t.files.add(new SemaphoreFile(open(t, name, oflag, permissions, value))));
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
      await t.wait(semaphore.queue, () => semaphore.take());
    },
  }),
  _ksem_timedwait: defineSyscall({
    name: '_ksem_timedwait',
    args: { id: int, abstime: ptr },
    async run(t, { id, abstime }) {
      const semaphore = found(t, id);
      const deadline =
        readTime(t, abstime, 'timespec') - t.kernel.now('realtime') + t.kernel.now('monotonic');
      if ((await t.wait(semaphore.queue, () => semaphore.take(), { deadline })) === undefined)
        throw errno('ETIMEDOUT');
    },
  }),
  _ksem_trywait: defineSyscall({
    name: '_ksem_trywait',
    args: { id: int },
    run(t, { id }) {
      if (found(t, id).take() === undefined) throw errno('EAGAIN');
    },
  }),
  _ksem_getvalue: defineSyscall({
    name: '_ksem_getvalue',
    args: { id: int, value: ptr },
    run: (t, { id, value }) => t.mem.setU32(value, found(t, id).count),
  }),
};
