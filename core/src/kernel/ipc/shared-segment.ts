import { pageUp } from '../../memory/address-space';
import type { Region } from '../../memory/region';
import { SharedObject } from '../../memory/shared-object';
import type { Kernel } from '../kernel';
import type { IpcObject, IpcPermissions } from './ipc-object';

/** Most segments (SHMMNI). */
export const MOST_SEGMENTS = 4096;

/** A segment of System V shared memory (ipc/shm.c). Times in seconds since 1970. */
export class SharedSegment implements IpcObject {
  /** IPC_RMID was asked for: it goes with its last attachment. */
  removed = false;
  readonly object = new SharedObject(undefined);
  attached = 0;
  detached = 0;
  lastPid = 0;

  /** @param size - bytes. */
  constructor(
    readonly permissions: IpcPermissions,
    public changed: number,
    readonly size: number,
    readonly creator: number,
  ) {
    // The bytes stay while nobody has it attached.
    this.object.retain(pageUp(size));
  }

  /** Gives up the bytes; those who have it attached keep them. */
  release(): void {
    this.object.release(pageUp(this.size));
  }

  /** How often it is attached: the starts of it that are mapped anywhere. */
  attachments(kernel: Kernel): number {
    let count = 0;
    for (const { status, space } of kernel.processes.values()) {
      if (status !== undefined) continue;
      for (const region of space.regions) if (this.begins(region)) count++;
    }
    return count;
  }
  begins({ shared, offset }: Region): boolean {
    return shared === this.object && offset === 0;
  }
}
