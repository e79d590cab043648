import { arrayOf, bytes, struct } from '@anyuser/core';

/** OpenBSD's structs under the names by which argument types ask for them. */
export const timespec = struct('timespec', { tv_sec: 'time', tv_nsec: 'long' });
export const timeval = struct('timeval', { tv_sec: 'time', tv_usec: 'long' });
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
export const timezone = struct('timezone', { tz_minuteswest: 'i32', tz_dsttime: 'i32' });
export const stat = struct('stat', {
  st_mode: 'u32',
  st_dev: 'i32',
  st_ino: 'u64',
  st_nlink: 'u32',
  st_uid: 'u32',
  st_gid: 'u32',
  st_rdev: 'i32',
  st_atim: timespec,
  st_mtim: timespec,
  st_ctim: timespec,
  st_size: 'i64',
  st_blocks: 'i64',
  st_blksize: 'i32',
  st_flags: 'u32',
  st_gen: 'u32',
  __st_birthtim: timespec,
});
export const statfs = struct('statfs', {
  f_flags: 'u32',
  f_bsize: 'u32',
  f_iosize: 'u32',
  f_blocks: 'u64',
  f_bfree: 'u64',
  f_bavail: 'i64',
  f_files: 'u64',
  f_ffree: 'u64',
  f_favail: 'i64',
  f_syncwrites: 'u64',
  f_syncreads: 'u64',
  f_asyncwrites: 'u64',
  f_asyncreads: 'u64',
  f_fsid: bytes(8),
  f_namemax: 'u32',
  f_owner: 'u32',
  f_ctime: 'u64',
  f_fstypename: bytes(16),
  f_mntonname: bytes(90),
  f_mntfromname: bytes(90),
  f_mntfromspec: bytes(90),
  mount_info: arrayOf('u64', 20),
});
export const rlimit = struct('rlimit', { rlim_cur: 'u64', rlim_max: 'u64' });
export const stack = struct('stack_t', { ss_sp: 'ptr', ss_size: 'ulong', ss_flags: 'i32' });
export const iovec = struct('iovec', { iov_base: 'ptr', iov_len: 'ulong' });
export const msghdr = struct('msghdr', {
  msg_name: 'ptr',
  msg_namelen: 'u32',
  msg_iov: 'ptr',
  msg_iovlen: 'u32',
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
  filter: 'i16',
  flags: 'u16',
  fflags: 'u32',
  data: 'i64',
  udata: 'ptr',
});
const ipc_perm = struct('ipc_perm', {
  cuid: 'u32',
  cgid: 'u32',
  uid: 'u32',
  gid: 'u32',
  mode: 'u32',
  seq: 'u16',
  key: 'i32',
});
export const msqid_ds = struct('msqid_ds', {
  msg_perm: ipc_perm,
  msg_first: 'ptr',
  msg_last: 'ptr',
  msg_cbytes: 'ulong',
  msg_qnum: 'ulong',
  msg_qbytes: 'ulong',
  msg_lspid: 'i32',
  msg_lrpid: 'i32',
  msg_stime: 'time',
  msg_pad1: 'long',
  msg_rtime: 'time',
  msg_pad2: 'long',
  msg_ctime: 'time',
  msg_pad3: 'long',
  msg_pad4: arrayOf('long', 4),
});
export const semid_ds = struct('semid_ds', {
  sem_perm: ipc_perm,
  sem_base: 'ptr',
  sem_nsems: 'u16',
  sem_otime: 'time',
  sem_pad1: 'long',
  sem_ctime: 'time',
  sem_pad2: 'long',
  sem_pad3: arrayOf('long', 4),
});
export const shmid_ds = struct('shmid_ds', {
  shm_perm: ipc_perm,
  shm_segsz: 'i32',
  shm_lpid: 'i32',
  shm_cpid: 'i32',
  shm_nattch: 'i16',
  shm_atime: 'time',
  __shm_atimensec: 'long',
  shm_dtime: 'time',
  __shm_dtimensec: 'long',
  shm_ctime: 'time',
  __shm_ctimensec: 'long',
  shm_internal: 'ptr',
});
export const pollfd = struct('pollfd', { fd: 'i32', events: 'i16', revents: 'i16' });
export const tms = struct('tms', {
  tms_utime: 'i64',
  tms_stime: 'i64',
  tms_cutime: 'i64',
  tms_cstime: 'i64',
});
export const flock = struct('flock', {
  l_start: 'i64',
  l_len: 'i64',
  l_pid: 'i32',
  l_type: 'i16',
  l_whence: 'i16',
});
export const sched_param = struct('sched_param', { sched_priority: 'i32' });
export const clockinfo = struct('clockinfo', { hz: 'i32', tick: 'i32', stathz: 'i32', profhz: 'i32' });
export const ptmget = struct('ptmget', { cfd: 'i32', sfd: 'i32', cn: bytes(16), sn: bytes(16) });
export const loadavg = struct('loadavg', { ldavg: arrayOf('i32', 3), fscale: 'long' });
export const __tfork = struct('__tfork', { tf_tcb: 'ptr', tf_tid: 'ptr', tf_stack: 'ptr' });
export const __kbind = struct('__kbind', { kb_addr: 'ptr', kb_size: 'ulong' });
export const pinsyscall = struct('pinsyscall', { offset: 'u32', sysno: 'u32' });
export const sockpeercred = struct('sockpeercred', { uid: 'u32', gid: 'u32', pid: 'i32' });

