import * as core from '@anyuser/core';
import { type SyscallDefinition, type SyscallTable, variant } from '@anyuser/core';
import {
  fstatfs,
  getfsstat,
  getlogin,
  keventCall,
  kqueue1,
  lseek,
  setlogin,
  statfs,
  sysctlCall,
  tableOf,
} from '@anyuser/os-bsd';
import { NUMBERS } from './numbers.table';
import * as files from './syscalls/files';
import * as identity from './syscalls/identity';
import * as memory from './syscalls/memory';
import * as misc from './syscalls/misc';
import { recvmmsg, recvmsg } from './syscalls/receive';
import { REFUSED_SYSCALLS } from './syscalls/refused.table';
import * as security from './syscalls/security';
import * as signal from './syscalls/signal';
import * as sleep from './syscalls/sleep';
import { swapctl } from './syscalls/swap';
import * as threads from './syscalls/threads';
import { tree } from './sysctl.table';

const named = (base: SyscallDefinition, name: string): SyscallDefinition => variant(base, { name });

/** OpenBSD's own definitions, and shared ones under names of OpenBSD's; all others come from os-bsd by name. */
export const OPENBSD_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  // Files.
  stat: core.stat,
  lstat: core.lstat,
  fstat: core.fstat,
  fstatat: core.fstatat,
  statfs,
  fstatfs,
  getfsstat,
  mknod: core.mknod,
  pipe: core.pipe,
  fcntl: files.fcntl,
  closefrom: files.closefrom,
  getdtablecount: files.getdtablecount,
  getdents: files.getdents,
  __getcwd: files.__getcwd,
  __realpath: files.__realpath,
  pad_pread: named(core.pread, 'pad_pread'),
  pad_pwrite: named(core.pwrite, 'pad_pwrite'),
  pad_preadv: named(core.preadv, 'pad_preadv'),
  pad_pwritev: named(core.pwritev, 'pad_pwritev'),
  pad_lseek: named(lseek, 'pad_lseek'),
  pad_truncate: named(core.truncate, 'pad_truncate'),
  pad_ftruncate: named(core.ftruncate, 'pad_ftruncate'),
  kevent: keventCall('kevent', 'kevent', 'timespec'),
  kqueue1,
  recvmsg,
  recvmmsg,
  chflagsat: misc.chflagsat,
  pathconfat: misc.pathconfat,
  adjtime: misc.adjtime,
  adjfreq: misc.adjfreq,
  swapctl,
  __tmpfd: misc.__tmpfd,
  ypconnect: misc.ypconnect,
  waitid: core.waitid,
  // Memory.
  mmap: memory.mmap,
  pad_mmap: memory.pad_mmap,
  munmap: memory.munmap,
  mprotect: memory.mprotect,
  mquery: memory.mquery,
  pad_mquery: memory.pad_mquery,
  minherit: memory.minherit,
  madvise: memory.madvise,
  // Threads and signals.
  __threxit: threads.__threxit,
  getthrid: threads.getthrid,
  getthrname: threads.getthrname,
  setthrname: threads.setthrname,
  __thrsleep: sleep.__thrsleep,
  __thrwakeup: sleep.__thrwakeup,
  futex: sleep.futex,
  sigaction: core.sigaction,
  sigprocmask: signal.sigprocmask,
  sigpending: signal.sigpending,
  sigsuspend: signal.sigsuspend,
  sigaltstack: signal.sigaltstack,
  sigreturn: signal.sigreturn,
  __thrsigdivert: signal.__thrsigdivert,
  // Identity and the rest.
  getentropy: identity.getentropy,
  setlogin,
  getlogin_r: named(getlogin, 'getlogin_r'),
  sendsyslog: identity.sendsyslog,
  getrtable: identity.getrtable,
  setrtable: identity.setrtable,
  sysctl: sysctlCall('sysctl', tree, 'EOPNOTSUPP'),
  // What keeps a program to what it said that it would do.
  pledge: security.pledge,
  unveil: security.unveil,
  mimmutable: security.mimmutable,
  msyscall: security.msyscall,
  pinsyscall: security.pinsyscall,
  pinsyscalls: security.pinsyscalls,
};

/** OpenBSD's table with what a port adds. */
export const syscallTable = (port: Readonly<Record<string, SyscallDefinition>>): SyscallTable =>
  tableOf(NUMBERS, { ...REFUSED_SYSCALLS, ...OPENBSD_SYSCALLS, ...port });
