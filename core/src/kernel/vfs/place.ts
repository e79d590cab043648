import type { FileSystem, Node } from './node';
import type { Location } from './vfs';

/** Which tree a place was found in: the sysroot overlay or the mounts themselves. */
export type Layer = 'sysroot' | 'mounts';

/** A location with the way back up. */
export class Place implements Location {
  constructor(
    readonly node: Node,
    readonly path: string,
    readonly parent: Place | undefined,
    readonly layer: Layer,
    /** The mount that it lies in. */
    readonly mount: Mounted,
  ) {}

  /** Path of a child. */
  join(name: string): string {
    return this.path === '/' ? `/${name}` : `${this.path}/${name}`;
  }
}

/** A file system at its place. */
export interface Mounted {
  readonly path: string;
  readonly fs: FileSystem;
  /** Object that appears at the path: the file system's root, or below it for bind mounts. */
  readonly root: Node;
  readonly id: number;
}
