import { OpenFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import type { Kernel } from '../kernel/kernel';
import { ANONYMOUS_MODE, objectInode, objectStat } from '../kernel/kernel-object';
import { OpenFileBase } from '../kernel/open-file-base';
import type { Thread } from '../kernel/thread';
import type { Stat } from '../kernel/vfs/stat';
import { WaitQueue } from '../kernel/wait-queue';
import { flags, int, mode, path, ptr, uint } from '../syscall/arguments';
import { type ArgumentTypes, defineSyscall, type SyscallDefinition } from '../syscall/define';
import { readTime } from './time-argument';

/** What tells one system's semaphores of the kernel from another's. */
export interface KernelSemaphoreRules {
  /** In front of the names of the calls: `_ksem_` on NetBSD, `ksem_` on FreeBSD. */
  readonly prefix: string;
  /** SEM_VALUE_MAX. */
  readonly most: number;
  /** Names are a slash and then one or more other characters, at most 255; else they only begin with a slash. */
  readonly plainNames: boolean;
  /** KSEM_PSHARED in *idp asks for a number by which other processes find the semaphore; else numbers end with exec. */
  readonly sharedNumbers: boolean;
  /** The place for the number is the first argument, not the last. */
  readonly numberFirst: boolean;
}

const NAME_MAX = 255;
/** What *idp holds when other processes are to find the semaphore by its number, and what marks such numbers (NetBSD's sys/ksem.h). */
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

function create(t: Thread, value: number, idp: number, { most, sharedNumbers }: KernelSemaphoreRules): void {
  if (value > most) throw errno('EINVAL');
  t.mem.writable(idp, 4);
  const semaphore = new Semaphore(value);
  if (!sharedNumbers || t.mem.u32(idp) !== KSEM_PSHARED) {
    t.mem.setU32(idp, t.files.add(new SemaphoreFile(semaphore), { cloexec: !sharedNumbers }));
    return;
  }
  const store = storeOf(t);
  const id = KSEM_PSHARED_MARKER | (++store.last << 1);
  store.shared.set(id, semaphore);
  t.mem.setU32(idp, id);
}

/** @throws KernelError EACCES */
function checkAccess(t: Thread, { owner }: Semaphore): void {
  const { euid } = t.process.credentials;
  if (euid !== 0 && (owner.mode & (euid === owner.uid ? 0o200 : 0o002)) === 0) throw errno('EACCES');
}

/** @throws KernelError EINVAL, ENAMETOOLONG */
function checkName(name: string, { plainNames }: KernelSemaphoreRules): void {
  if (!name.startsWith('/')) throw errno('EINVAL');
  if (!plainNames) return;
  if (name.length > NAME_MAX) throw errno('ENAMETOOLONG');
  if (name.length === 1 || name.includes('/', 1)) throw errno('EINVAL');
}

function open(
  t: Thread,
  name: string,
  oflag: number,
  permissions: number,
  value: number,
  rules: KernelSemaphoreRules,
): Semaphore {
  const { named } = storeOf(t);
  const known = named.get(name);
  if (known !== undefined) {
    if ((oflag & OpenFlag.O_EXCL) !== 0) throw errno('EEXIST');
    checkAccess(t, known);
    return known;
  }
  if (!rules.plainNames) checkName(name, rules);
  if ((oflag & OpenFlag.O_CREAT) === 0) throw errno('ENOENT');
  checkName(name, rules);
  const owner = { uid: t.process.credentials.euid, mode: permissions };
  const semaphore = new Semaphore(value, name, owner);
  named.set(name, semaphore);
  return semaphore;
}

/**
 * The ksem family: semaphores of the kernel's, which are descriptors (FreeBSD's sys/kern/uipc_sem.c, from which NetBSD's comes). */
export function kernelSemaphoreCalls(
  rules: KernelSemaphoreRules,
): Readonly<Record<string, SyscallDefinition>> {
  const { prefix } = rules;
  const calls: SyscallDefinition[] = [
    defineSyscall({
      name: 'init',
      args: { value: uint, idp: ptr },
      run: (t, { value, idp }) => create(t, value, idp, rules),
    }),
    defineSyscall({
      name: 'open',
      args: { name: path, oflag: flags('open'), mode, value: uint, idp: ptr },
      run(t, { name, oflag, mode: permissions, value, idp }) {
        if (value > rules.most) throw errno('EINVAL');
        if (!rules.plainNames && (oflag & ~(OpenFlag.O_CREAT | OpenFlag.O_EXCL)) !== 0) throw errno('EINVAL');
        t.mem.writable(idp, 4);
        const file = new SemaphoreFile(open(t, name, oflag, permissions, value, rules));
        t.mem.setU32(idp, t.files.add(file, { cloexec: !rules.sharedNumbers }));
      },
    }),
    defineSyscall({
      name: 'unlink',
      args: { name: path },
      run(t, { name }) {
        const { named } = storeOf(t);
        const semaphore = named.get(name);
        if (semaphore === undefined) throw errno('ENOENT');
        checkAccess(t, semaphore);
        named.delete(name);
      },
    }),
    end('close', true),
    end('destroy', false),
    defineSyscall({
      name: 'post',
      args: { id: int },
      run(t, { id }) {
        const semaphore = found(t, id);
        if (semaphore.count === rules.most) throw errno('EOVERFLOW');
        semaphore.count++;
        semaphore.queue.wake(1);
      },
    }),
    defineSyscall({
      name: 'wait',
      args: { id: int },
      async run(t, { id }) {
        const semaphore = found(t, id);
        await t.wait(semaphore.queue, () => semaphore.take());
      },
    }),
    defineSyscall({
      name: 'timedwait',
      args: { id: int, abstime: ptr },
      async run(t, { id, abstime }) {
        const semaphore = found(t, id);
        const now = t.kernel.now('monotonic') - t.kernel.now('realtime');
        const options = abstime === 0 ? {} : { deadline: readTime(t, abstime, 'timespec') + now };
        if ((await t.wait(semaphore.queue, () => semaphore.take(), options)) === undefined)
          throw errno('ETIMEDOUT');
      },
    }),
    defineSyscall({
      name: 'trywait',
      args: { id: int },
      run(t, { id }) {
        if (found(t, id).take() === undefined) throw errno('EAGAIN');
      },
    }),
    defineSyscall({
      name: 'getvalue',
      args: { id: int, value: ptr },
      run: (t, { id, value }) => t.mem.setU32(value, found(t, id).count),
    }),
  ];
  const ordered = ({ args }: SyscallDefinition): ArgumentTypes =>
    rules.numberFirst && args['idp'] !== undefined ? { idp: args['idp'], ...args } : args;
  return Object.fromEntries(
    calls.map((call) => {
      const name = prefix + call.name;
      return [name, { ...call, name, args: ordered(call) }];
    }),
  );
}

/** Ends a number; the semaphore of a name stays until it is unlinked. */
function end(name: string, ofName: boolean): SyscallDefinition {
  return defineSyscall({
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
}
