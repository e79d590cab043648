import { arrayOf, bytes, pad, struct } from '@anyuser/core';

/** Linux's structs under the names by which argument types ask for them (include/uapi of Linux 6.12); `…Mips` where MIPS differs in fields. */
export const timespec64 = struct('__kernel_timespec', { tv_sec: 'i64', tv_nsec: 'long64' });
export const timespec = struct('old_timespec32', { tv_sec: 'i32', tv_nsec: 'i32' });
export const timeval = struct('__kernel_old_timeval', { tv_sec: 'long', tv_usec: 'long' });
/** Of SO_RCVTIMEO_NEW and SO_SNDTIMEO_NEW. */
export const sockTimeval = struct('__kernel_sock_timeval', { tv_sec: 'i64', tv_usec: 'i64' });
export const statx_timestamp = struct('statx_timestamp', {
  tv_sec: 'i64',
  tv_nsec: 'u32',
  __reserved: 'i32',
});
export const timex_timeval = struct('__kernel_timex_timeval', { tv_sec: 'i64', tv_usec: 'i64' });
export const ipc64_perm = struct('ipc64_perm', {
  key: 'i32',
  uid: 'u32',
  gid: 'u32',
  cuid: 'u32',
  cgid: 'u32',
  mode: 'u16',
  __pad1: bytes(2),
  seq: 'u16',
  __pad2: 'u16',
  __unused1: 'ulong',
  __unused2: 'ulong',
});
export const ipc64_permMips = struct('ipc64_perm', {
  key: 'i32',
  uid: 'u32',
  gid: 'u32',
  cuid: 'u32',
  cgid: 'u32',
  mode: 'u32',
  __pad1: bytes(0),
  seq: 'u16',
  __pad2: 'u16',
  __unused1: 'ulong',
  __unused2: 'ulong',
});
export const msghdr = struct('user_msghdr', {
  msg_name: 'ptr',
  msg_namelen: 'i32',
  msg_iov: 'ptr',
  msg_iovlen: 'ulong',
  msg_control: 'ptr',
  msg_controllen: 'ulong',
  msg_flags: 'u32',
});
export const stat = struct('stat', {
  st_dev: 'ulong',
  st_ino: 'ulong',
  st_mode: 'u16',
  st_nlink: 'u16',
  st_uid: 'u16',
  st_gid: 'u16',
  st_rdev: 'ulong',
  st_size: 'ulong',
  st_blksize: 'ulong',
  st_blocks: 'ulong',
  st_atime: 'ulong',
  st_atime_nsec: 'ulong',
  st_mtime: 'ulong',
  st_mtime_nsec: 'ulong',
  st_ctime: 'ulong',
  st_ctime_nsec: 'ulong',
  __unused4: 'ulong',
  __unused5: 'ulong',
});
export const statMips = struct('stat', {
  st_dev: 'u32',
  st_pad1: arrayOf('long', 3),
  st_ino: 'ulong',
  st_mode: 'u32',
  st_nlink: 'u32',
  st_uid: 'u32',
  st_gid: 'u32',
  st_rdev: 'u32',
  st_pad2: arrayOf('long', 2),
  st_size: 'long',
  st_pad3: 'long',
  st_atime: 'long',
  st_atime_nsec: 'long',
  st_mtime: 'long',
  st_mtime_nsec: 'long',
  st_ctime: 'long',
  st_ctime_nsec: 'long',
  st_blksize: 'long',
  st_blocks: 'long',
  st_pad4: arrayOf('long', 14),
});
export const stat64 = struct('stat64', {
  st_dev: 'u64',
  __pad0: bytes(4),
  __st_ino: 'ulong',
  st_mode: 'u32',
  st_nlink: 'u32',
  st_uid: 'ulong',
  st_gid: 'ulong',
  st_rdev: 'u64',
  __pad3: bytes(4),
  st_size: 'i64',
  st_blksize: 'ulong',
  st_blocks: 'u64',
  st_atime: 'ulong',
  st_atime_nsec: 'ulong',
  st_mtime: 'ulong',
  st_mtime_nsec: 'ulong',
  st_ctime: 'ulong',
  st_ctime_nsec: 'ulong',
  st_ino: 'u64',
});
export const stat64Mips = struct('stat64', {
  st_dev: 'ulong',
  st_pad0: arrayOf('ulong', 3),
  st_ino: 'u64',
  st_mode: 'u32',
  st_nlink: 'u32',
  st_uid: 'u32',
  st_gid: 'u32',
  st_rdev: 'ulong',
  st_pad1: arrayOf('ulong', 3),
  st_size: 'i64',
  st_atime: 'long',
  st_atime_nsec: 'ulong',
  st_mtime: 'long',
  st_mtime_nsec: 'ulong',
  st_ctime: 'long',
  st_ctime_nsec: 'ulong',
  st_blksize: 'ulong',
  st_pad2: 'ulong',
  st_blocks: 'i64',
});
export const statx = struct('statx', {
  stx_mask: 'u32',
  stx_blksize: 'u32',
  stx_attributes: 'u64',
  stx_nlink: 'u32',
  stx_uid: 'u32',
  stx_gid: 'u32',
  stx_mode: 'u16',
  __spare0: arrayOf('u16', 1),
  stx_ino: 'u64',
  stx_size: 'u64',
  stx_blocks: 'u64',
  stx_attributes_mask: 'u64',
  stx_atime: statx_timestamp,
  stx_btime: statx_timestamp,
  stx_ctime: statx_timestamp,
  stx_mtime: statx_timestamp,
  stx_rdev_major: 'u32',
  stx_rdev_minor: 'u32',
  stx_dev_major: 'u32',
  stx_dev_minor: 'u32',
  stx_mnt_id: 'u64',
  stx_dio_mem_align: 'u32',
  stx_dio_offset_align: 'u32',
  stx_subvol: 'u64',
  stx_atomic_write_unit_min: 'u32',
  stx_atomic_write_unit_max: 'u32',
  stx_atomic_write_segments_max: 'u32',
  __spare1: arrayOf('u32', 1),
  __spare3: arrayOf('u64', 9),
});
export const statfs = struct('statfs', {
  f_type: 'u32',
  f_bsize: 'u32',
  f_blocks: 'u32',
  f_bfree: 'u32',
  f_bavail: 'u32',
  f_files: 'u32',
  f_ffree: 'u32',
  f_fsid: arrayOf('i32', 2),
  f_namelen: 'u32',
  f_frsize: 'u32',
  f_flags: 'u32',
  f_spare: arrayOf('u32', 4),
});
export const statfsMips = struct('statfs', {
  f_type: 'long',
  f_bsize: 'long',
  f_frsize: 'long',
  f_blocks: 'long',
  f_bfree: 'long',
  f_files: 'long',
  f_ffree: 'long',
  f_bavail: 'long',
  f_fsid: arrayOf('i32', 2),
  f_namelen: 'long',
  f_flags: 'long',
  f_spare: arrayOf('long', 5),
});
export const statfs64 = struct(
  'statfs64',
  {
    f_type: 'u32',
    f_bsize: 'u32',
    f_blocks: 'u64',
    f_bfree: 'u64',
    f_bavail: 'u64',
    f_files: 'u64',
    f_ffree: 'u64',
    f_fsid: arrayOf('i32', 2),
    f_namelen: 'u32',
    f_frsize: 'u32',
    f_flags: 'u32',
    f_spare: arrayOf('u32', 4),
  },
  { align: 4 },
);
export const statfs64Mips = struct('statfs64', {
  f_type: 'u32',
  f_bsize: 'u32',
  f_frsize: 'u32',
  __pad: 'u32',
  f_blocks: 'u64',
  f_bfree: 'u64',
  f_files: 'u64',
  f_ffree: 'u64',
  f_bavail: 'u64',
  f_fsid: arrayOf('i32', 2),
  f_namelen: 'u32',
  f_flags: 'u32',
  f_spare: arrayOf('u32', 5),
});
export const itimerval = struct('__kernel_old_itimerval', { it_interval: timeval, it_value: timeval });
export const itimerspec = struct('itimerspec32', { it_interval: timespec, it_value: timespec });
export const itimerspec64 = struct('__kernel_itimerspec', { it_interval: timespec64, it_value: timespec64 });
export const timezone = struct('timezone', { tz_minuteswest: 'i32', tz_dsttime: 'i32' });
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
export const rlimit = struct('rlimit', { rlim_cur: 'ulong', rlim_max: 'ulong' });
export const rlimit64 = struct('rlimit64', { rlim_cur: 'u64', rlim_max: 'u64' });
export const stack = struct('stack_t', { ss_sp: 'ptr', ss_flags: 'i32', ss_size: 'ulong' });
export const stackMips = struct('stack_t', { ss_sp: 'ptr', ss_size: 'ulong', ss_flags: 'i32' });
export const iovec = struct('iovec', { iov_base: 'ptr', iov_len: 'ulong' });
export const cmsghdr = struct('cmsghdr', { cmsg_len: 'ulong', cmsg_level: 'i32', cmsg_type: 'i32' });
export const mmsghdr = struct('mmsghdr', { msg_hdr: msghdr, msg_len: 'u32' });
export const ucred = struct('ucred', { pid: 'u32', uid: 'u32', gid: 'u32' });
export const linger = struct('linger', { l_onoff: 'i32', l_linger: 'i32' });
export const termios = struct('termios', {
  c_iflag: 'u32',
  c_oflag: 'u32',
  c_cflag: 'u32',
  c_lflag: 'u32',
  c_line: 'u8',
  c_cc: bytes(19),
});
export const termiosMips = struct('termios', {
  c_iflag: 'u32',
  c_oflag: 'u32',
  c_cflag: 'u32',
  c_lflag: 'u32',
  c_line: 'u8',
  c_cc: bytes(23),
});
export const termios2 = struct('termios2', {
  c_iflag: 'u32',
  c_oflag: 'u32',
  c_cflag: 'u32',
  c_lflag: 'u32',
  c_line: 'u8',
  c_cc: bytes(19),
  c_ispeed: 'u32',
  c_ospeed: 'u32',
});
export const termios2Mips = struct('termios2', {
  c_iflag: 'u32',
  c_oflag: 'u32',
  c_cflag: 'u32',
  c_lflag: 'u32',
  c_line: 'u8',
  c_cc: bytes(23),
  c_ispeed: 'u32',
  c_ospeed: 'u32',
});
export const winsize = struct('winsize', {
  ws_row: 'u16',
  ws_col: 'u16',
  ws_xpixel: 'u16',
  ws_ypixel: 'u16',
});
export const epoll_event = struct('epoll_event', { events: 'u32', data: 'b64' });
export const pollfd = struct('pollfd', { fd: 'i32', events: 'i16', revents: 'i16' });
export const utsname = struct('new_utsname', {
  sysname: bytes(65),
  nodename: bytes(65),
  release: bytes(65),
  version: bytes(65),
  machine: bytes(65),
  domainname: bytes(65),
});
export const old_utsname = struct('old_utsname', {
  sysname: bytes(65),
  nodename: bytes(65),
  release: bytes(65),
  version: bytes(65),
  machine: bytes(65),
});
export const sysinfo = struct('sysinfo', {
  uptime: 'long',
  loads: arrayOf('ulong', 3),
  totalram: 'ulong',
  freeram: 'ulong',
  sharedram: 'ulong',
  bufferram: 'ulong',
  totalswap: 'ulong',
  freeswap: 'ulong',
  procs: 'u16',
  pad: 'u16',
  totalhigh: 'ulong',
  freehigh: 'ulong',
  mem_unit: 'u32',
  _f: bytes(8),
});
export const tms = struct('tms', {
  tms_utime: 'long',
  tms_stime: 'long',
  tms_cutime: 'long',
  tms_cstime: 'long',
});
export const clone_args = struct('clone_args', {
  flags: 'u64',
  pidfd: 'u64',
  child_tid: 'u64',
  parent_tid: 'u64',
  exit_signal: 'u64',
  stack: 'u64',
  stack_size: 'u64',
  tls: 'u64',
  set_tid: 'u64',
  set_tid_size: 'u64',
  cgroup: 'u64',
});
export const robust_list_head = struct('robust_list_head', {
  list: 'ptr',
  futex_offset: 'long',
  list_op_pending: 'ptr',
});
export const flock = struct('flock', {
  l_type: 'i16',
  l_whence: 'i16',
  l_start: 'long',
  l_len: 'long',
  l_pid: 'i32',
});
export const flockMips = struct('flock', {
  l_type: 'i16',
  l_whence: 'i16',
  l_start: 'long',
  l_len: 'long',
  l_pid: 'i32',
  l_sysid: 'long',
  pad: arrayOf('long', 4),
});
export const flock64 = struct('flock64', {
  l_type: 'i16',
  l_whence: 'i16',
  l_start: 'i64',
  l_len: 'i64',
  l_pid: 'i32',
});
export const f_owner_ex = struct('f_owner_ex', { type: 'i32', pid: 'i32' });
export const inotify_event = struct('inotify_event', {
  wd: 'i32',
  mask: 'u32',
  cookie: 'u32',
  len: 'u32',
  name: bytes(0),
});
export const signalfd_siginfo = struct('signalfd_siginfo', {
  ssi_signo: 'u32',
  ssi_errno: 'i32',
  ssi_code: 'i32',
  ssi_pid: 'u32',
  ssi_uid: 'u32',
  ssi_fd: 'i32',
  ssi_tid: 'u32',
  ssi_band: 'u32',
  ssi_overrun: 'u32',
  ssi_trapno: 'u32',
  ssi_status: 'i32',
  ssi_int: 'i32',
  ssi_ptr: 'u64',
  ssi_utime: 'u64',
  ssi_stime: 'u64',
  ssi_addr: 'u64',
  ssi_addr_lsb: 'u16',
  __pad2: 'u16',
  ssi_syscall: 'i32',
  ssi_call_addr: 'u64',
  ssi_arch: 'u32',
  __pad: bytes(28),
});
export const sched_param = struct('sched_param', { sched_priority: 'i32' });
export const sched_attr = struct('sched_attr', {
  size: 'u32',
  sched_policy: 'u32',
  sched_flags: 'u64',
  sched_nice: 'i32',
  sched_priority: 'u32',
  sched_runtime: 'u64',
  sched_deadline: 'u64',
  sched_period: 'u64',
  sched_util_min: 'u32',
  sched_util_max: 'u32',
});
export const open_how = struct('open_how', { flags: 'u64', mode: 'u64', resolve: 'u64' });
export const utimbuf = struct('utimbuf', { actime: 'long', modtime: 'long' });
export const cap_header = struct('__user_cap_header_struct', { version: 'u32', pid: 'i32' });
export const cap_data = struct('__user_cap_data_struct', {
  effective: 'u32',
  permitted: 'u32',
  inheritable: 'u32',
});
export const timex = struct('timex32', {
  modes: 'u32',
  offset: 'i32',
  freq: 'i32',
  maxerror: 'i32',
  esterror: 'i32',
  status: 'i32',
  constant: 'i32',
  precision: 'i32',
  tolerance: 'i32',
  time: struct('timeval32', { tv_sec: 'i32', tv_usec: 'i32' }),
  tick: 'i32',
  ppsfreq: 'i32',
  jitter: 'i32',
  shift: 'i32',
  stabil: 'i32',
  jitcnt: 'i32',
  calcnt: 'i32',
  errcnt: 'i32',
  stbcnt: 'i32',
  tai: 'i32',
  _reserved: pad(44),
});
export const timex64 = struct('__kernel_timex', {
  modes: 'u32',
  offset: 'i64',
  freq: 'i64',
  maxerror: 'i64',
  esterror: 'i64',
  status: 'i32',
  constant: 'i64',
  precision: 'i64',
  tolerance: 'i64',
  time: timex_timeval,
  tick: 'i64',
  ppsfreq: 'i64',
  jitter: 'i64',
  shift: 'i32',
  stabil: 'i64',
  jitcnt: 'i64',
  calcnt: 'i64',
  errcnt: 'i64',
  stbcnt: 'i64',
  tai: 'i32',
  _reserved: pad(44),
});
export const futex_waitv = struct('futex_waitv', {
  val: 'u64',
  uaddr: 'u64',
  flags: 'u32',
  __reserved: 'u32',
});
export const mq_attr = struct('mq_attr', {
  mq_flags: 'long',
  mq_maxmsg: 'long',
  mq_msgsize: 'long',
  mq_curmsgs: 'long',
  __reserved: arrayOf('long', 4),
});

