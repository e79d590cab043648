import {
  type CallArguments,
  errno,
  ProtFlag,
  S_IFDIR,
  structCodec,
  type Thread,
  TtyFile,
} from '@anyuser/core';
import { stateOf } from '../process-state';
import { SWAP_NSWAP, SWAP_STATS } from '../syscalls/swap';
import {
  allows,
  allowsNode,
  IOCTLS,
  MULTICAST_OPTIONS,
  SOCKET_OPTIONS,
  TTY_ASKS,
  TTY_CHANGES,
} from './pledge-options.table';

/** Gives the promise that lacks; '' where none would do. @throws KernelError where the call fails without being a breach */
type Check = (t: Thread, args: CallArguments, promises: ReadonlySet<string>) => string | undefined;

const need = (promises: ReadonlySet<string>, ...any: readonly string[]): string | undefined =>
  any.some((promise) => promises.has(promise)) ? undefined : any[0];

/** Before the first kbind, run-time linkers and start-up code may still map code (pledge_protexec). */
const executable: Check = (t, args, promises) =>
  ((args['prot'] as number) & ProtFlag.PROT_EXEC) !== 0 && stateOf(t.process).kbind !== undefined
    ? need(promises, 'prot_exec')
    : undefined;

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

/** The table of options of each level, by the level's number (sys/socket.h, netinet/in.h). */
const LEVELS: Readonly<Record<number, string>> = { 0xffff: 'so', 0: 'ip', 6: 'tcp', 41: 'ipv6' };

const socketOption: Check = (t, { level, optname }, promises) => {
  const table = LEVELS[level as number];
  const option = t.abi.enums[table ?? '']?.name(optname as number) ?? '';
  if (allows(SOCKET_OPTIONS, promises, option)) return undefined;
  if (option === 'SO_RTABLE') return 'wroute';
  if (table === 'so') return need(promises, 'inet', 'unix');
  return MULTICAST_OPTIONS.has(option) && promises.has('inet') && promises.has('mcast') ? undefined : 'inet';
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

const control: Check = (t, { fd, request }, promises) => {
  const name = request as string;
  if (allows(IOCTLS, promises, name)) return undefined;
  if (!promises.has('tty')) return 'tty';
  // openpty(3) opens what it asks for.
  if (name === 'PTMGET' && promises.has('rpath') && promises.has('wpath')) return undefined;
  const terminal = t.files.get(fd as number) instanceof TtyFile;
  if (name === 'TIOCSPGRP' && !promises.has('proc')) return 'tty';
  if (TTY_ASKS.has(name)) {
    if (!terminal) throw errno('ENOTTY');
    return undefined;
  }
  return TTY_CHANGES.has(name) && terminal ? undefined : 'tty';
};

/** CTL_MAXNAME. */
const MOST_NUMBERS = 12;

const SCM_RIGHTS = 1;

/** Descriptors in a message's control part; the part lies in guest memory. */
export function* rightsIn(t: Thread, header: number): Generator<number> {
  const { msg_control, msg_controllen } = structCodec(t.abi, 'msghdr').read(t.mem, header) as Record<
    string,
    number
  >;
  const align = t.abi.data.control ?? t.abi.data.word;
  const up = (n: number): number => Math.ceil(n / align) * align;
  const head = structCodec(t.abi, 'cmsghdr').size;
  if (msg_control === 0) return;
  for (let at = 0; at + head <= msg_controllen!; ) {
    const length = t.mem.u32(msg_control! + at);
    if (length < head) return;
    if (t.mem.i32(msg_control! + at + 8) === SCM_RIGHTS)
      for (let i = up(head); i + 4 <= Math.min(length, msg_controllen! - at); i += 4)
        yield t.mem.i32(msg_control! + at + i);
    at += up(length);
  }
}

/** Whether a descriptor may be handed on: no directory may (pledge_sendfd, pledge_recvfd). */
export const mayPass = (t: Thread, fd: number): boolean => t.files.get(fd).node?.type !== S_IFDIR;

const sent = (t: Thread, header: number, promises: ReadonlySet<string>): string | undefined => {
  const { msg_name } = structCodec(t.abi, 'msghdr').read(t.mem, header) as Record<string, number>;
  if (msg_name !== 0 && need(promises, 'inet', 'unix', 'dns') !== undefined) return 'inet';
  for (const fd of rightsIn(t, header))
    if (!promises.has('sendfd') || (t.files.has(fd) && !mayPass(t, fd))) return 'sendfd';
  return undefined;
};

/** What is looked at beside the call's name (sys/kern/kern_pledge.c). */
export const CHECKS: Readonly<Record<string, Check>> = {
  mmap: executable,
  mprotect: executable,
  kill: (t, { pid }, promises) => (pid === 0 || pid === t.process.pid ? undefined : need(promises, 'proc')),
  fcntl: (_t, { cmd }, promises) => (cmd === 'F_SETOWN' ? need(promises, 'proc') : undefined),
  ioctl: control,
  socket(t, { domain, type }, promises) {
    // SOCK_DNS: sockets that connect to name servers alone.
    if (((type as number) & 0x1000) !== 0) return need(promises, 'dns');
    const family = t.abi.enums['af']!.name(domain as number);
    return need(promises, family === 'AF_UNIX' || family === 'AF_LOCAL' ? 'unix' : 'inet');
  },
  sendto: addressed,
  sendmsg: (t, { msg }, promises) => sent(t, msg as number, promises),
  sendmmsg(t, { msgvec, vlen }, promises) {
    const { size } = structCodec(t.abi, 'mmsghdr');
    for (let n = 0; n < (vlen as number); n++) {
      const lacks = sent(t, (msgvec as number) + n * size, promises);
      if (lacks !== undefined) return lacks;
    }
    return undefined;
  },
  setsockopt: socketOption,
  getsockopt: socketOption,
  kevent: watching,
  chown: ownership,
  lchown: ownership,
  fchown: ownership,
  fchownat: ownership,
  sysctl(t, { name, namelen, new: fresh }, promises) {
    const mib = Array.from({ length: Math.min(MOST_NUMBERS, namelen as number) }, (_, i) =>
      t.mem.i32((name as number) + 4 * i),
    );
    if (fresh !== 0) return '';
    if (allowsNode(promises, mib)) return undefined;
    t.kernel.console(
      `${t.process.comm}(${t.process.pid}): pledge sysctl ${namelen as number}: ${mib.join(' ')}\n`,
    );
    return '';
  },
  swapctl: (_t, { cmd }) => (cmd === SWAP_NSWAP || cmd === SWAP_STATS ? undefined : 'vminfo'),
  adjtime(_t, { delta }, promises) {
    if (delta !== 0 && !promises.has('settime')) throw errno('EPERM');
    return undefined;
  },
};
