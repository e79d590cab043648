import {
  type CallArguments,
  errno,
  KernelError,
  OpenFlag,
  readSocketAddress,
  S_IFDIR,
  startOf,
  type Thread,
} from '@anyuser/core';
import { openLetters } from './open-letters';
import { PATH_USES, type PathUse } from './path-access.table';

/** Entries that a process may have (sys/kern/kern_unveil.c). */
const MOST_ENTRIES = 128;

/** Where a call's path leads to. */
export interface Place {
  /** Absolute, without symbolic links. */
  readonly path: string;
  /** It is a directory, and is there. */
  readonly directory: boolean;
}

/**
 * What unveil(2) has left visible to a process. A directory that is there is remembered with all below it, everything else by its
 * name: a directory that is made under that name later stays hidden (sys/kern/kern_unveil.c, unveil_add).
 */
export class Unveil {
  private readonly directories = new Map<string, string>();
  private readonly names = new Map<string, string>();
  /** No further change: unveil(NULL, NULL), or a pledge without `unveil`. */
  locked = false;

  clone(): Unveil {
    const copy = new Unveil();
    for (const [path, letters] of this.directories) copy.directories.set(path, letters);
    for (const [path, letters] of this.names) copy.names.set(path, letters);
    copy.locked = this.locked;
    return copy;
  }

  get active(): boolean {
    return this.directories.size + this.names.size > 0;
  }

  /** @throws KernelError E2BIG */
  add({ path, directory }: Place, letters: string): void {
    const entries = directory ? this.directories : this.names;
    if (!entries.has(path) && entries.size >= MOST_ENTRIES) throw errno('E2BIG');
    entries.set(path, letters);
  }

  /** Letters of the nearest directory at or above a path. */
  private covering(path: string): string | undefined {
    for (let at = path; ; at = at.slice(0, at.lastIndexOf('/')) || '/') {
      const letters = this.directories.get(at);
      if (letters !== undefined || at === '/') return letters;
    }
  }

  /**
   * @throws KernelError ENOENT where nothing covers the path, or a directory that allows nothing at all; EACCES where what covers
   *   it allows less
   */
  check({ path, directory }: Place, needs: string): void {
    const own = directory ? undefined : this.names.get(path);
    const letters = own ?? this.covering(path);
    if (letters === undefined) throw errno('ENOENT');
    for (const need of needs)
      if (!letters.includes(need)) throw errno(own === undefined && letters === '' ? 'ENOENT' : 'EACCES');
  }
}

/** What a call is about to touch. @throws KernelError */
export function placeOfPath(
  t: Thread,
  at: number | 'AT_FDCWD',
  path: string,
  use: PathUse,
  follow: boolean,
): Place {
  const { vfs } = t.kernel;
  const { fs, credentials } = t.process;
  const start = startOf(t, at, path);
  let found: { readonly path: string; readonly node: { readonly type: number } } | undefined;
  try {
    found = vfs.lookup(fs, credentials, path, { ...start, follow: follow && !use.last });
  } catch (error) {
    if (!(error instanceof KernelError) || error.code !== 'ENOENT') throw error;
  }
  if (found !== undefined) return { path: found.path, directory: found.node.type === S_IFDIR };
  const { directory, name } = vfs.lookupParent(fs, credentials, path, start);
  return { path: directory.path === '/' ? `/${name}` : `${directory.path}/${name}`, directory: false };
}

const OPEN: PathUse = { path: 'path', at: 'dirfd', need: 'r' };

/** What calls do with the file that a socket's address names (sys/kern/uipc_usrreq.c, unp_bind and unp_connect). */
const ADDRESSED: Readonly<Record<string, 'c' | 'w'>> = { bind: 'c', connect: 'w', sendto: 'w' };

function checkAddress(t: Thread, unveil: Unveil, need: 'c' | 'w', args: CallArguments): void {
  const { addr, addrlen } = args as Readonly<Record<string, number>>;
  if (addr === 0 || addr === undefined) return;
  const to = readSocketAddress(t, addr, addrlen!);
  if (to.family !== 'AF_UNIX' || to.path === '') return;
  const use: PathUse = { path: 'addr', need, last: need === 'c' };
  unveil.check(placeOfPath(t, 'AT_FDCWD', to.path, use, true), need);
}

/** Holds a call's paths against what is unveiled. @throws KernelError ENOENT, EACCES */
export function checkUnveiled(t: Thread, unveil: Unveil, name: string, args: CallArguments): void {
  const addressed = ADDRESSED[name];
  if (addressed !== undefined) checkAddress(t, unveil, addressed, args);
  const opens = name === 'open' || name === 'openat';
  for (const use of opens ? [OPEN] : (PATH_USES[name] ?? [])) {
    const path = args[use.path];
    if (typeof path !== 'string') continue;
    const at = (use.at === undefined ? undefined : (args[use.at] as number | 'AT_FDCWD')) ?? 'AT_FDCWD';
    const flags = (args['flags'] as number | undefined) ?? 0;
    const follow = opens ? (flags & OpenFlag.O_NOFOLLOW) === 0 : !use.noFollow;
    unveil.check(placeOfPath(t, at, path, use, follow), opens ? openLetters(flags) : use.need);
  }
}
