/** Bits of the first word of cap_rights_t (sys/sys/capsicum.h). */
const READ = 0x1n;
const WRITE = 0x2n;
const SEEK_TELL = 0x4n;
const SEEK = SEEK_TELL | 0x8n;
const MMAP = 0x10n;
const LOOKUP = 0x400n;

/** Rights in the first word, by what they are for. */
export const CAP = {
  READ,
  WRITE,
  SEEK_TELL,
  SEEK,
  PREAD: SEEK | READ,
  PWRITE: SEEK | WRITE,
  MMAP,
  CREATE: 0x40n,
  FEXECVE: 0x80n,
  FSYNC: 0x100n,
  FTRUNCATE: 0x200n,
  LOOKUP,
  FCHDIR: 0x800n,
  FCHFLAGS: 0x1000n,
  FCHMOD: 0x2000n,
  FCHOWN: 0x4000n,
  FCNTL: 0x8000n,
  FLOCK: 0x1_0000n,
  FPATHCONF: 0x2_0000n,
  FSTAT: 0x8_0000n,
  FSTATFS: 0x10_0000n,
  FUTIMES: 0x20_0000n,
  LINKAT_TARGET: LOOKUP | 0x40_0000n,
  MKDIRAT: LOOKUP | 0x80_0000n,
  MKFIFOAT: LOOKUP | 0x100_0000n,
  MKNODAT: LOOKUP | 0x200_0000n,
  RENAMEAT_SOURCE: LOOKUP | 0x400_0000n,
  SYMLINKAT: LOOKUP | 0x800_0000n,
  UNLINKAT: LOOKUP | 0x1000_0000n,
  ACCEPT: 0x2000_0000n,
  BIND: 0x4000_0000n,
  CONNECT: 0x8000_0000n,
  GETPEERNAME: 0x1_0000_0000n,
  GETSOCKNAME: 0x2_0000_0000n,
  GETSOCKOPT: 0x4_0000_0000n,
  LISTEN: 0x8_0000_0000n,
  SETSOCKOPT: 0x20_0000_0000n,
  SHUTDOWN: 0x40_0000_0000n,
  LINKAT_SOURCE: LOOKUP | 0x200_0000_0000n,
  RENAMEAT_TARGET: LOOKUP | 0x400_0000_0000n,
} as const;

/** Rights in the second word. */
export const CAP1 = { EVENT: 0x20n, KQUEUE_EVENT: 0x40n, IOCTL: 0x80n, KQUEUE_CHANGE: 0x10_0000n } as const;

/** All rights: the words with their index bits. */
export const CAP_ALL = [(1n << 57n) | 0x7ff_ffff_ffffn, (1n << 58n) | 0x1f_ffffn] as const;

/** What a call needs of the descriptor that it names as `fd` (or its first one), by the call's name. */
export const CALL_RIGHTS: Readonly<Record<string, bigint>> = {
  read: CAP.READ,
  readv: CAP.READ,
  write: CAP.WRITE,
  writev: CAP.WRITE,
  pread: CAP.PREAD,
  preadv: CAP.PREAD,
  pwrite: CAP.PWRITE,
  pwritev: CAP.PWRITE,
  lseek: CAP.SEEK_TELL,
  getdirentries: CAP.READ,
  fsync: CAP.FSYNC,
  fdatasync: CAP.FSYNC,
  ftruncate: CAP.FTRUNCATE,
  fchdir: CAP.FCHDIR,
  fchflags: CAP.FCHFLAGS,
  fchmod: CAP.FCHMOD,
  fchown: CAP.FCHOWN,
  flock: CAP.FLOCK,
  fpathconf: CAP.FPATHCONF,
  fstat: CAP.FSTAT,
  kmq_timedreceive: CAP.READ,
  kmq_timedsend: CAP.WRITE,
  fstatfs: CAP.FSTATFS,
  futimes: CAP.FUTIMES,
  futimens: CAP.FUTIMES,
  posix_fallocate: CAP.WRITE,
  accept: CAP.ACCEPT,
  accept4: CAP.ACCEPT,
  bind: CAP.BIND,
  bindat: CAP.BIND,
  connect: CAP.CONNECT,
  connectat: CAP.CONNECT,
  listen: CAP.LISTEN,
  getpeername: CAP.GETPEERNAME,
  getsockname: CAP.GETSOCKNAME,
  getsockopt: CAP.GETSOCKOPT,
  setsockopt: CAP.SETSOCKOPT,
  shutdown: CAP.SHUTDOWN,
  recvfrom: CAP.READ,
  recvmsg: CAP.READ,
  sendto: CAP.WRITE,
  sendmsg: CAP.WRITE,
  fexecve: CAP.FEXECVE,
  openat: CAP.LOOKUP,
  fstatat: CAP.LOOKUP | CAP.FSTAT,
  faccessat: CAP.LOOKUP | CAP.FSTAT,
  fchmodat: CAP.LOOKUP | CAP.FCHMOD,
  fchownat: CAP.LOOKUP | CAP.FCHOWN,
  utimensat: CAP.LOOKUP | CAP.FUTIMES,
  futimesat: CAP.LOOKUP | CAP.FUTIMES,
  mkdirat: CAP.MKDIRAT,
  mkfifoat: CAP.MKFIFOAT,
  mknodat: CAP.MKNODAT,
  readlinkat: CAP.LOOKUP,
  symlinkat: CAP.SYMLINKAT,
  unlinkat: CAP.UNLINKAT,
  funlinkat: CAP.UNLINKAT,
};

