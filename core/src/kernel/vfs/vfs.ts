import type { Credentials } from '../credentials';
import type { OpenFile } from '../open-file';
import type { FileContext } from './file-context';
import type { FileSystem, Node } from './node';

/** A node at its place in the mount tree: what a path resolves to. */
export interface Location {
  readonly node: Node;
  /** Absolute guest path, without symbolic links. */
  readonly path: string;
}

/** How a path is followed. */
export interface LookupOptions {
  /** Whether a symbolic link at the end is followed (default true). */
  readonly follow?: boolean;
  /** Directory that relative paths start at; the working directory if absent. */
  readonly at?: Location;
  /** The error where the path leaves the directory that it starts at, by `..`, as an absolute one or by a link; unset: it may. */
  readonly beneath?: string;
}

/** The mount tree and path resolution: symbolic links, `..`, ELOOP, permission to search, sysroot overlay. */
export interface Vfs {
  /** Mounts a file system, or a part of one, on an absolute guest path, over what is there. */
  mount(path: string, fs: FileSystem, root?: Node): void;
  /** The root of the tree, for the first process. */
  readonly root: Location;
  readonly mounts: readonly { readonly path: string; readonly fs: FileSystem }[];
  /** @throws KernelError ENOENT, ENOTDIR, ELOOP, EACCES, ENAMETOOLONG */
  lookup(context: FileContext, credentials: Credentials, path: string, options?: LookupOptions): Location;
  /** The directory and last component of a path that may not exist yet, e.g. for mkdir. */
  lookupParent(
    context: FileContext,
    credentials: Credentials,
    path: string,
    options?: LookupOptions,
  ): { readonly directory: Location; readonly name: string; readonly trailingSlash: boolean };
  /** open(2): flags are canonical OpenFlag bits, mode has the umask applied already. */
  open(
    context: FileContext,
    credentials: Credentials,
    path: string,
    flags: number,
    mode: number,
    options?: LookupOptions,
  ): OpenFile;
}
