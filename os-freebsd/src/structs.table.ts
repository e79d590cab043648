import { arrayOf, bytes, type StructType, struct } from '@anyuser/core';

/** FreeBSD's structs under the names by which argument types ask for them. */
export const timespec = struct('timespec', { tv_sec: 'time', tv_nsec: 'long' });
export const timeval = struct('timeval', { tv_sec: 'time', tv_usec: 'i32' });
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
export const itimerval = struct('itimerval', { it_interval: timeval, it_value: timeval });
export const itimerspec = struct('itimerspec', { it_interval: timespec, it_value: timespec });
export const sigevent = struct('sigevent', {
  sigev_notify: 'i32',
  sigev_signo: 'i32',
  sigev_value: 'ptr',
  sigev_notify_thread_id: 'i32',
  __spare__: bytes(28),
});
export const mq_attr = struct('mq_attr', {
  mq_flags: 'long',
  mq_maxmsg: 'long',
  mq_msgsize: 'long',
  mq_curmsgs: 'long',
  __reserved: arrayOf('long', 4),
});
export const aiocb = struct('aiocb', {
  aio_fildes: 'i32',
  aio_offset: 'i64',
  aio_buf: 'ptr',
  aio_nbytes: 'ulong',
  __spare__: bytes(8),
  __spare2__: 'ptr',
  aio_lio_opcode: 'i32',
  aio_reqprio: 'i32',
  status: 'long',
  error: 'long',
  kernelinfo: 'ptr',
  aio_sigevent: sigevent,
});
export const timezone = struct('timezone', { tz_minuteswest: 'i32', tz_dsttime: 'i32' });
export const stat = struct('stat', {
  st_dev: 'u64',
  st_ino: 'u64',
  st_nlink: 'u64',
  st_mode: 'u16',
  st_padding0: 'i16',
  st_uid: 'u32',
  st_gid: 'u32',
  st_padding1: 'i32',
  st_rdev: 'u64',
  st_atim: timespec,
  st_mtim: timespec,
  st_ctim: timespec,
  st_birthtim: timespec,
  st_size: 'i64',
  st_blocks: 'u64',
  st_blksize: 'u32',
  st_flags: 'i32',
  st_gen: 'u64',
  st_spare: arrayOf('u64', 10),
});
export const freebsd11_stat = struct('freebsd11_stat', {
  st_dev: 'u32',
  st_ino: 'u32',
  st_mode: 'u16',
  st_nlink: 'u16',
  st_uid: 'u32',
  st_gid: 'u32',
  st_rdev: 'u32',
  st_atim: timespec,
  st_mtim: timespec,
  st_ctim: timespec,
  st_size: 'i64',
  st_blocks: 'u64',
  st_blksize: 'u32',
  st_flags: 'i32',
  st_gen: 'u32',
  st_lspare: 'i32',
  st_birthtim: timespec,
});
export const nstat = struct('nstat', {
  st_dev: 'u32',
  st_ino: 'u32',
  st_mode: 'u32',
  st_nlink: 'u32',
  st_uid: 'u32',
  st_gid: 'u32',
  st_rdev: 'u32',
  st_atim: timespec,
  st_mtim: timespec,
  st_ctim: timespec,
  st_size: 'i64',
  st_blocks: 'u64',
  st_blksize: 'u32',
  st_flags: 'i32',
  st_gen: 'u32',
  st_birthtim: timespec,
});
/** The generations of struct statfs differ in the room for the names of what is mounted and where. */
const statfsOf = (name: string, room: number): StructType =>
  struct(name, {
    f_version: 'u32',
    f_type: 'u32',
    f_flags: 'u64',
    f_bsize: 'u64',
    f_iosize: 'u64',
    f_blocks: 'u64',
    f_bfree: 'u64',
    f_bavail: 'i64',
    f_files: 'u64',
    f_ffree: 'i64',
    f_syncwrites: 'u64',
    f_asyncwrites: 'u64',
    f_syncreads: 'u64',
    f_asyncreads: 'u64',
    f_spare: arrayOf('u64', 10),
    f_namemax: 'u32',
    f_owner: 'u32',
    f_fsid: bytes(8),
    f_charspare: bytes(80),
    f_fstypename: bytes(16),
    f_mntfromname: bytes(room),
    f_mntonname: bytes(room),
  });
