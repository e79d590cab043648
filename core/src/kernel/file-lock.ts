import { errno } from './errno';
import { drop, hold, onRelease } from './file-reference';
import type { Kernel } from './kernel';
import type { OpenFile } from './open-file';
import type { Thread } from './thread';
import { WaitQueue } from './wait-queue';

/** What a lock forbids others. */
export type LockKind = 'shared' | 'exclusive' | 'none';

interface RecordLock {
  readonly owner: object;
  readonly kind: LockKind;
  readonly start: number;
  /** Exclusive; Infinity = to the end of the file, however far that moves. */
  readonly end: number;
  readonly pid: number;
}

const overlaps = (lock: RecordLock, start: number, end: number): boolean =>
  lock.start < end && start < lock.end;

/** The record locks of one file. Owners are processes (fcntl) or open files (OFD locks). */
export class RecordLocks {
  readonly released = new WaitQueue();
  private locks: RecordLock[] = [];
  private readonly waiting = new Map<object, RecordLock>();

  /** The first lock of another owner that forbids this one. */
  conflict(owner: object, kind: LockKind, start: number, end: number): RecordLock | undefined {
    return this.locks.find(
      (lock) =>
        lock.owner !== owner &&
        overlaps(lock, start, end) &&
        (kind === 'exclusive' || lock.kind === 'exclusive'),
    );
  }

  /** Sets or removes a lock; false where another forbids it. */
  set(owner: object, kind: LockKind, start: number, end: number, pid: number): boolean {
    if (kind !== 'none' && this.conflict(owner, kind, start, end) !== undefined) return false;
    const kept: RecordLock[] = [];
    for (const lock of this.locks) {
      if (lock.owner !== owner || !overlaps(lock, start, end)) {
        kept.push(lock);
        continue;
      }
      if (lock.start < start) kept.push({ ...lock, end: start });
      if (lock.end > end) kept.push({ ...lock, start: end });
    }
    if (kind !== 'none') kept.push({ owner, kind, start, end, pid });
    this.locks = kept;
    this.released.wake();
    return true;
  }

  /** Notes what an owner waits for (`none`: nothing), for the search for deadlocks. */
  waits(owner: object, kind: LockKind, start: number, end: number): void {
    if (kind === 'none') this.waiting.delete(owner);
    else this.waiting.set(owner, { owner, kind, start, end, pid: 0 });
  }
  /** Whether waiting would close a circle of owners that wait for each other on this file. */
  deadlocks(owner: object, kind: LockKind, start: number, end: number): boolean {
    const seen = new Set<object>();
    const visit = (who: object, wanted: LockKind, from: number, to: number): boolean => {
      for (const lock of this.locks) {
        if (lock.owner === who || !overlaps(lock, from, to)) continue;
        if (wanted !== 'exclusive' && lock.kind !== 'exclusive') continue;
        if (lock.owner === owner) return true;
        if (seen.has(lock.owner)) continue;
        seen.add(lock.owner);
        const next = this.waiting.get(lock.owner);
        if (next !== undefined && visit(lock.owner, next.kind, next.start, next.end)) return true;
      }
      return false;
    };
    return visit(owner, kind, start, end);
  }

  /** Removes all locks of an owner. */
  release(owner: object): void {
    if (this.locks.some((lock) => lock.owner === owner)) this.set(owner, 'none', 0, Infinity, 0);
  }
  get empty(): boolean {
    return this.locks.length === 0;
  }
}

interface LockTables {
  readonly records: Map<string, RecordLocks>;
  readonly whole: Map<string, { readonly holders: Map<OpenFile, LockKind>; readonly released: WaitQueue }>;
}
const tables = new WeakMap<Kernel, LockTables>();
function tablesOf(kernel: Kernel): LockTables {
  let found = tables.get(kernel);
  if (found === undefined) {
    found = { records: new Map(), whole: new Map() };
    tables.set(kernel, found);
  }
  return found;
}

/** Identifies the locked file across open files. @throws KernelError EBADF for what is no file */
function lockKey(file: OpenFile): string {
  const { st_dev, st_ino } = file.stat();
  return `${st_dev}:${st_ino}`;
}

/** The record locks of the file behind an open file. */
export function recordLocks(kernel: Kernel, file: OpenFile): RecordLocks {
  const { records } = tablesOf(kernel);
  const key = lockKey(file);
  let locks = records.get(key);
  if (locks === undefined) {
    locks = new RecordLocks();
    records.set(key, locks);
  }
  return locks;
}

/** POSIX: closing any descriptor of a file, or ending, gives up all the process's record locks on it. */
export function releaseRecordLocks(kernel: Kernel, owner: object, file?: OpenFile): void {
  const found = tables.get(kernel);
  if (found === undefined || found.records.size === 0) return;
  if (file === undefined) {
    for (const locks of found.records.values()) locks.release(owner);
    return;
  }
  let key: string;
  try {
    key = lockKey(file);
  } catch {
    // The host has taken the file away; nobody can lock it again.
    return;
  }
  found.records.get(key)?.release(owner);
}

/** flock(2)'s operation bits, the same on every system (sys/file.h). */
const Operation = { shared: 1, exclusive: 2, nonblock: 4, unlock: 8 } as const;

/** flock(2): one lock a file and open file. Released when the open file is. */
export function flockFile(t: Thread, file: OpenFile, operation: number): number | Promise<number> {
  const wanted = operation & ~Operation.nonblock;
  const kind: LockKind | undefined =
    wanted === Operation.shared
      ? 'shared'
      : wanted === Operation.exclusive
        ? 'exclusive'
        : wanted === Operation.unlock
          ? 'none'
          : undefined;
  if (kind === undefined) throw errno('EINVAL');
  const { whole } = tablesOf(t.kernel);
  const key = lockKey(file);
  let lock = whole.get(key);
  if (lock === undefined) {
    lock = { holders: new Map(), released: new WaitQueue() };
    whole.set(key, lock);
  }
  const { holders, released } = lock;
  const attempt = (): 0 | undefined => {
    if (kind === 'none') {
      if (holders.delete(file)) released.wake();
      return 0;
    }
    for (const [other, held] of holders)
      if (other !== file && (kind === 'exclusive' || held === 'exclusive')) return undefined;
    if (!holders.has(file))
      onRelease(file, () => {
        if (holders.delete(file)) released.wake();
      });
    holders.set(file, kind);
    released.wake();
    return 0;
  };
  // Changing a lock gives up the old one first, so another may come between.
  if (holders.has(file) && kind !== 'none' && attempt() === undefined) {
    holders.delete(file);
    released.wake();
  }
  if (attempt() === 0) return 0;
  if (operation & Operation.nonblock) throw errno('EAGAIN');
  hold(file);
  return t
    .wait(released, attempt)
    .then(() => 0)
    .finally(() => drop(file));
}
