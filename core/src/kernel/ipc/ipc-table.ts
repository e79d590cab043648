import { errno } from '../errno';
import type { Thread } from '../thread';
import { checkAccess, type IpcObject, type IpcPermissions } from './ipc-object';

/** How an object is looked up by its key, or made. */
export interface IpcRequest {
  /** 0 (IPC_PRIVATE) always makes one. */
  readonly key: number;
  readonly create: boolean;
  readonly exclusive: boolean;
  /** Permission bits of a new one, or those that are asked of one that exists. */
  readonly mode: number;
}

/** Identifiers are the slot and, above it, how often the slot was used, so that old ones are recognised. */
const SLOTS = 32_768;
const MOST_USES = 0xffff;

/** The objects of one kind, by identifier and key. */
export class IpcTable<T extends IpcObject> {
  private readonly slots: (T | undefined)[] = [];
  private readonly uses: number[] = [];

  /** @param most - how many there may be. */
  constructor(private readonly most: number) {}

  /**
   * The identifier of an object by its key.
   * @param accept - refuses one that exists but does not suit, by throwing.
   * @throws ENOENT, EEXIST, EACCES, ENOSPC
   */
  get(
    t: Thread,
    { key, create, exclusive, mode }: IpcRequest,
    make: (permissions: IpcPermissions) => T,
    accept: (object: T) => void,
  ): number {
    const slot = key === 0 ? -1 : this.slots.findIndex((each) => each?.permissions.key === key);
    const found = this.slots[slot];
    if (found !== undefined) {
      if (create && exclusive) throw errno('EEXIST');
      accept(found);
      checkAccess(t, found, (mode >>> 6) | (mode >>> 3) | mode);
      return this.identifier(slot);
    }
    if (key !== 0 && !create) throw errno('ENOENT');
    const { euid: uid, egid: gid } = t.process.credentials;
    return this.add(make({ key, uid, gid, cuid: uid, cgid: gid, mode: mode & 0o777 }));
  }

  private add(object: T): number {
    const free = this.slots.indexOf(undefined);
    const slot = free < 0 ? this.slots.length : free;
    if (slot >= this.most) throw errno('ENOSPC');
    this.slots[slot] = object;
    this.uses[slot] = ((this.uses[slot] ?? -1) + 1) & MOST_USES;
    return this.identifier(slot);
  }
  private identifier(slot: number): number {
    return (this.uses[slot]! * SLOTS + slot) | 0;
  }

  /** @throws EINVAL where there is none, EIDRM where there was another one */
  find(id: number): T {
    const slot = id < 0 ? -1 : id % SLOTS;
    const object = this.slots[slot];
    if (object === undefined) throw errno('EINVAL');
    if (this.identifier(slot) !== id) throw errno('EIDRM');
    return object;
  }
  /** The object of a slot and its identifier, for MSG_STAT and its like. @throws EINVAL */
  at(slot: number): { readonly id: number; readonly object: T } {
    const object = this.slots[slot];
    if (object === undefined) throw errno('EINVAL');
    return { id: this.identifier(slot), object };
  }
  /** How often the slot of an identifier was used before (`seq` of struct ipc_perm). */
  sequence(id: number): number {
    return Math.floor(id / SLOTS);
  }

  remove(object: T): void {
    const slot = this.slots.indexOf(object);
    if (slot >= 0) this.slots[slot] = undefined;
    object.removed = true;
  }
  get objects(): readonly T[] {
    return this.slots.filter((each) => each !== undefined);
  }
  /** The highest slot in use; 0 without any. */
  get highest(): number {
    let slot = this.slots.length - 1;
    while (slot > 0 && this.slots[slot] === undefined) slot--;
    return Math.max(0, slot);
  }
}
