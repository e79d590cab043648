import * as core from '@anyuser/core';
import { type SyscallDefinition, type SyscallTable, variant } from '@anyuser/core';
import {
  __semctl,
  AIO_SYSCALLS,
  futimes,
  getlogin,
  indirectCalls,
  keventCall,
  kqueue1,
  lutimes,
  munmapCall,
  openCalls,
  posix_fadvise,
  setlogin,
  tableOf,
} from '@anyuser/os-bsd';
import { MESSAGE_QUEUES } from './message-queues.table';
import { NUMBERS } from './numbers.table';
import { rasctl } from './restartable';
import { COMPAT_SYSCALLS } from './syscalls/compat';
import * as files from './syscalls/files';
import * as lwp from './syscalls/lwp';
import * as memory from './syscalls/memory';
import * as misc from './syscalls/misc';
import * as park from './syscalls/park';
import { REFUSED_SYSCALLS } from './syscalls/refused.table';
import { SCHED_SYSCALLS } from './syscalls/schedule';
import { __sigaction_sigtramp, sigqueueinfo } from './syscalls/signal';
import { paccept } from './syscalls/socket';
import { posix_spawn } from './syscalls/spawn';
import { STATVFS_SYSCALLS } from './syscalls/statvfs';
import { __sysctl } from './syscalls/sysctl';

const named = (base: SyscallDefinition, name: string): SyscallDefinition => variant(base, { name });

const queues = core.messageQueueCalls(MESSAGE_QUEUES);