/** The first version of clone_args, which every later one begins with. */
export const clone_args_v0 = struct('clone_args', {
  flags: 'u64',
  pidfd: 'u64',
  child_tid: 'u64',
  parent_tid: 'u64',
  exit_signal: 'u64',
  stack: 'u64',
  stack_size: 'u64',
  tls: 'u64',
});

export const shmid_ds = struct('shmid64_ds', {
  shm_perm: ipc64_perm,
  shm_segsz: 'ulong',
  shm_atime: 'ulong',
  shm_atime_high: 'ulong',
  shm_dtime: 'ulong',
  shm_dtime_high: 'ulong',
  shm_ctime: 'ulong',
  shm_ctime_high: 'ulong',
  shm_cpid: 'i32',
  shm_lpid: 'i32',
  shm_nattch: 'ulong',
  __unused4: 'ulong',
  __unused5: 'ulong',
});
export const shmid_dsMips = struct('shmid64_ds', {
  shm_perm: ipc64_permMips,
  shm_segsz: 'ulong',
  shm_atime: 'ulong',
  shm_dtime: 'ulong',
  shm_ctime: 'ulong',
  shm_cpid: 'i32',
  shm_lpid: 'i32',
  shm_nattch: 'ulong',
  shm_atime_high: 'u16',
  shm_dtime_high: 'u16',
  shm_ctime_high: 'u16',
  __unused1: 'u16',
});
export const semid_ds = struct('semid64_ds', {
  sem_perm: ipc64_perm,
  sem_otime: 'ulong',
  sem_otime_high: 'ulong',
  sem_ctime: 'ulong',
  sem_ctime_high: 'ulong',
  sem_nsems: 'ulong',
  __unused3: 'ulong',
  __unused4: 'ulong',
});
export const semid_dsMips = struct('semid64_ds', {
  sem_perm: ipc64_permMips,
  sem_otime: 'ulong',
  sem_ctime: 'ulong',
  sem_nsems: 'ulong',
  sem_otime_high: 'ulong',
  sem_ctime_high: 'ulong',
});
export const msqid_ds = struct('msqid64_ds', {
  msg_perm: ipc64_perm,
  msg_stime: 'ulong',
  msg_stime_high: 'ulong',
  msg_rtime: 'ulong',
  msg_rtime_high: 'ulong',
  msg_ctime: 'ulong',
  msg_ctime_high: 'ulong',
  msg_cbytes: 'ulong',
  msg_qnum: 'ulong',
  msg_qbytes: 'ulong',
  msg_lspid: 'i32',
  msg_lrpid: 'i32',
  __unused4: 'ulong',
  __unused5: 'ulong',
});
/** The halves of times lie in the order of the machine's bytes. */
export const msqid_dsMips = struct('msqid64_ds', {
  msg_perm: ipc64_permMips,
  msg_stime_high: 'ulong',
  msg_stime: 'ulong',
  msg_rtime_high: 'ulong',
  msg_rtime: 'ulong',
  msg_ctime_high: 'ulong',
  msg_ctime: 'ulong',
  msg_cbytes: 'ulong',
  msg_qnum: 'ulong',
  msg_qbytes: 'ulong',
  msg_lspid: 'i32',
  msg_lrpid: 'i32',
  __unused4: 'ulong',
  __unused5: 'ulong',
});
export const msqid_dsMipsel = struct('msqid64_ds', {
  msg_perm: ipc64_permMips,
  msg_stime: 'ulong',
  msg_stime_high: 'ulong',
  msg_rtime: 'ulong',
  msg_rtime_high: 'ulong',
  msg_ctime: 'ulong',
  msg_ctime_high: 'ulong',
  msg_cbytes: 'ulong',
  msg_qnum: 'ulong',
  msg_qbytes: 'ulong',
  msg_lspid: 'i32',
  msg_lrpid: 'i32',
  __unused4: 'ulong',
  __unused5: 'ulong',
});
export const sembuf = struct('sembuf', { sem_num: 'u16', sem_op: 'i16', sem_flg: 'i16' });
export const msginfo = struct('msginfo', {
  msgpool: 'i32',
  msgmap: 'i32',
  msgmax: 'i32',
  msgmnb: 'i32',
  msgmni: 'i32',
  msgssz: 'i32',
  msgtql: 'i32',
  msgseg: 'u16',
});
export const seminfo = struct('seminfo', {
  semmap: 'i32',
  semmni: 'i32',
  semmns: 'i32',
  semmnu: 'i32',
  semmsl: 'i32',
  semopm: 'i32',
  semume: 'i32',
  semusz: 'i32',
  semvmx: 'i32',
  semaem: 'i32',
});
export const shminfo = struct('shminfo64', {
  shmmax: 'ulong',
  shmmin: 'ulong',
  shmmni: 'ulong',
  shmseg: 'ulong',
  shmall: 'ulong',
  __unused: arrayOf('ulong', 4),
});
export const shm_info = struct('shm_info', {
  used_ids: 'i32',
  shm_tot: 'ulong',
  shm_rss: 'ulong',
  shm_swp: 'ulong',
  swap_attempts: 'ulong',
  swap_successes: 'ulong',
});

