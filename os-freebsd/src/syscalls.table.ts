import * as core from '@anyuser/core';
import { out, type SyscallDefinition, type SyscallTable, variant } from '@anyuser/core';
import {
  fstatfs,
  fstatfsCall,
  getfsstat,
  getfsstatCall,
  getlogin,
  keventCall,
  kqueue1,
  openCalls,
  posix_fadvise,
  setlogin,
  statfs,
  statfsCall,
  tableOf,
  unlinkat,
  utrace,
} from '@anyuser/os-bsd';
import { getloginclass, setloginclass } from './login-class';
import { MESSAGE_QUEUES } from './message-queues.table';
import { NUMBERS } from './numbers.table';
import { WatchedProcessFile } from './process-descriptor';
import * as capsicum from './syscalls/capsicum';
import { CPUSET_SYSCALLS } from './syscalls/cpuset';
import * as ranges from './syscalls/file-ranges';
import { kenv } from './syscalls/kenv';
import * as misc from './syscalls/misc';
import { MODULE_SYSCALLS } from './syscalls/modules';
import * as objects from './syscalls/objects';
import { procctl } from './syscalls/procctl';
import { REFUSED_SYSCALLS } from './syscalls/refused.table';
import { rfork } from './syscalls/rfork';
import { __sysctl, __sysctlbyname } from './syscalls/sysctl';
import * as threads from './syscalls/threads';
import { _umtx_op } from './syscalls/umtx';
import * as umtxLock from './syscalls/umtx-mutex';

const named = (base: SyscallDefinition, name: string, args?: SyscallDefinition['args']): SyscallDefinition =>
  variant(base, args === undefined ? { name } : { name, args });

const queues = core.messageQueueCalls(MESSAGE_QUEUES);
const freebsd11Stat = { st: out('freebsd11_stat') } as const;
const nstat = { st: out('nstat') } as const;