/** Calls that a process in capability mode may make (sys/kern/capabilities.conf); those with paths go by a descriptor. */
export const CAPABILITY_MODE: ReadonlySet<string> = new Set(
  `abort2 accept accept4 bindat connectat aio_cancel aio_error aio_fsync aio_read aio_return aio_suspend aio_waitcomplete aio_write break
  __acl_aclcheck_fd __acl_delete_fd __acl_get_fd __acl_set_fd extattr_delete_fd extattr_get_fd extattr_list_fd
  extattr_set_fd funlinkat ntp_gettime profil sendfile shm_open utrace yield swapcontext timerfd_create
  timerfd_gettime timerfd_settime sigfastblock cpuset_getdomain cpuset_setdomain getrlimitusage exterrctl
  cap_enter cap_fcntls_get cap_fcntls_limit cap_getmode cap_ioctls_get cap_ioctls_limit __cap_rights_get cap_rights_limit
  chflagsat clock_getcpuclockid2 clock_getres clock_gettime clock_nanosleep close close_range closefrom copy_file_range
  cpuset_getaffinity cpuset_getid cpuset_setaffinity dup dup2 exit faccessat fchflags fchmod fchmodat fchown fchownat fcntl
  fdatasync fexecve flock fork fpathconf fspacectl fstat fstatat fstatfs fsync ftruncate futimens futimes futimesat getcontext
  getdents getdirentries getdtablesize getegid geteuid getgid getgroups getitimer getlogin getpeername getpgid getpgrp
  getpid getppid getpriority getrandom getresgid getresuid getrlimit getrusage getsid getsockname getsockopt gettimeofday
  getuid ioctl issetugid kevent kill kmq_notify kmq_setattr
  kmq_timedreceive kmq_timedsend kqueue kqueuex ktimer_create ktimer_delete ktimer_getoverrun ktimer_gettime
  ktimer_settime linkat lio_listio listen lseek madvise mincore minherit mkdirat mkfifoat mknodat mlock mlockall mmap
  mprotect msync munlock munlockall munmap nanosleep openat pdfork pdgetpid pdkill pipe pipe2 poll posix_fadvise
  posix_fallocate ppoll pread preadv procctl pselect pwrite pwritev read readlinkat readv recvfrom recvmsg renameat rfork
  rtprio rtprio_thread sched_get_priority_max sched_get_priority_min sched_getparam sched_getscheduler
  sched_rr_get_interval sched_setparam sched_setscheduler sched_yield sched_getcpu select sendmsg sendto setcontext setegid
  seteuid setgid setgroups setitimer setlogin setpriority setregid setresgid setresuid setreuid setrlimit setsid setsockopt
  setuid shm_open2 shutdown sigaction sigaltstack sigpending sigprocmask sigqueue sigreturn sigsuspend sigtimedwait sigwait
  sigwaitinfo socket socketpair __specialfd symlinkat sync sysarch __sysctl __sysctlbyname thr_create thr_exit thr_kill
  thr_new thr_self thr_set_name thr_suspend thr_wake umask _umtx_op unlinkat utimensat uuidgen vfork write writev`.split(
    /\s+/,
  ),
);
