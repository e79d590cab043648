import * as core from '@anyuser/core';
import {
  out,
  type SyscallDefinition,
  type SyscallTable,
  type UnimplementedSyscall,
  unimplemented,
  variant,
} from '@anyuser/core';
import { MESSAGE_QUEUES } from './message-queues.table';
import * as armPrivate from './syscalls/arm-private';
import * as clone from './syscalls/clone';
import * as entries from './syscalls/directory-entries';
import * as opening from './syscalls/file-open';
import * as position from './syscalls/file-position';
import * as status from './syscalls/file-status';
import * as identity from './syscalls/identity';
import { ipc } from './syscalls/ipc';
import * as memory from './syscalls/memory';
import * as mipsPrivate from './syscalls/mips-private';
import * as mounting from './syscalls/mount';
import * as polling from './syscalls/poll';
import { prctl } from './syscalls/prctl';
import { REFUSED_SYSCALLS } from './syscalls/refused.table';
import * as signal from './syscalls/signal';
import { rt_sigreturn, sigreturn } from './syscalls/signal-return';
import { unshare } from './syscalls/unshare';

const named = (base: SyscallDefinition, name: string, args?: SyscallDefinition['args']): SyscallDefinition =>
  variant(base, args === undefined ? { name } : { name, args });

const queues = core.messageQueueCalls(MESSAGE_QUEUES);
/** The size of a mask that comes after it. */
const SIGSETSIZE = { sigsetsize: core.uint } as const;
/** A time slice of ordinary threads, nanoseconds. */
const RR_INTERVAL = 4_000_000;