/** FreeBSD's own definitions, and shared ones under names of FreeBSD's; all others come from os-bsd by name. */
export const FREEBSD_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  ...openCalls('EMLINK'),
  openat: capsicum.inheriting(openCalls('EMLINK').openat, 'dirfd'),
  dup: capsicum.inheriting(core.dup, 'fd'),
  dup2: capsicum.inheriting(core.dup2, 'from'),
  accept: capsicum.inheriting(core.accept, 'fd'),
  accept4: capsicum.inheriting(core.accept4, 'fd'),
  cap_enter: capsicum.cap_enter,
  cap_getmode: capsicum.cap_getmode,
  cap_rights_limit: capsicum.cap_rights_limit,
  __cap_rights_get: capsicum.__cap_rights_get,
  cap_ioctls_limit: capsicum.cap_ioctls_limit,
  cap_ioctls_get: capsicum.cap_ioctls_get,
  cap_fcntls_limit: capsicum.cap_fcntls_limit,
  cap_fcntls_get: capsicum.cap_fcntls_get,
  freebsd10_pipe: named(core.pipeInRegisters, 'freebsd10_pipe'),
  posix_fadvise,
  posix_openpt: core.posix_openpt,
  freebsd12_closefrom: named(core.closefrom, 'freebsd12_closefrom'),
  eaccess: core.eaccess,
  mknodat: core.mknodatWide,
  profil: core.profil,
  getlogin,
  setlogin,
  getloginclass,
  setloginclass,
  ...CPUSET_SYSCALLS,
  ...MODULE_SYSCALLS,
  ...core.kernelSemaphoreCalls({
    prefix: 'ksem_',
    most: 0x7fff_ffff,
    plainNames: false,
    sharedNumbers: false,
    numberFirst: true,
  }),
  rtprio: core.rtprio,
  rtprio_thread: core.rtprio_thread,
  sched_setscheduler: core.sched_setscheduler_privileged,
  sched_setparam: core.sched_setparam,
  sched_getparam: core.sched_getparam,
  sched_rr_get_interval: core.rrIntervalCall('sched_rr_get_interval', 'timespec', 94_000_000),
  freebsd10__umtx_lock: umtxLock.freebsd10__umtx_lock,
  freebsd10__umtx_unlock: umtxLock.freebsd10__umtx_unlock,
  sigfastblock: core.sigfastblock,
  clock_getcpuclockid2: core.clock_getcpuclockid2,
  getrlimitusage: core.getrlimitusage,
  yield: named(core.sched_yield, 'yield'),
  setfib: misc.setfib,
  abort2: misc.abort2,
  exterrctl: misc.exterrctl,
  utrace: { ...utrace, args: { addr: core.ptr, len: core.size } },
  ntp_gettime: core.ntpGettimeCall('ntp_gettime', 'ntptimeval'),
  kcmp: core.kcmp,
  bindat: core.bindat,
  connectat: core.connectat,
  fchroot: core.fchroot,
  funlinkat: core.funlinkatCall(unlinkat),
  __realpathat: core.__realpathat,
  sched_getscheduler: core.sched_getscheduler,
  sched_get_priority_max: core.sched_get_priority_max,
  sched_get_priority_min: core.sched_get_priority_min,
  membarrier: core.membarrier,
  kenv,
  copy_file_range: core.copyFileRange('as-asked'),
  inotify_add_watch_at: core.inotify_add_watch_at,
  inotify_rm_watch: core.inotify_rm_watch,
  kmq_open: named(queues.open, 'kmq_open'),
  kmq_unlink: named(queues.unlink, 'kmq_unlink'),
  kmq_timedsend: queues.timedsend('kmq_timedsend', 'timespec'),
  kmq_timedreceive: queues.timedreceive('kmq_timedreceive', 'timespec'),
  kmq_notify: named(queues.notify, 'kmq_notify'),
  kmq_setattr: named(queues.getsetattr, 'kmq_setattr'),
  ktimer_create: named(core.timer_create, 'ktimer_create'),
  ktimer_delete: named(core.timer_delete, 'ktimer_delete'),
  ktimer_settime: named(core.timer_settime, 'ktimer_settime'),
  ktimer_gettime: named(core.timer_gettime, 'ktimer_gettime'),
  ktimer_getoverrun: named(core.timer_getoverrun, 'ktimer_getoverrun'),
  fspacectl: ranges.fspacectl,
  __specialfd: objects.__specialfd,
  shm_open2: objects.shm_open2,
  freebsd12_shm_open: objects.freebsd12_shm_open,
  sendfile: core.sendfileToStream,
  shm_unlink: core.shm_unlink,
  shm_rename: objects.shm_rename,
  rfork,
  pdfork: core.pdforkCall(WatchedProcessFile),
  pdgetpid: core.pdgetpid,
  pdkill: core.pdkill,
  procctl,
  thr_suspend: threads.thr_suspend,
  thr_wake: threads.thr_wake,
  getrandom: core.getrandom,
  __getcwd: misc.__getcwd,
  getdirentries: misc.getdirentries,
  fstat: core.fstat,
  fstatat: core.fstatat,
  freebsd11_stat: named(core.stat, 'freebsd11_stat', freebsd11Stat),
  freebsd11_lstat: named(core.lstat, 'freebsd11_lstat', freebsd11Stat),
  freebsd11_fstat: named(core.fstat, 'freebsd11_fstat', freebsd11Stat),
  freebsd11_fstatat: named(core.fstatat, 'freebsd11_fstatat', freebsd11Stat),
  freebsd11_nstat: named(core.stat, 'freebsd11_nstat', nstat),
  freebsd11_nlstat: named(core.lstat, 'freebsd11_nlstat', nstat),
  freebsd11_nfstat: named(core.fstat, 'freebsd11_nfstat', nstat),
  freebsd11_getdents: misc.freebsd11_getdents,
  freebsd11_getdirentries: misc.freebsd11_getdirentries,
  freebsd11_mknod: named(core.mknod, 'freebsd11_mknod'),
  freebsd11_mknodat: named(core.mknodat, 'freebsd11_mknodat'),
  freebsd11_statfs: statfsCall('freebsd11_statfs', 'freebsd11_statfs'),
  freebsd11_fstatfs: fstatfsCall('freebsd11_fstatfs', 'freebsd11_statfs'),
  freebsd11_getfsstat: getfsstatCall('freebsd11_getfsstat', 'freebsd11_statfs'),
  statfs,
  fstatfs,
  getfsstat,
  futimesat: core.futimesat,
  sigaction: core.sigaction,
  sigreturn: misc.sigreturn,
  freebsd11_kevent: keventCall('freebsd11_kevent', 'kevent_freebsd11', 'timespec'),
  kevent: keventCall('kevent', 'kevent', 'timespec'),
  kqueuex: named(kqueue1, 'kqueuex'),
  __sysctl,
  __sysctlbyname,
  thr_self: threads.thr_self,
  thr_exit: threads.thr_exit,
  thr_kill: threads.thr_kill,
  thr_kill2: threads.thr_kill2,
  thr_set_name: threads.thr_set_name,
  _umtx_op,
};

/** FreeBSD's table with what a port adds. */
export const syscallTable = (port: Readonly<Record<string, SyscallDefinition>>): SyscallTable =>
  tableOf(NUMBERS, { ...REFUSED_SYSCALLS, ...FREEBSD_SYSCALLS, ...port });
