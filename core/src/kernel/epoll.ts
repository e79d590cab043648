import { PollEvent } from '../abi/flags';
import { DirectoryFile } from './directory-file';
import { errno } from './errno';
import { onRelease } from './file-reference';
import { ANONYMOUS_MODE, objectInode, objectStat } from './kernel-object';
import type { OpenFile } from './open-file';
import { OpenFileBase } from './open-file-base';
import { RegularFile } from './regular-file';
import type { Stat } from './vfs/stat';

/** How many epoll sets may watch each other in a row. */
const MAX_NESTING = 5;

/** What is asked of a file. */
export interface EpollInterest {
  /** PollEvent bits; POLLERR and POLLHUP are always asked for. */
  readonly events: number;
  readonly edge: boolean;
  readonly oneshot: boolean;
  /** Given back with each event. */
  readonly data: bigint;
}

interface Item {
  readonly fd: number;
  readonly file: OpenFile;
  interest: EpollInterest;
  /** Off after a oneshot event. */
  disabled: boolean;
  /** Takes the listener on the file back, while it is there. */
  disarm: (() => void) | undefined;
  forget: () => void;
}

/** A set of files that tells which are ready, in time proportional to how many are (epoll(7)). */
export class EpollFile extends OpenFileBase {
  private readonly ino = objectInode();
  private readonly items = new Map<string, Item>();
  private readonly fileNumbers = new WeakMap<OpenFile, number>();
  private lastNumber = 0;
  /** Items that may be ready: woken since they were last looked at, or ready then and level-triggered. */
  private readonly candidates = new Set<Item>();

  constructor(flags: number) {
    super(flags, 'anon_inode:[eventpoll]');
    // Any of the files in it may be the host's.
    this.readiness.external = true;
  }

  private key(fd: number, file: OpenFile): string {
    let number = this.fileNumbers.get(file);
    if (number === undefined) {
      number = ++this.lastNumber;
      this.fileNumbers.set(file, number);
    }
    return `${fd}:${number}`;
  }

  /** @throws KernelError EEXIST, EPERM for files that are always ready, ELOOP, EINVAL */
  add(fd: number, file: OpenFile, interest: EpollInterest): void {
    if (file === this) throw errno('EINVAL');
    if (file instanceof RegularFile || file instanceof DirectoryFile) throw errno('EPERM');
    if (file instanceof EpollFile && (file.watches(this) || file.depth() + 1 > MAX_NESTING))
      throw errno('ELOOP');
    const key = this.key(fd, file);
    if (this.items.has(key)) throw errno('EEXIST');
    const item: Item = { fd, file, interest, disabled: false, disarm: undefined, forget: () => {} };
    item.forget = onRelease(file, () => this.drop(key, item));
    this.items.set(key, item);
    this.consider(item);
  }
  /** @throws KernelError ENOENT */
  modify(fd: number, file: OpenFile, interest: EpollInterest): void {
    const item = this.items.get(this.key(fd, file));
    if (item === undefined) throw errno('ENOENT');
    item.interest = interest;
    item.disabled = false;
    this.consider(item);
  }
  /** @throws KernelError ENOENT */
  remove(fd: number, file: OpenFile): void {
    const key = this.key(fd, file);
    const item = this.items.get(key);
    if (item === undefined) throw errno('ENOENT');
    item.forget();
    this.drop(key, item);
  }
  private drop(key: string, item: Item): void {
    item.disarm?.();
    item.disarm = undefined;
    this.items.delete(key);
    this.candidates.delete(item);
  }

  private watches(other: EpollFile): boolean {
    for (const { file } of this.items.values())
      if (file === other || (file instanceof EpollFile && file.watches(other))) return true;
    return false;
  }
  private depth(): number {
    let most = 0;
    for (const { file } of this.items.values())
      if (file instanceof EpollFile) most = Math.max(most, file.depth());
    return most + 1;
  }

  /** Looks at an item at the next wait. */
  private consider(item: Item): void {
    this.candidates.add(item);
    this.arm(item);
    this.readiness.wake();
  }
  private arm(item: Item): void {
    item.disarm ??= item.file.readiness.add(() => {
      item.disarm = undefined;
      this.candidates.add(item);
      this.readiness.wake();
    });
  }

  private happened(item: Item): number {
    if (item.disabled) return 0;
    return item.file.poll() & (item.interest.events | PollEvent.POLLERR | PollEvent.POLLHUP);
  }

  /** Takes up to `most` events; undefined where there are none. */
  collect(most: number): { readonly events: number; readonly data: bigint }[] | undefined {
    const found: { readonly events: number; readonly data: bigint }[] = [];
    const again: Item[] = [];
    for (const item of [...this.candidates]) {
      if (found.length === most) break;
      this.candidates.delete(item);
      // Armed before it is asked, so that no change in between is lost.
      this.arm(item);
      const events = this.happened(item);
      if (events === 0) continue;
      found.push({ events, data: item.interest.data });
      if (item.interest.oneshot) item.disabled = true;
      else if (!item.interest.edge) again.push(item);
    }
    // What stays ready comes after what has not been told yet.
    for (const item of again) this.candidates.add(item);
    return found.length > 0 ? found : undefined;
  }

  override poll(): number {
    for (const item of this.candidates) {
      this.arm(item);
      if (this.happened(item) !== 0) return PollEvent.POLLIN | PollEvent.POLLRDNORM;
    }
    return 0;
  }
  override stat(): Stat {
    return objectStat(this.ino, ANONYMOUS_MODE);
  }
  info(): string {
    return [...this.items.values()]
      .map(
        ({ fd, interest }) =>
          `tfd: ${String(fd).padStart(8)} events: ${interest.events.toString(16).padStart(8)} data: ${interest.data.toString(16).padStart(16)}\n`,
      )
      .join('');
  }
  override release(): void {
    for (const [key, item] of [...this.items]) {
      item.forget();
      this.drop(key, item);
    }
  }
}
