import type { Process, Thread } from '@anyuser/core';
import { CAP_ALL } from './rights.table';

/** What a descriptor may be used for. */
export interface Rights {
  readonly words: readonly [bigint, bigint];
  /** Requests that ioctl takes; all where absent. */
  readonly ioctls?: readonly number[];
  /** Commands that fcntl takes, as CAP_FCNTL bits; all where absent. */
  readonly fcntls?: number;
}

export const ALL_RIGHTS: Rights = { words: CAP_ALL };

/** A process's capability mode, and the rights of those of its descriptors that were limited. */
interface Capabilities {
  mode: boolean;
  readonly rights: Map<number, Rights>;
  readonly forget: () => void;
}

const KEY = Symbol('freebsd capabilities');

/** What is kept of a process; undefined while nothing is limited. */
export const capabilitiesOf = (process: Process): Capabilities | undefined =>
  process.extra.get(KEY) as Capabilities | undefined;

function made(process: Process): Capabilities {
  let state = capabilitiesOf(process);
  if (state === undefined) {
    const rights = new Map<number, Rights>();
    state = { mode: false, rights, forget: process.files.onClose((fd) => void rights.delete(fd)) };
    process.extra.set(KEY, state);
  }
  return state;
}

/** Enters capability mode, which nothing leaves. */
export function enterCapabilityMode(process: Process): void {
  made(process).mode = true;
}

export const rightsOf = (process: Process, fd: number): Rights =>
  capabilitiesOf(process)?.rights.get(fd) ?? ALL_RIGHTS;
export const setRights = (process: Process, fd: number, rights: Rights): void =>
  void made(process).rights.set(fd, rights);

/** A descriptor that was made from another has its rights: dup, openat, accept. */
export function inheritRights(t: Thread, from: number, to: number): void {
  const rights = capabilitiesOf(t.process)?.rights.get(from);
  if (rights !== undefined) setRights(t.process, to, rights);
}

/** fork: the child has the mode and the rights of its parent. */
export function forkCapabilities(parent: Process, child: Process): void {
  const state = capabilitiesOf(parent);
  if (state === undefined) return;
  const copy = made(child);
  copy.mode = state.mode;
  for (const [fd, rights] of state.rights) copy.rights.set(fd, rights);
}