export const statfs = statfsOf('statfs', 1024);
export const freebsd11_statfs = statfsOf('freebsd11_statfs', 88);
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
export const mmsghdr = struct('mmsghdr', { msg_hdr: msghdr, msg_len: 'i32' });
export const linger = struct('linger', { l_onoff: 'i32', l_linger: 'i32' });
export const termios = struct('termios', {
  c_iflag: 'u32',
  c_oflag: 'u32',
  c_cflag: 'u32',
  c_lflag: 'u32',
  c_cc: bytes(20),
  c_ispeed: 'u32',
  c_ospeed: 'u32',
});
export const winsize = struct('winsize', {
  ws_row: 'u16',
  ws_col: 'u16',
  ws_xpixel: 'u16',
  ws_ypixel: 'u16',
});
export const kevent = struct('kevent', {
  ident: 'ulong',
  filter: 'i16',
  flags: 'u16',
  fflags: 'u32',
  data: 'i64',
  udata: 'ptr',
  ext: arrayOf('u64', 4),
});
export const kevent_freebsd11 = struct('kevent_freebsd11', {
  ident: 'ulong',
  filter: 'i16',
  flags: 'u16',
  fflags: 'u32',
  data: 'i32',
  udata: 'ptr',
});
const ipc_perm = struct('ipc_perm', {
  cuid: 'u32',
  cgid: 'u32',
  uid: 'u32',
  gid: 'u32',
  mode: 'u16',
  seq: 'u16',
  key: 'i32',
});
export const msqid_ds = struct('msqid_ds', {
  msg_perm: ipc_perm,
  __msg_first: 'ptr',
  __msg_last: 'ptr',
  msg_cbytes: 'ulong',
  msg_qnum: 'ulong',
  msg_qbytes: 'ulong',
  msg_lspid: 'i32',
  msg_lrpid: 'i32',
  msg_stime: 'time',
  msg_rtime: 'time',
  msg_ctime: 'time',
});
export const semid_ds = struct('semid_ds', {
  sem_perm: ipc_perm,
  __sem_base: 'ptr',
  sem_nsems: 'u16',
  sem_otime: 'time',
  sem_ctime: 'time',
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
});
export const wrusage = struct('__wrusage', { wru_self: rusage, wru_children: rusage });
export const procctl_reaper_status = struct('procctl_reaper_status', {
  rs_flags: 'u32',
  rs_children: 'u32',
  rs_descendants: 'u32',
  rs_reaper: 'i32',
  rs_pid: 'i32',
  rs_pad0: arrayOf('u32', 15),
});
export const procctl_reaper_pids = struct('procctl_reaper_pids', {
  rp_count: 'u32',
  rp_pad0: arrayOf('u32', 15),
  rp_pids: 'ptr',
});
export const procctl_reaper_pidinfo = struct('procctl_reaper_pidinfo', {
  pi_pid: 'i32',
  pi_subtree: 'i32',
  pi_flags: 'u32',
  pi_pad0: arrayOf('u32', 15),
});
export const procctl_reaper_kill = struct('procctl_reaper_kill', {
  rk_sig: 'i32',
  rk_flags: 'u32',
  rk_subtree: 'i32',
  rk_killed: 'u32',
  rk_fpid: 'i32',
  rk_pad0: arrayOf('u32', 15),
});
export const sf_hdtr = struct('sf_hdtr', { headers: 'ptr', hdr_cnt: 'i32', trailers: 'ptr', trl_cnt: 'i32' });
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
  l_sysid: 'i32',
});
export const sched_param = struct('sched_param', { sched_priority: 'i32' });
export const clockinfo = struct('clockinfo', {
  hz: 'i32',
  tick: 'i32',
  spare: 'i32',
  stathz: 'i32',
  profhz: 'i32',
});
export const loadavg = struct('loadavg', { ldavg: arrayOf('i32', 3), fscale: 'long' });
export const thr_param = struct('thr_param', {
  start_func: 'ptr',
  arg: 'ptr',
  stack_base: 'ptr',
  stack_size: 'ulong',
  tls_base: 'ptr',
  tls_size: 'ulong',
  child_tid: 'ptr',
  parent_tid: 'ptr',
  flags: 'i32',
  rtp: 'ptr',
  spare: arrayOf('ptr', 3),
});
export const umutex = struct('umutex', {
  m_owner: 'i32',
  m_flags: 'u32',
  m_ceilings: arrayOf('u32', 2),
  m_rb_lnk: 'ulong',
  m_pad: 'u32',
  m_spare: arrayOf('u32', 2),
});
export const statvfs = struct('statvfs', {
  f_bavail: 'u64',
  f_bfree: 'u64',
  f_blocks: 'u64',
  f_favail: 'u64',
  f_ffree: 'u64',
  f_files: 'u64',
  f_bsize: 'ulong',
  f_flag: 'ulong',
  f_frsize: 'ulong',
  f_fsid: 'ulong',
  f_namemax: 'ulong',
});
export const fiodgname_arg = struct('fiodgname_arg', { len: 'i32', buf: 'ptr' });
/** sys/sys/rtprio.h. */
export const rtprio = struct('rtprio', { type: 'u16', prio: 'u16' });
/** sys/sys/timex.h. */
export const ntptimeval = struct('ntptimeval', {
  time: timespec,
  maxerror: 'long',
  esterror: 'long',
  tai: 'long',
  time_state: 'i32',
});
/** sys/sys/linker.h: the first version, and the second, which has the path besides. */
const kldFileStat = {
  version: 'i32',
  name: bytes(1024),
  refs: 'i32',
  id: 'i32',
  address: 'ptr',
  size: 'ulong',
} as const;
export const kld_file_stat_1 = struct('kld_file_stat_1', kldFileStat);
export const kld_file_stat = struct('kld_file_stat', { ...kldFileStat, pathname: bytes(1024) });
/** struct kinfo_proc with its nested members spelled out (sys/sys/user.h). */
export const kinfo_proc = struct('kinfo_proc', {
  ki_structsize: 'i32',
  ki_layout: 'i32',
  ki_args: 'ptr',
  ki_paddr: 'ptr',
  ki_addr: 'ptr',
  ki_tracep: 'ptr',
  ki_textvp: 'ptr',
  ki_fd: 'ptr',
  ki_vmspace: 'ptr',
  ki_wchan: 'ptr',
  ki_pid: 'i32',
  ki_ppid: 'i32',
  ki_pgid: 'i32',
  ki_tpgid: 'i32',
  ki_sid: 'i32',
  ki_tsid: 'i32',
  ki_jobc: 'i16',
  ki_spare_short1: 'i16',
  ki_tdev_freebsd11: 'u32',
  ki_siglist: arrayOf('u32', 4),
  ki_sigmask: arrayOf('u32', 4),
  ki_sigignore: arrayOf('u32', 4),
  ki_sigcatch: arrayOf('u32', 4),
  ki_uid: 'u32',
  ki_ruid: 'u32',
  ki_svuid: 'u32',
  ki_rgid: 'u32',
  ki_svgid: 'u32',
  ki_ngroups: 'i16',
  ki_spare_short2: 'i16',
  ki_groups: arrayOf('u32', 16),
  ki_size: 'ulong',
  ki_rssize: 'i32',
  ki_swrss: 'i32',
  ki_tsize: 'i32',
  ki_dsize: 'i32',
  ki_ssize: 'i32',
  ki_xstat: 'u16',
  ki_acflag: 'u16',
  ki_pctcpu: 'u32',
  ki_estcpu: 'u32',
  ki_slptime: 'u32',
  ki_swtime: 'u32',
  ki_cow: 'u32',
  ki_runtime: 'u64',
  ki_start_sec: 'i64',
  ki_start_usec: 'i32',
  ki_start_pad: 'i32',
  ki_childtime: timeval,
  ki_flag: 'long',
  ki_kiflag: 'long',
  ki_traceflag: 'i32',
  ki_stat: 'i8',
  ki_nice: 'i8',
  ki_lock: 'i8',
  ki_rqindex: 'i8',
  ki_oncpu_old: 'u8',
  ki_lastcpu_old: 'u8',
  ki_tdname: bytes(17),
  ki_wmesg: bytes(9),
  ki_login: bytes(18),
  ki_lockname: bytes(9),
  ki_comm: bytes(20),
  ki_emul: bytes(17),
  ki_loginclass: bytes(18),
  ki_moretdname: bytes(4),
  ki_sparestrings: bytes(46),
  ki_spareints: arrayOf('i32', 2),
  ki_tdev: 'u64',
  ki_oncpu: 'i32',
  ki_lastcpu: 'i32',
  ki_tracer: 'i32',
  ki_flag2: 'i32',
  ki_fibnum: 'i32',
  ki_cr_flags: 'u32',
  ki_jid: 'i32',
  ki_numthreads: 'i32',
  ki_tid: 'i32',
  ki_pri_class: 'u8',
  ki_pri_level: 'u8',
  ki_pri_native: 'u8',
  ki_pri_user: 'u8',
  ki_rusage: rusage,
  ki_rusage_ch: rusage,
  ki_pcb: 'ptr',
  ki_kstack: 'ptr',
  ki_udata: 'ptr',
  ki_tdaddr: 'ptr',
  ki_pd: 'ptr',
  ki_spareptrs: arrayOf('ptr', 5),
  ki_sparelongs: arrayOf('long', 12),
  ki_sflag: 'long',
  ki_tdflags: 'long',
});
