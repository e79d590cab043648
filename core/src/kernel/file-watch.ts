import type { Kernel } from './kernel';
import type { OpenFile } from './open-file';
import type { Thread } from './thread';
import type { Node } from './vfs/node';

/** What can happen to a file, as inotify and kqueue see it. */
export type FileEvent =
  | 'access'
  | 'modify'
  | 'attrib'
  | 'close-write'
  | 'close-nowrite'
  | 'open'
  | 'moved-from'
  | 'moved-to'
  | 'create'
  | 'delete'
  | 'delete-self'
  | 'move-self';

/** Called for each event on a watched object, with the entry's name where the watched object is its directory. */
export type FileListener = (
  event: FileEvent,
  name: string | undefined,
  isDirectory: boolean,
  cookie: number,
) => void;

/** Listeners by object. Only what guests do through this kernel is seen. */
export class FileWatchers {
  private readonly listeners = new Map<string, Set<FileListener>>();
  private lastCookie = 0;

  /** Whether anybody watches anything: asked before each event. */
  get active(): boolean {
    return this.listeners.size > 0;
  }
  /** Starts watching; returns what ends it. */
  watch(node: Node, listener: FileListener): () => void {
    const key = keyOf(node);
    let set = this.listeners.get(key);
    if (set === undefined) {
      set = new Set();
      this.listeners.set(key, set);
    }
    set.add(listener);
    return () => {
      set.delete(listener);
      if (set.size === 0 && this.listeners.get(key) === set) this.listeners.delete(key);
    };
  }
  tell(node: Node, event: FileEvent, name: string | undefined, isDirectory: boolean, cookie = 0): void {
    const set = this.listeners.get(keyOf(node));
    if (set !== undefined) for (const listener of [...set]) listener(event, name, isDirectory, cookie);
  }
  /** A number that ties the two halves of a rename together. */
  cookie(): number {
    return ++this.lastCookie;
  }
}

/** Identifies an object across lookups. */
export const keyOf = (node: Node): string => `${node.fs.dev}:${node.id}`;

/** The watchers of a kernel. */
export function fileWatchers(kernel: Kernel): FileWatchers {
  kernel.fileWatchers ??= new FileWatchers();
  return kernel.fileWatchers;
}

/**
 * Tells of something that happened to an object itself, and so to an entry of its directory.
 * @param at - the path by which a node was found; without one its directory is told nothing.
 */
export function fileEvent(t: Thread, event: FileEvent, subject: OpenFile | Node, at?: string): void {
  const all = t.kernel.fileWatchers;
  if (!all?.active) return;
  const node = 'readiness' in subject ? subject.node : subject;
  if (node === undefined) return;
  const isDirectory = node.type === 0o040000;
  all.tell(node, event, undefined, isDirectory);
  const path = 'readiness' in subject ? subject.path : at;
  if (path === undefined || !path.startsWith('/') || path === '/') return;
  const cut = path.lastIndexOf('/');
  try {
    const { fs, credentials } = t.process;
    const directory = t.kernel.vfs.lookup(fs, credentials, path.slice(0, cut) || '/').node;
    all.tell(directory, event, path.slice(cut + 1), isDirectory);
  } catch {
    // The directory is gone; nobody can watch it.
  }
}

/** Tells a directory's watchers that an entry came or went. */
export function entryEvent(
  t: Thread,
  event: FileEvent,
  directory: Node,
  name: string,
  isDirectory: boolean,
  cookie = 0,
): void {
  const all = t.kernel.fileWatchers;
  if (all?.active) all.tell(directory, event, name, isDirectory, cookie);
}