/** What each Linux syscall is, by name. Numbers are each port's own (abi/*.numbers.table.ts). */
export const LINUX_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  ...core.COMMON_SYSCALLS,

  // Files, directories and descriptors
  creat: core.creat,
  fstatfs: core.fstatfs,
  getcwd: core.getcwd,
  mknod: core.mknod,
  pipe: core.pipe,
  statfs: core.statfs,
  unlink: core.unlink,
  unlinkat: core.unlinkat,
  utime: core.utime,
  ...entries,
  sendfile: core.sendfileCall('sendfile'),
  sendfile64: core.sendfileCall('sendfile64', 8),
  copy_file_range: core.copyFileRange('to-end'),
  splice: core.splice,
  tee: core.tee,
  vmsplice: core.vmsplice,
  epoll_create: core.epoll_create,
  epoll_wait: core.epoll_wait,
  epoll_pwait: named(core.epoll_pwait, 'epoll_pwait', SIGSETSIZE),
  epoll_pwait2: named(core.epoll_pwait2, 'epoll_pwait2', {
    timeout: core.timeLimit('timespec64'),
    ...SIGSETSIZE,
  }),
  eventfd: core.plainEventfd,
  eventfd2: named(core.eventfd, 'eventfd2'),
  signalfd: core.signalfd,
  signalfd4: core.signalfd4,
  inotify_init: core.inotify_init,
  inotify_init1: core.inotify_init1,
  ...mounting,
  ...polling,
  recv: core.recvCall,
  send: core.sendCall,
  recvmmsg_time64: core.recvmmsgWith('recvmmsg_time64', 'timespec64'),
  fallocate: core.fallocate,
  ...core.attributeCalls(true),
  epoll_create1: core.epoll_create1,
  epoll_ctl: core.epoll_ctl,
  inotify_add_watch: core.inotify_add_watch,
  inotify_rm_watch: core.inotify_rm_watch,
  lseek: core.lseekWord,
  _llseek: core._llseek,
  preadv2: core.preadv2,
  pwritev2: core.pwritev2,
  statx: core.statx,
  ...opening,
  ...position,
  ...status,

  // Memory
  mmap: memory.old_mmap,
  mmap2: memory.mmap2,
  mremap: core.mremap,
  mlock2: core.mlock2,
  brk: core.brk,

  // System V IPC
  semtimedop: core.semtimedop,
  semtimedop_time64: core.semopWith('semtimedop_time64', 'timespec64'),
  semctl: core.semctl,

  // POSIX message queues
  mq_open: queues.open,
  mq_unlink: queues.unlink,
  mq_timedsend: queues.timedsend('mq_timedsend', 'timespec'),
  mq_timedsend_time64: queues.timedsend('mq_timedsend_time64', 'timespec64'),
  mq_timedreceive: queues.timedreceive('mq_timedreceive', 'timespec'),
  mq_timedreceive_time64: queues.timedreceive('mq_timedreceive_time64', 'timespec64'),
  mq_notify: queues.notify,
  mq_getsetattr: queues.getsetattr,

  // Processes and threads
  fork: core.fork,
  vfork: core.vfork,
  clone: clone.sys_clone,
  clone3: clone.sys_clone3,
  exit: core.exit_thread,
  exit_group: named(core.exit_process, 'exit_group'),
  waitid: named(core.waitid, 'waitid', { rusage: out('rusage') }),
  execveat: core.execveat,
  process_vm_readv: core.process_vm_readv,
  process_vm_writev: core.process_vm_writev,
  unshare,
  pidfd_open: core.pidfd_open,
  pidfd_getfd: core.pidfd_getfd,
  pidfd_send_signal: core.pidfd_send_signal,
  gettid: core.gettid,
  set_tid_address: clone.set_tid_address,
  set_robust_list: core.set_robust_list,
  get_robust_list: core.get_robust_list,
  futex: core.futexCall('futex', 'timespec', core.FUTEX_LOCKS),
  futex_time64: core.futexCall('futex_time64', 'timespec64', core.FUTEX_LOCKS),
  prctl,
  getpriority: core.getpriority,
  nice: core.nice,
  ugetrlimit: named(core.getrlimit, 'ugetrlimit'),
  prlimit64: core.prlimit64,
  sched_getaffinity: core.sched_getaffinity,
  sched_setaffinity: core.sched_setaffinity,
  sched_setscheduler: core.sched_setscheduler,
  sched_getscheduler: core.sched_getscheduler,
  sched_setparam: core.sched_setparam,
  sched_getparam: core.sched_getparam,
  sched_get_priority_max: core.sched_get_priority_max,
  sched_get_priority_min: core.sched_get_priority_min,
  sched_rr_get_interval: core.rrIntervalCall('sched_rr_get_interval', 'timespec', RR_INTERVAL),
  sched_rr_get_interval_time64: core.rrIntervalCall(
    'sched_rr_get_interval_time64',
    'timespec64',
    RR_INTERVAL,
  ),
  membarrier: core.membarrier,
  ioprio_get: core.ioprio_get,
  ioprio_set: core.ioprio_set,
  sched_getattr: core.sched_getattr,
  sched_setattr: core.sched_setattr,

  // Identity
  ...core.NARROW_ID_SYSCALLS,
  getuid32: named(core.getuid, 'getuid32'),
  geteuid32: named(core.geteuid, 'geteuid32'),
  getgid32: named(core.getgid, 'getgid32'),
  getegid32: named(core.getegid, 'getegid32'),
  setuid32: named(core.setuid, 'setuid32'),
  setgid32: named(core.setgid, 'setgid32'),
  setreuid32: named(core.setreuid, 'setreuid32'),
  setregid32: named(core.setregid, 'setregid32'),
  setresuid32: named(core.setresuid, 'setresuid32'),
  setresgid32: named(core.setresgid, 'setresgid32'),
  getresuid32: named(core.getresuid, 'getresuid32'),
  getresgid32: named(core.getresgid, 'getresgid32'),
  setfsuid32: named(core.setfsuid, 'setfsuid32'),
  setfsgid32: named(core.setfsgid, 'setfsgid32'),
  getgroups32: named(core.getgroups, 'getgroups32'),
  setgroups32: named(core.setgroups, 'setgroups32'),
  uname: identity.uname,
  sethostname: core.sethostname,
  setdomainname: core.setdomainname,
  sysinfo: core.sysinfo,
  getrandom: core.getrandom,
  personality: identity.personality,
  capget: core.capget,
  capset: core.capset,
  getcpu: core.getcpu,

  // Signals
  tkill: signal.tkill,
  tgkill: signal.tgkill,
  pause: core.pause,
  alarm: core.alarm,
  sigaction: signal.sigaction,
  sigprocmask: signal.old_sigprocmask,
  sigpending: signal.old_sigpending,
  sigsuspend: signal.old_sigsuspend3,
  sigreturn,
  rt_sigaction: signal.rt_sigaction,
  rt_sigprocmask: signal.rt_sigprocmask,
  rt_sigpending: signal.rt_sigpending,
  rt_sigsuspend: signal.rt_sigsuspend,
  rt_sigtimedwait: signal.rt_sigtimedwait,
  rt_sigtimedwait_time64: signal.rt_sigtimedwait_time64,
  rt_sigqueueinfo: signal.rt_sigqueueinfo,
  rt_tgsigqueueinfo: signal.rt_tgsigqueueinfo,
  rt_sigreturn,

  // Time
  times: core.times,
  adjtimex: core.adjtimex,
  clock_adjtime: core.clockAdjtime('clock_adjtime', 'timex'),
  clock_adjtime64: core.clockAdjtime('clock_adjtime64', 'timex64'),
  clock_gettime64: named(core.clock_gettime, 'clock_gettime64', { tp: out('timespec64') }),
  clock_getres_time64: named(core.clock_getres, 'clock_getres_time64', { res: out('timespec64') }),
  clock_settime64: named(core.clock_settime, 'clock_settime64', { tp: core.inp('timespec64') }),
  clock_nanosleep_time64: named(core.clock_nanosleep, 'clock_nanosleep_time64', {
    req: core.inp('timespec64'),
    rem: out('timespec64'),
  }),
  timer_settime64: named(core.timer_settime, 'timer_settime64', {
    new_value: core.inp('itimerspec64'),
    old_value: out('itimerspec64'),
  }),
  timerfd_settime64: named(core.timerfd_settime, 'timerfd_settime64', {
    new_value: core.inp('itimerspec64'),
    old_value: out('itimerspec64'),
  }),
  timerfd_gettime64: named(core.timerfd_gettime, 'timerfd_gettime64', { value: out('itimerspec64') }),
  timer_gettime64: named(core.timer_gettime, 'timer_gettime64', { value: out('itimerspec64') }),
};

