import { type CallArguments, errno, ProtFlag, structCodec, type Thread } from '@anyuser/core';
import type { OpenbsdProcess } from '../process-state';
import { abortWith } from './abort';
import { openLetters } from './open-letters';
import { PATH_USES } from './path-access.table';
import { IMPLIED, PLEDGED_CALLS, PROMISES } from './promises.table';

/** The words of a promise string. @throws KernelError EINVAL for an unknown one */
export function parsePromises(text: string): Set<string> {
  const promises = new Set<string>();
  for (const word of text.split(' ')) {
    if (word === '') continue;
    if (!PROMISES.has(word)) throw errno('EINVAL');
    promises.add(word);
    for (const more of IMPLIED[word] ?? []) promises.add(more);
  }
  return promises;
}

/** Files that promises other than rpath let a program open for reading (pledge_namei). */
const READABLE: readonly (readonly [promise: string, paths: readonly string[]])[] = [
  ['stdio', ['/dev/null', '/etc/localtime', '/usr/share/zoneinfo/', '/etc/malloc.conf']],
  ['getpw', ['/etc/pwd.db', '/etc/group', '/etc/netid']],
  ['dns', ['/etc/resolv.conf', '/etc/hosts', '/etc/services']],
  ['tty', ['/dev/tty']],
];
/** Both ways. */
const WRITABLE: readonly string[] = ['/dev/null', '/dev/tty'];

function excepted(promises: ReadonlySet<string>, path: string, letters: string): boolean {
  if (path.includes('/../')) return false;
  if (promises.has('tmppath') && path.startsWith('/tmp/')) return true;
  const readable = READABLE.some(
    ([promise, paths]) =>
      promises.has(promise) &&
      paths.some((each) => path === each || (each.endsWith('/') && path.startsWith(each))),
  );
  return readable && (letters === 'r' || (!letters.includes('c') && WRITABLE.includes(path)));
}

const BY_LETTER: Readonly<Record<string, string>> = { r: 'rpath', w: 'wpath', c: 'cpath', x: 'exec' };
/** Calls whose own promise covers the change of the file that they name. */
const ATTRIBUTES = /^(f?ch(mod|own)|lchown|utime|mk(nod|fifo))/;

type Check = (t: Thread, args: CallArguments, promises: ReadonlySet<string>) => string | undefined;

const need = (promises: ReadonlySet<string>, ...any: readonly string[]): string | undefined =>
  any.some((promise) => promises.has(promise)) ? undefined : any[0];

const executable: Check = (_t, args, promises) =>
  ((args['prot'] as number) & ProtFlag.PROT_EXEC) !== 0 ? need(promises, 'prot_exec') : undefined;

const addressed: Check = (_t, args, promises) =>
  args['addr'] === 0 ? undefined : need(promises, 'inet', 'unix', 'dns');

const ownership: Check = (t, args, promises) => {
  if (promises.has('chown')) return undefined;
  const { uid, groups, gid } = t.process.credentials;
  if (args['uid'] !== -1 && args['uid'] !== uid) throw errno('EPERM');
  if (args['gid'] !== -1 && args['gid'] !== gid && !groups.includes(args['gid'] as number))
    throw errno('EPERM');
  return undefined;
};

const opening: Check = (_t, args, promises) => {
  const letters = openLetters(args['flags'] as number);
  if (excepted(promises, args['path'] as string, letters)) return undefined;
  for (const letter of letters) if (!promises.has(BY_LETTER[letter]!)) return BY_LETTER[letter];
  return undefined;
};

/** Options of sockets that every program may set and ask for (pledge_sockopt). */
const FREE_OPTIONS: ReadonlySet<string> = new Set(['SO_RCVBUF', 'SO_ERROR']);

const socketOption: Check = (t, { level, optname }, promises) => {
  const { enums } = t.abi;
  const ofSocket = enums['sol']!.name(level as number) === 'SOL_SOCKET';
  const option = ofSocket ? enums['so']!.name(optname as number) : enums['ip']!.name(optname as number);
  if (ofSocket && FREE_OPTIONS.has(option ?? '')) return undefined;
  if (option === 'SO_RTABLE') return need(promises, 'wroute');
  if (ofSocket) return need(promises, 'inet', 'unix', 'dns');
  if (/MULTICAST|MEMBERSHIP|_GROUP/.test(option ?? '')) return need(promises, 'mcast');
  return need(promises, 'inet', 'dns');
};

/** Where a change of a kqueue names its filter. */
const FILTER_OFFSET = 4;

/** Watching other processes needs `proc` (sys/kern/kern_event.c). */
const watching: Check = (t, { changelist, nchanges }, promises) => {
  const { size } = structCodec(t.abi, 'kevent');
  for (let n = 0; n < (nchanges as number); n++) {
    const at = (changelist as number) + n * size;
    const filter = (t.mem.u16(at + FILTER_OFFSET) << 16) >> 16;
    if (t.abi.enums['evfilt']!.name(filter) === 'EVFILT_PROC' && t.mem.u32(at) !== t.process.pid)
      return need(promises, 'proc');
  }
  return undefined;
};

