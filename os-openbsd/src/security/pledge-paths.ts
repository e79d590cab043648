import { type CallArguments, errno } from '@anyuser/core';
import { openLetters } from './open-letters';
import { PATH_USES } from './path-access.table';

const BY_LETTER: Readonly<Record<string, string>> = { r: 'rpath', w: 'wpath', c: 'cpath', x: 'exec' };
/** Calls whose own promise covers the change of the file that they name. */
const ATTRIBUTES = /^(f?ch(mod|own)|lchown|utime|mk(nod|fifo))/;

/** Files that open reads without rpath, by the promise that lets it; stdio's need none (pledge_namei). */
const READABLE: readonly (readonly [promise: string | undefined, paths: readonly string[]])[] = [
  [undefined, ['/dev/null', '/etc/localtime', '/usr/share/zoneinfo/']],
  ['getpw', ['/etc/pwd.db', '/etc/group', '/etc/netid']],
  ['dns', ['/etc/resolv.conf', '/etc/hosts', '/etc/services', '/etc/protocols']],
  ['tty', ['/dev/tty']],
];
/** Both ways. */
const WRITABLE: readonly string[] = ['/dev/null', '/dev/tty'];

/** An absolute path without `.`, `..` and doubled slashes, by its letters alone (canonpath). */
function canonical(path: string): string {
  if (!path.startsWith('/')) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

const covers = (each: string, path: string): boolean =>
  path === each || (each.endsWith('/') && path.startsWith(each));

/**
 * Whether a call is let at a file although nothing that it names was promised: what libc reads by itself, and temporary files.
 * unveil does not hide these. @throws KernelError EPERM for the secret half of the password file
 */
export function isExcepted(
  name: string,
  promises: ReadonlySet<string>,
  given: string,
  letters: string,
): boolean {
  const path = canonical(given);
  switch (name) {
    case 'access':
      return path === '/etc/localtime';
    case 'stat':
      return promises.has('dns') && (path === '/etc/hosts' || path === '/etc/resolv.conf');
    case 'unlink':
      return promises.has('tmppath') && path.startsWith('/tmp/');
    case 'open':
      if (promises.has('tmppath') && letters.includes('c') && path.startsWith('/tmp/')) return true;
      if (promises.has('getpw') && letters === 'r' && path === '/etc/spwd.db') throw errno('EPERM');
      if (letters.includes('c')) return false;
      return READABLE.some(
        ([promise, paths]) =>
          (promise === undefined || promises.has(promise)) &&
          paths.some((each) => covers(each, path)) &&
          (letters === 'r' || WRITABLE.includes(path)),
      );
    default:
      return false;
  }
}

/** What the paths of a call need that was not promised, and whether they are excepted. @throws KernelError EPERM */
export function checkPaths(
  name: string,
  args: CallArguments,
  promises: ReadonlySet<string>,
): { readonly lacks: string | undefined; readonly excepted: boolean } {
  const opens = name === 'open' || name === 'openat';
  const uses = opens
    ? [{ path: 'path', needs: openLetters(args['flags'] as number) }]
    : (PATH_USES[name] ?? []).map(({ path, need }) => ({ path, needs: ATTRIBUTES.test(name) ? 'r' : need }));
  let excepted = false;
  for (const { path, needs } of uses) {
    const text = args[path];
    if (typeof text !== 'string') continue;
    if (isExcepted(name, promises, text, needs)) {
      excepted = true;
      continue;
    }
    if (/^mk(nod|fifo)/.test(name)) continue;
    for (const letter of needs) {
      const promise = BY_LETTER[letter]!;
      if (!promises.has(promise)) return { lacks: promise, excepted };
    }
  }
  return { lacks: undefined, excepted };
}
