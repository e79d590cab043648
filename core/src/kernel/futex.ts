import type { AddressSpace } from '../memory/address-space';
import type { SharedObject } from '../memory/shared-object';
import { errno } from './errno';
import type { Thread, WaitOptions } from './thread';
import { WaitQueue } from './wait-queue';

/** What sleepers of one address have in common: the memory object and the place in it. */
export interface FutexKey {
  readonly object: AddressSpace | SharedObject;
  /** Address in the space, or byte offset in the object. */
  readonly offset: number;
}

/** All bits: wakes and waits for anything. */
export const ANY_BIT = 0xffff_ffff;

/** A sleeping thread, moved from key to key by requeue. */
export class Waiter {
  readonly queue = new WaitQueue();
  woken = false;
  constructor(
    readonly thread: Thread,
    public key: FutexKey,
    readonly bitset: number,
  ) {}
}

/**
 * Sleeping on addresses: what lies under Linux futex, FreeBSD _umtx_op, NetBSD ___lwp_park60 and OpenBSD futex and
 * __thrsleep. Waiters of one key wake in the order in which they came.
 */
export class Futexes {
  private readonly waiters = new Map<FutexKey['object'], Map<number, Waiter[]>>();

  /**
   * The key of an address: shared mappings compare by object, private ones by space.
   * @throws EFAULT where nothing is mapped (shared lookups only)
   */
  key(thread: Thread, address: number, shared: boolean): FutexKey {
    const { space } = thread.process;
    if (!shared) return { object: space, offset: address };
    const region = space.regions.find(address);
    if (region === undefined) throw errno('EFAULT');
    return region.shared === undefined
      ? { object: space, offset: address }
      : { object: region.shared, offset: region.offset + address - region.start };
  }

  /**
   * Sleeps on a key until woken.
   * @returns false at the deadline
   * @throws Interrupted
   */
  wait(thread: Thread, key: FutexKey, bitset: number, options: WaitOptions): Promise<boolean> {
    const waiter = new Waiter(thread, key, bitset);
    this.add(waiter);
    return thread
      .wait(waiter.queue, () => (waiter.woken ? true : undefined), options)
      .then(
        (woken) => {
          if (!waiter.woken) this.remove(waiter);
          return woken ?? false;
        },
        (error: unknown) => {
          if (!waiter.woken) this.remove(waiter);
          throw error;
        },
      );
  }

  /** Wakes up to `count` sleepers that share a bit; returns how many. */
  wake(key: FutexKey, count: number, bitset = ANY_BIT): number {
    let woken = 0;
    for (const waiter of [...this.of(key)]) {
      if (woken >= count) break;
      if ((waiter.bitset & bitset) === 0) continue;
      this.wakeOne(waiter);
      woken++;
    }
    return woken;
  }

  /** Wakes up to `wake` sleepers and moves up to `move` further ones to another key. */
  requeue(
    from: FutexKey,
    to: FutexKey,
    wake: number,
    move: number,
  ): { readonly woken: number; readonly moved: number } {
    const woken = this.wake(from, wake);
    let moved = 0;
    for (const waiter of [...this.of(from)]) {
      if (moved >= move) break;
      this.remove(waiter);
      waiter.key = to;
      this.add(waiter);
      moved++;
    }
    return { woken, moved };
  }

  /** Those who sleep on a key, the longest waiting first. */
  of(key: FutexKey): readonly Waiter[] {
    return this.waiters.get(key.object)?.get(key.offset) ?? [];
  }

  wakeOne(waiter: Waiter): void {
    this.remove(waiter);
    waiter.woken = true;
    waiter.queue.wake();
  }

  private add(waiter: Waiter): void {
    const { object, offset } = waiter.key;
    let offsets = this.waiters.get(object);
    if (offsets === undefined) {
      offsets = new Map();
      this.waiters.set(object, offsets);
    }
    const list = offsets.get(offset);
    if (list === undefined) offsets.set(offset, [waiter]);
    else list.push(waiter);
  }

  private remove(waiter: Waiter): void {
    const { object, offset } = waiter.key;
    const offsets = this.waiters.get(object);
    const list = offsets?.get(offset);
    const index = list?.indexOf(waiter) ?? -1;
    if (index < 0) return;
    list!.splice(index, 1);
    if (list!.length > 0) return;
    offsets!.delete(offset);
    if (offsets!.size === 0) this.waiters.delete(object);
  }
}