/** `struct sigaction` of rt_sigaction: the generic one (kernel/signal.c) and MIPS's, without restorer (arch/mips/include/uapi/asm/signal.h). */
export const sigaction = struct('sigaction', {
  sa_handler: 'ptr',
  sa_flags: 'ulong',
  sa_restorer: 'ptr',
  sa_mask: arrayOf('u32', 2),
});
export const sigactionMips = struct('sigaction', {
  sa_flags: 'u32',
  sa_handler: 'ptr',
  sa_mask: arrayOf('u32', 4),
});
/** `struct old_sigaction` of sigaction. */
export const oldSigaction = struct('old_sigaction', {
  sa_handler: 'ptr',
  sa_mask: 'u32',
  sa_flags: 'ulong',
  sa_restorer: 'ptr',
});
export const oldSigactionMips = struct('old_sigaction', {
  sa_flags: 'u32',
  sa_handler: 'ptr',
  sa_mask: arrayOf('u32', 4),
  sa_pad: arrayOf('i32', 2),
});
/** `struct sigevent`: of the union, the thread id. */
export const sigevent = struct('sigevent', {
  sigev_value: 'ptr',
  sigev_signo: 'i32',
  sigev_notify: 'i32',
  sigev_notify_thread_id: 'i32',
  _pad: bytes(48),
});

export const sockaddr_in = struct('sockaddr_in', {
  sin_family: 'u16',
  sin_port: bytes(2),
  sin_addr: bytes(4),
  sin_zero: bytes(8),
});
export const sockaddr_in6 = struct('sockaddr_in6', {
  sin6_family: 'u16',
  sin6_port: bytes(2),
  sin6_flowinfo: 'u32',
  sin6_addr: bytes(16),
  sin6_scope_id: 'u32',
});
export const sockaddr_un = struct('sockaddr_un', { sun_family: 'u16', sun_path: bytes(108) });
