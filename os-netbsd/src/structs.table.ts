import { arrayOf, bytes, struct } from '@anyuser/core';

/** NetBSD's structs under the names by which argument types ask for them. */
export const timespec = struct('timespec', { tv_sec: 'time', tv_nsec: 'long' });
export const timeval = struct('timeval', { tv_sec: 'time', tv_usec: 'i32' });
export const timespec50 = struct('timespec50', { tv_sec: 'i32', tv_nsec: 'long' });
export const timeval50 = struct('timeval50', { tv_sec: 'long', tv_usec: 'long' });
export const rusage = struct('rusage', {
  ru_utime: timeval,
  ru_stime: timeval,
  ru_maxrss: 'long',
  ru_ixrss: 'long',
  ru_idrss: 'long',
  ru_isrss: 'long',
  ru_minflt: 'long',
  ru_majflt: 'long',
  ru_nswap: 'long',
  ru_inblock: 'long',
  ru_oublock: 'long',
  ru_msgsnd: 'long',
  ru_msgrcv: 'long',
  ru_nsignals: 'long',
  ru_nvcsw: 'long',
  ru_nivcsw: 'long',
});
export const rusage50 = struct('rusage50', {
  ru_utime: timeval50,
  ru_stime: timeval50,
  ru_maxrss: 'long',
  ru_ixrss: 'long',
  ru_idrss: 'long',
  ru_isrss: 'long',
  ru_minflt: 'long',
  ru_majflt: 'long',
  ru_nswap: 'long',
  ru_inblock: 'long',
  ru_oublock: 'long',
  ru_msgsnd: 'long',
  ru_msgrcv: 'long',
  ru_nsignals: 'long',
  ru_nvcsw: 'long',
  ru_nivcsw: 'long',
});
export const itimerval = struct('itimerval', { it_interval: timeval, it_value: timeval });
export const itimerspec = struct('itimerspec', { it_interval: timespec, it_value: timespec });
export const sigevent = struct('sigevent', {
  sigev_notify: 'i32',
  sigev_signo: 'i32',
  sigev_value: 'ptr',
  sigev_notify_function: 'ptr',
  sigev_notify_attributes: 'ptr',
});
export const mq_attr = struct('mq_attr', {
  mq_flags: 'long',
  mq_maxmsg: 'long',
  mq_msgsize: 'long',
  mq_curmsgs: 'long',
});
export const aiocb = struct('aiocb', {
  aio_offset: 'i64',
  aio_buf: 'ptr',
  aio_nbytes: 'ulong',
  aio_fildes: 'i32',
  aio_lio_opcode: 'i32',
  aio_reqprio: 'i32',
  aio_sigevent: sigevent,
  _state: 'i32',
  _errno: 'i32',
  _retval: 'long',
});
export const timezone = struct('timezone', { tz_minuteswest: 'i32', tz_dsttime: 'i32' });
export const stat = struct('stat', {
  st_dev: 'u64',
  st_mode: 'u32',
  st_ino: 'u64',
  st_nlink: 'u32',
  st_uid: 'u32',
  st_gid: 'u32',
  st_rdev: 'u64',
  st_atim: timespec,
  st_mtim: timespec,
  st_ctim: timespec,
  st_birthtim: timespec,
  st_size: 'i64',
  st_blocks: 'u64',
  st_blksize: 'u32',
  st_flags: 'u32',
  st_gen: 'u32',
  st_spare: arrayOf('u32', 2),
});
export const rlimit = struct('rlimit', { rlim_cur: 'u64', rlim_max: 'u64' });
export const stack = struct('stack_t', { ss_sp: 'ptr', ss_size: 'ulong', ss_flags: 'i32' });
export const iovec = struct('iovec', { iov_base: 'ptr', iov_len: 'ulong' });
export const msghdr = struct('msghdr', {
  msg_name: 'ptr',
  msg_namelen: 'u32',
  msg_iov: 'ptr',
  msg_iovlen: 'i32',
  msg_control: 'ptr',
  msg_controllen: 'u32',
  msg_flags: 'i32',
});
export const cmsghdr = struct('cmsghdr', { cmsg_len: 'u32', cmsg_level: 'i32', cmsg_type: 'i32' });
export const mmsghdr = struct('mmsghdr', { msg_hdr: msghdr, msg_len: 'u32' });
export const linger = struct('linger', { l_onoff: 'i32', l_linger: 'i32' });
export const termios = struct('termios', {
  c_iflag: 'u32',
  c_oflag: 'u32',
  c_cflag: 'u32',
  c_lflag: 'u32',
  c_cc: bytes(20),
  c_ispeed: 'i32',
  c_ospeed: 'i32',
});
export const winsize = struct('winsize', {
  ws_row: 'u16',
  ws_col: 'u16',
  ws_xpixel: 'u16',
  ws_ypixel: 'u16',
});
export const kevent = struct('kevent', {
  ident: 'ulong',
  filter: 'u32',
  flags: 'u32',
  fflags: 'u32',
  data: 'i64',
  udata: 'i32',
});
/** As NetBSD 11 has it. */
export const kevent100 = struct('kevent_n11', {
  ident: 'ulong',
  filter: 'u32',
  flags: 'u32',
  fflags: 'u32',
  data: 'i64',
  udata: 'i32',
  ext: arrayOf('u64', 4),
});
const ipc_perm = struct('ipc_perm', {
  uid: 'u32',
  gid: 'u32',
  cuid: 'u32',
  cgid: 'u32',
  mode: 'u32',
  seq: 'u16',
  key: 'i32',
});
export const msqid_ds = struct('msqid_ds', {
  msg_perm: ipc_perm,
  msg_qnum: 'ulong',
  msg_qbytes: 'ulong',
  msg_lspid: 'i32',
  msg_lrpid: 'i32',
  msg_stime: 'time',
  msg_rtime: 'time',
  msg_ctime: 'time',
  _msg_first: 'ptr',
  _msg_last: 'ptr',
  msg_cbytes: 'ulong',
});
export const semid_ds = struct('semid_ds', {
  sem_perm: ipc_perm,
  sem_nsems: 'u16',
  sem_otime: 'time',
  sem_ctime: 'time',
  _sem_base: 'ptr',
});
export const shmid_ds = struct('shmid_ds', {
  shm_perm: ipc_perm,
  shm_segsz: 'ulong',
  shm_lpid: 'i32',
  shm_cpid: 'i32',
  shm_nattch: 'u32',
  shm_atime: 'time',
  shm_dtime: 'time',
  shm_ctime: 'time',
  _shm_internal: 'ptr',
});
/** Those of System V IPC up to NetBSD 5. */
export const msqid_ds13 = struct('msqid_ds13', {
  msg_perm: ipc_perm,
  msg_qnum: 'ulong',
  msg_qbytes: 'ulong',
  msg_lspid: 'i32',
  msg_lrpid: 'i32',
  msg_stime: 'i32',
  msg_rtime: 'i32',
  msg_ctime: 'i32',
  _msg_first: 'ptr',
  _msg_last: 'ptr',
  msg_cbytes: 'ulong',
});
export const semid_ds13 = struct('semid_ds13', {
  sem_perm: ipc_perm,
  sem_nsems: 'u16',
  sem_otime: 'i32',
  sem_ctime: 'i32',
  _sem_base: 'ptr',
});
export const shmid_ds13 = struct('shmid_ds13', {
  shm_perm: ipc_perm,
  shm_segsz: 'ulong',
  shm_lpid: 'i32',
  shm_cpid: 'i32',
  shm_nattch: 'u32',
  shm_atime: 'i32',
  shm_dtime: 'i32',
  shm_ctime: 'i32',
  _shm_internal: 'ptr',
});
export const epoll_event = struct('epoll_event_n11', { events: 'u32', data: 'b64' });
export const pollfd = struct('pollfd', { fd: 'i32', events: 'i16', revents: 'i16' });
export const tms = struct('tms', {
  tms_utime: 'i32',
  tms_stime: 'i32',
  tms_cutime: 'i32',
  tms_cstime: 'i32',
});
export const flock = struct('flock', {
  l_start: 'i64',
  l_len: 'i64',
  l_pid: 'i32',
  l_type: 'i16',
  l_whence: 'i16',
});
export const sched_param = struct('sched_param', { sched_priority: 'i32' });
export const clockinfo = struct('clockinfo', {
  hz: 'i32',
  tick: 'i32',
  tickadj: 'i32',
  stathz: 'i32',
  profhz: 'i32',
});
export const loadavg = struct('loadavg', { ldavg: arrayOf('i32', 3), fscale: 'long' });
export const itimerspec50 = struct('itimerspec50', { it_interval: timespec50, it_value: timespec50 });
export const itimerval50 = struct('itimerval50', { it_interval: timeval50, it_value: timeval50 });
export const stat30 = struct('stat30', {
  st_dev: 'u32',
  st_mode: 'u32',
  st_ino: 'u64',
  st_nlink: 'u32',
  st_uid: 'u32',
  st_gid: 'u32',
  st_rdev: 'u32',
  st_atim: timespec50,
  st_mtim: timespec50,
  st_ctim: timespec50,
  st_birthtim: timespec50,
  st_size: 'i64',
  st_blocks: 'u64',
  st_blksize: 'u32',
  st_flags: 'u32',
  st_gen: 'u32',
  st_spare: arrayOf('u32', 2),
});
/** Up to NetBSD 2. */
export const stat13 = struct('stat13', {
  st_dev: 'u32',
  st_ino: 'u32',
  st_mode: 'u32',
  st_nlink: 'u32',
  st_uid: 'u32',
  st_gid: 'u32',
  st_rdev: 'u32',
  st_atim: timespec50,
  st_mtim: timespec50,
  st_ctim: timespec50,
  st_size: 'i64',
  st_blocks: 'u64',
  st_blksize: 'u32',
  st_flags: 'u32',
  st_gen: 'u32',
  st_spare0: 'u32',
  st_birthtim: timespec50,
  __pad5: 'i32',
});
/** Up to NetBSD 1.2. */
export const stat12 = struct('stat12', {
  st_dev: 'u32',
  st_ino: 'u32',
  st_mode: 'u16',
  st_nlink: 'u16',
  st_uid: 'u32',
  st_gid: 'u32',
  st_rdev: 'u32',
  st_atim: timespec50,
  st_mtim: timespec50,
  st_ctim: timespec50,
  st_size: 'i64',
  st_blocks: 'i64',
  st_blksize: 'u32',
  st_flags: 'u32',
  st_gen: 'u32',
  st_lspare: 'i32',
  st_qspare: arrayOf('i64', 2),
});
/** Up to NetBSD 2; numbers of file systems' kinds are 0 since then (sys/compat/common/vfs_syscalls_20.c). */
export const statfs12 = struct('statfs12', {
  f_kind: 'i16',
  f_oflags: 'u16',
  f_bsize: 'long',
  f_iosize: 'long',
  f_blocks: 'long',
  f_bfree: 'long',
  f_bavail: 'long',
  f_files: 'long',
  f_ffree: 'long',
  f_fsid: bytes(8),
  f_owner: 'u32',
  f_flags: 'long',
  f_syncwrites: 'long',
  f_asyncwrites: 'long',
  f_spare: 'long',
  f_fstypename: bytes(16),
  f_mntonname: bytes(90),
  f_mntfromname: bytes(90),
});
const ntpErrors = { maxerror: 'long', esterror: 'long' } as const;
const ntpState = { ...ntpErrors, tai: 'long', time_state: 'i32' } as const;
export const ntptimeval = struct('ntptimeval', { time: timespec, ...ntpState });
export const ntptimeval50 = struct('ntptimeval50', { time: timespec50, ...ntpState });
export const ntptimeval30 = struct('ntptimeval30', { time: timeval50, ...ntpErrors });
export const timex = struct('timex', {
  modes: 'u32',
  offset: 'long',
  freq: 'long',
  ...ntpErrors,
  status: 'i32',
  constant: 'long',
  precision: 'long',
  tolerance: 'long',
  ppsfreq: 'long',
  jitter: 'long',
  shift: 'i32',
  stabil: 'long',
  jitcnt: 'long',
  calcnt: 'long',
  errcnt: 'long',
  stbcnt: 'long',
});
const statvfsHead = {
  f_flag: 'ulong',
  f_bsize: 'ulong',
  f_frsize: 'ulong',
  f_iosize: 'ulong',
  f_blocks: 'u64',
  f_bfree: 'u64',
  f_bavail: 'u64',
  f_bresvd: 'u64',
  f_files: 'u64',
  f_ffree: 'u64',
  f_favail: 'u64',
  f_fresvd: 'u64',
  f_syncreads: 'u64',
  f_syncwrites: 'u64',
  f_asyncreads: 'u64',
  f_asyncwrites: 'u64',
  f_fsidx: bytes(8),
  f_fsid: 'ulong',
  f_namemax: 'ulong',
  f_owner: 'u32',
} as const;
const statvfsNames = { f_fstypename: bytes(32), f_mntonname: bytes(1024), f_mntfromname: bytes(1024) };
/** Up to NetBSD 9. */
export const statvfs = struct('statvfs', { ...statvfsHead, f_spare: arrayOf('u32', 4), ...statvfsNames });
/** Since NetBSD 10. */
export const statvfs100 = struct('statvfs_n10', {
  ...statvfsHead,
  f_spare: arrayOf('u64', 4),
  ...statvfsNames,
  f_mntfromlabel: bytes(1024),
});
/** As CTL_QUERY gives it; the members that hold kernel addresses take 64 bits each, and are 0. */
export const sysctlnode = struct('sysctlnode', {
  sysctl_flags: 'u32',
  sysctl_num: 'i32',
  sysctl_name: bytes(32),
  sysctl_ver: 'u32',
  __rsvd: 'u32',
  _sysctl_csize: 'u32',
  _sysctl_clen: 'u32',
  _sysctl_child: 'u64',
  _sysctl_size: 'u64',
  _sysctl_func: 'u64',
  _sysctl_parent: 'u64',
  _sysctl_desc: 'u64',
});
export const ptmget = struct('ptmget', { cfd: 'i32', sfd: 'i32', cn: bytes(1024), sn: bytes(1024) });
export const wrusage = struct('wrusage', { wru_self: rusage, wru_children: rusage });