/** On MIPS the plain names are the calls with 32-bit ids. */
const WIDE_IDS = Object.fromEntries(
  Object.keys(core.NARROW_ID_SYSCALLS)
    .filter((name) => LINUX_SYSCALLS[`${name}32`] !== undefined)
    .map((name) => [name, named(LINUX_SYSCALLS[`${name}32`]!, name)]),
);

/** Rows that arch/arm/tools/syscall.tbl marks `oabi`: an EABI kernel has no entry there. */
const ARM_OABI = 'time umount stime alarm utime getrlimit select readdir mmap socketcall syscall ipc'.split(
  ' ',
);

/** What only one port has, or has in a form of its own. */
const PORT_SYSCALLS: Readonly<
  Record<string, Readonly<Record<string, SyscallDefinition | UnimplementedSyscall>>>
> = {
  arm: {
    ...Object.fromEntries(ARM_OABI.map((name) => [name, unimplemented(name, 'old ABI (OABI) only')])),
    __ARM_NR_cacheflush: armPrivate.cacheflush,
    __ARM_NR_set_tls: armPrivate.set_tls,
    __ARM_NR_get_tls: armPrivate.get_tls,
  },
  mips: {
    ...WIDE_IDS,
    cacheflush: mipsPrivate.cacheflush,
    ipc,
    pipe: core.pipeInRegisters,
    set_thread_area: mipsPrivate.set_thread_area,
    sigsuspend: core.sigsuspend,
    sysmips: mipsPrivate.sysmips,
    waitpid: core.waitpid,
  },
};

/** The table of a port: every number of it, implemented or declared unimplemented by name. */
export function syscallTable(numbers: Readonly<Record<number, string>>, port: string): SyscallTable {
  const own = PORT_SYSCALLS[port] ?? {};
  const rows: Record<number, SyscallDefinition | UnimplementedSyscall> = {};
  for (const [number, name] of Object.entries(numbers)) {
    rows[Number(number)] = own[name] ?? LINUX_SYSCALLS[name] ?? REFUSED_SYSCALLS[name] ?? unimplemented(name);
  }
  return rows;
}