/** NetBSD's own definitions, and shared ones under versioned names; all others come from os-bsd by name. */
export const NETBSD_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  ...indirectCalls(false),
  ...openCalls('EFTYPE'),
  pipe: core.pipeInRegisters,
  __posix_fadvise50: {
    ...posix_fadvise,
    name: '__posix_fadvise50',
    args: { fd: core.fd, PAD: core.word, offset: core.off, len: core.off, advice: core.int },
  },
  __getlogin: named(getlogin, '__getlogin'),
  __setlogin: named(setlogin, '__setlogin'),
  __futimes50: named(futimes, '__futimes50'),
  __lutimes50: named(lutimes, '__lutimes50'),
  _lwp_wait: lwp._lwp_wait,
  _lwp_continue: lwp._lwp_continue,
  _lwp_setname: lwp._lwp_setname,
  _lwp_getname: lwp._lwp_getname,
  _lwp_ctl: lwp._lwp_ctl,
  __getdents30: files.__getdents30,
  __getcwd: named(core.getcwd, '__getcwd'),
  __posix_rename: named(core.rename, '__posix_rename'),
  ____semctl50: named(__semctl, '____semctl50'),
  __msgctl50: named(core.msgctl, '__msgctl50'),
  __shmctl50: named(core.shmctl, '__shmctl50'),
  semtimedop: core.semtimedop,
  __aio_suspend50: named(AIO_SYSCALLS['aio_suspend']!, '__aio_suspend50'),
  __stat50: named(core.stat, '__stat50'),
  __fstat50: named(core.fstat, '__fstat50'),
  __lstat50: named(core.lstat, '__lstat50'),
  fstatat: core.fstatat,
  paccept,
  __socket30: named(core.socket, '__socket30'),
  __vfork14: named(core.vfork, '__vfork14'),
  __posix_chown: named(core.chown, '__posix_chown'),
  __posix_fchown: named(core.fchown, '__posix_fchown'),
  __posix_lchown: named(core.lchown, '__posix_lchown'),
  __msync13: named(core.msync, '__msync13'),
  __mknod50: named(core.mknodWide, '__mknod50'),
  mknodat: core.mknodatWide,
  __select50: named(core.select, '__select50'),
  __pselect50: named(core.pselect, '__pselect50'),
  __pollts50: named(core.ppoll, '__pollts50'),
  __utimes50: named(core.utimes, '__utimes50'),
  __gettimeofday50: named(core.gettimeofday, '__gettimeofday50'),
  __settimeofday50: named(core.settimeofday, '__settimeofday50'),
  __clock_gettime50: named(core.clock_gettime, '__clock_gettime50'),
  __clock_settime50: named(core.clock_settime, '__clock_settime50'),
  __clock_getres50: named(core.clock_getres, '__clock_getres50'),
  __nanosleep50: named(core.nanosleep, '__nanosleep50'),
  __getitimer50: named(core.getitimer, '__getitimer50'),
  __setitimer50: named(core.setitimer, '__setitimer50'),
  __getrusage50: named(core.getrusage, '__getrusage50'),
  __wait450: named(core.wait4, '__wait450'),
  __sigaltstack14: named(core.sigaltstack, '__sigaltstack14'),
  __sigprocmask14: named(core.sigprocmask, '__sigprocmask14'),
  __sigpending14: named(core.sigpending, '__sigpending14'),
  __sigsuspend14: named(core.sigsuspend, '__sigsuspend14'),
  __sigaction_sigtramp,
  __kevent50: keventCall('__kevent50', 'kevent', 'timespec'),
  __kevent100: keventCall('__kevent100', 'kevent100', 'timespec'),
  compat_50_kevent: keventCall('compat_50_kevent', 'kevent', 'timespec50'),
  kqueue1,
  __timer_settime50: named(core.timer_settime, '__timer_settime50'),
  __timer_gettime50: named(core.timer_gettime, '__timer_gettime50'),
  eventfd: core.eventfd,
  __sysctl,
  munmap: munmapCall(undefined),
  mmap: memory.mmap,
  mprotect: memory.mprotect,
  mq_open: queues.open,
  mq_close: variant(core.close, { name: 'mq_close' }),
  mq_unlink: queues.unlink,
  mq_getattr: queues.getattr,
  mq_setattr: queues.setattr,
  mq_notify: queues.notify,
  mq_send: queues.send,
  mq_receive: queues.receive,
  __mq_timedsend50: queues.timedsend('__mq_timedsend50', 'timespec'),
  __mq_timedreceive50: queues.timedreceive('__mq_timedreceive50', 'timespec'),
  compat_50_mq_timedsend: queues.timedsend('compat_50_mq_timedsend', 'timespec50'),
  compat_50_mq_timedreceive: queues.timedreceive('compat_50_mq_timedreceive', 'timespec50'),
  mremap: memory.mremap,
  wait6: variant(core.wait6, { name: 'wait6', args: { id: core.int as never } }),
  getrandom: misc.getrandom,
  fsync_range: misc.fsync_range,
  profil: core.profil,
  semconfig: misc.semconfig,
  uuidgen: misc.uuidgen,
  swapctl: misc.swapctl,
  __clone: misc.__clone,
  getsockopt2: named(core.getsockopt, 'getsockopt2'),
  ntp_adjtime: core.ntp_adjtime,
  __ntp_gettime50: core.ntpGettime('__ntp_gettime50', 'ntptimeval'),
  fdiscard: misc.fdiscard,
  clock_getcpuclockid2: misc.clock_getcpuclockid2,
  __dup3100: files.__dup3100,
  rasctl,
  sigqueueinfo,
  ...STATVFS_SYSCALLS,
  ...SCHED_SYSCALLS,
  epoll_create1: core.epoll_create1,
  epoll_ctl: core.epoll_ctl,
  epoll_pwait2: core.epoll_pwait2,
  ...core.attributeCalls(false),
  ...COMPAT_SYSCALLS,
  ...core.kernelSemaphoreCalls({
    prefix: '_ksem_',
    most: 0xffff_ffff,
    plainNames: true,
    sharedNumbers: true,
    numberFirst: false,
  }),
  __futex: core.__futex,
  __futex_set_robust_list: named(core.set_robust_list, '__futex_set_robust_list'),
  __futex_get_robust_list: named(core.get_robust_list, '__futex_get_robust_list'),
  posix_spawn,
  ____sigtimedwait50: named(core.sigtimedwait, '____sigtimedwait50'),
  ___lwp_park60: park.___lwp_park60,
  compat_60__lwp_park: park.compat_60__lwp_park,
  compat_50__lwp_park: park.compat_50__lwp_park,
  _lwp_unpark: park._lwp_unpark,
  _lwp_unpark_all: park._lwp_unpark_all,
  _lwp_suspend: lwp._lwp_suspend,
  _lwp_wakeup: lwp._lwp_wakeup,
  _lwp_self: lwp._lwp_self,
  _lwp_exit: lwp._lwp_exit,
  _lwp_kill: lwp._lwp_kill,
  _lwp_detach: lwp._lwp_detach,
};

/** NetBSD's table with what a port adds. */
export const syscallTable = (port: Readonly<Record<string, SyscallDefinition>>): SyscallTable =>
  tableOf(NUMBERS, { ...REFUSED_SYSCALLS, ...NETBSD_SYSCALLS, ...port });