/** What kern.proc gives of a process (sys/sysctl.h). */
export const kinfo_proc = struct('kinfo_proc', {
  p_forw: 'u64',
  p_back: 'u64',
  p_paddr: 'u64',
  p_addr: 'u64',
  p_fd: 'u64',
  p_stats: 'u64',
  p_limit: 'u64',
  p_vmspace: 'u64',
  p_sigacts: 'u64',
  p_sess: 'u64',
  p_tsess: 'u64',
  p_ru: 'u64',
  p_eflag: 'i32',
  p_exitsig: 'i32',
  p_flag: 'i32',
  p_pid: 'i32',
  p_ppid: 'i32',
  p_sid: 'i32',
  p__pgid: 'i32',
  p_tpgid: 'i32',
  p_uid: 'u32',
  p_ruid: 'u32',
  p_gid: 'u32',
  p_rgid: 'u32',
  p_groups: arrayOf('u32', 16),
  p_ngroups: 'i16',
  p_jobc: 'i16',
  p_tdev: 'u32',
  p_estcpu: 'u32',
  p_rtime_sec: 'u32',
  p_rtime_usec: 'u32',
  p_cpticks: 'i32',
  p_pctcpu: 'u32',
  p_swtime: 'u32',
  p_slptime: 'u32',
  p_schedflags: 'i32',
  p_uticks: 'u64',
  p_sticks: 'u64',
  p_iticks: 'u64',
  p_tracep: 'u64',
  p_traceflag: 'i32',
  p_holdcnt: 'i32',
  p_siglist: 'i32',
  p_sigmask: 'u32',
  p_sigignore: 'u32',
  p_sigcatch: 'u32',
  p_stat: 'i8',
  p_priority: 'u8',
  p_usrpri: 'u8',
  p_nice: 'u8',
  p_xstat: 'u16',
  p_spare: 'u16',
  p_comm: bytes(24),
  p_wmesg: bytes(8),
  p_wchan: 'u64',
  p_login: bytes(32),
  p_vm_rssize: 'i32',
  p_vm_tsize: 'i32',
  p_vm_dsize: 'i32',
  p_vm_ssize: 'i32',
  p_uvalid: 'i64',
  p_ustart_sec: 'u64',
  p_ustart_usec: 'u32',
  p_uutime_sec: 'u32',
  p_uutime_usec: 'u32',
  p_ustime_sec: 'u32',
  p_ustime_usec: 'u32',
  p_uru_maxrss: 'u64',
  p_uru_ixrss: 'u64',
  p_uru_idrss: 'u64',
  p_uru_isrss: 'u64',
  p_uru_minflt: 'u64',
  p_uru_majflt: 'u64',
  p_uru_nswap: 'u64',
  p_uru_inblock: 'u64',
  p_uru_oublock: 'u64',
  p_uru_msgsnd: 'u64',
  p_uru_msgrcv: 'u64',
  p_uru_nsignals: 'u64',
  p_uru_nvcsw: 'u64',
  p_uru_nivcsw: 'u64',
  p_uctime_sec: 'u32',
  p_uctime_usec: 'u32',
  p_psflags: 'u32',
  p_acflag: 'u32',
  p_svuid: 'u32',
  p_svgid: 'u32',
  p_emul: bytes(8),
  p_rlim_rss_cur: 'u64',
  p_cpuid: 'u64',
  p_vm_map_size: 'u64',
  p_tid: 'i32',
  p_rtableid: 'u32',
  p_pledge: 'u64',
  p_name: bytes(24),
});
/** What vm.uvmexp gives (uvm/uvmexp.h); all of them are ints. */
export const uvmexp = struct(
  'uvmexp',
  Object.fromEntries(
    (
      'pagesize pagemask pageshift npages free active inactive paging wired zeropages reserve_pagedaemon ' +
      'reserve_kernel unused01 vnodepages vtextpages freemin freetarg inactarg wiredmax anonmin vtextmin ' +
      'vnodemin anonminpct vtextminpct vnodeminpct nswapdev swpages swpginuse swpgonly nswget nanon unused05 ' +
      'unused06 faults traps intrs swtch softs syscalls pageins unused07 unused08 pgswapin pgswapout forks ' +
      'forks_ppwait forks_sharevm pga_zerohit pga_zeromiss unused09 fltnoram fltnoanon fltnoamap fltpgwait ' +
      'fltpgrele fltrelck fltrelckok fltanget fltanretry fltamcopy fltnamap fltnomap fltlget fltget flt_anon ' +
      'flt_acow flt_obj flt_prcopy flt_przero pdwoke pdrevs pdswout pdfreed pdscans pdanscan pdobscan pdreact ' +
      'pdbusy pdpageouts pdpending pddeact unused11 unused12 unused13 fpswtch kmapent'
    )
      .split(' ')
      .map((name) => [name, 'i32'] as const),
  ),
);