/** ioctls that need no promise; the others are for terminals. */
const FREE_IOCTLS: ReadonlySet<string> = new Set(['FIONREAD', 'FIONBIO', 'FIOCLEX', 'FIONCLEX']);
/** sysctl(2) nodes that stdio may read (pledge_sysctl). */
const FREE_SYSCTLS: ReadonlySet<string> = new Set([
  ...['1.1', '1.2', '1.3', '1.4', '1.8', '1.10', '1.12', '1.17', '1.18', '1.22', '1.27', '1.36'],
  ...['2.2', '2.3', '2.12', '6.1', '6.3', '6.4', '6.7', '6.19', '6.25'],
]);
const SCM_RIGHTS = 1;

/** What is looked at beside the call's name. Gives the promise that lacks. */
const CHECKS: Readonly<Record<string, Check>> = {
  open: opening,
  openat: opening,
  mmap: executable,
  mprotect: executable,
  kill: (t, { pid }, promises) => (pid === 0 || pid === t.process.pid ? undefined : need(promises, 'proc')),
  fcntl: (_t, { cmd }, promises) => (cmd === 'F_SETOWN' ? need(promises, 'proc') : undefined),
  ioctl: (_t, { request }, promises) =>
    FREE_IOCTLS.has(request as string) ? undefined : need(promises, 'tty'),
  socket(t, { domain, type }, promises) {
    const family = t.abi.enums['af']!.name(domain as number);
    const dns = ((type as number) & 0x1000) !== 0;
    if (family === 'AF_UNIX' || family === 'AF_LOCAL') return need(promises, 'unix');
    return dns && promises.has('dns') ? undefined : need(promises, 'inet');
  },
  sendto: addressed,
  sendmsg(t, { msg }, promises) {
    const header = structCodec(t.abi, 'msghdr').read(t.mem, msg as number) as Record<string, number>;
    const { msg_name, msg_control, msg_controllen } = header;
    if (msg_name !== 0 && need(promises, 'inet', 'unix', 'dns') !== undefined) return 'inet';
    const rights = msg_controllen! >= 12 && t.mem.i32(msg_control! + 8) === SCM_RIGHTS;
    return rights ? need(promises, 'sendfd') : undefined;
  },
  setsockopt: socketOption,
  getsockopt: socketOption,
  kevent: watching,
  chown: ownership,
  lchown: ownership,
  fchown: ownership,
  fchownat: ownership,
  sysctl(t, { name, namelen, new: fresh }) {
    const mib = Array.from({ length: Math.min(2, namelen as number) }, (_, i) =>
      t.mem.i32((name as number) + 4 * i),
    );
    return fresh === 0 && FREE_SYSCTLS.has(mib.join('.')) ? undefined : '';
  },
  adjtime(_t, { delta }, promises) {
    if (delta !== 0 && !promises.has('settime')) throw errno('EPERM');
    return undefined;
  },
};

/** What paths need of a call that the promises of its name allow in itself. */
function ofPaths(name: string, args: CallArguments, promises: ReadonlySet<string>): string | undefined {
  for (const use of PATH_USES[name] ?? []) {
    const path = args[use.path];
    const letter = ATTRIBUTES.test(name) ? 'r' : use.need;
    const promise = BY_LETTER[letter]!;
    if (typeof path !== 'string' || promises.has(promise)) continue;
    if (/^mk(nod|fifo)/.test(name) || excepted(promises, path, letter)) continue;
    return promise;
  }
  return undefined;
}

function missing(
  t: Thread,
  name: string,
  args: CallArguments,
  promises: ReadonlySet<string>,
): string | undefined {
  const any = PLEDGED_CALLS.get(name);
  if (any === undefined) return '';
  if (any.length > 0 && !any.some((each) => promises.has(each))) return any[0];
  return CHECKS[name]?.(t, args, promises) ?? ofPaths(name, args, promises);
}

/**
 * Holds a call against what the process has promised (sys/kern/kern_pledge.c). Who breaks a promise is ended, or gets ENOSYS
 * if it promised `error`.
 * @throws KernelError ENOSYS, EPERM
 */
export function checkPledge(
  t: Thread,
  { promises }: Pick<OpenbsdProcess, 'promises'>,
  number: number,
  name: string,
  args: CallArguments,
): void {
  if (promises === undefined) return;
  const lacks = missing(t, name.replace(/^pad_/, ''), args, promises);
  if (lacks === undefined) return;
  if (promises.has('error')) throw errno('ENOSYS');
  abortWith(t, `pledge "${lacks}", syscall ${number}`);
  throw errno('EPERM');
}
