/**
 * The kernel's own bits for flag words. They are no system's numbers: each ABI maps its own to them by name (flagTable).
 * Names are the headers' names; a system lacks what it has no number for.
 */
export const bits = <const N extends readonly string[]>(...names: N): { readonly [K in N[number]]: number } =>
  Object.fromEntries(names.map((name, bit) => [name, 2 ** bit])) as { [K in N[number]]: number };

export const OpenFlag = bits(
  'O_WRONLY',
  'O_RDWR',
  'O_CREAT',
  'O_EXCL',
  'O_NOCTTY',
  'O_TRUNC',
  'O_APPEND',
  'O_NONBLOCK',
  'O_DSYNC',
  'O_SYNC',
  'O_ASYNC',
  'O_DIRECT',
  'O_DIRECTORY',
  'O_NOFOLLOW',
  'O_NOATIME',
  'O_CLOEXEC',
  'O_PATH',
  'O_TMPFILE',
  'O_LARGEFILE',
  'O_EXEC',
  'O_SHLOCK',
  'O_EXLOCK',
  'O_VERIFY',
  'O_RESOLVE_BENEATH',
  'O_CLOFORK',
  'O_EMPTY_PATH',
  'O_NOSIGPIPE',
  'O_REGULAR',
);
export const AtFlag = bits(
  'AT_SYMLINK_NOFOLLOW',
  'AT_REMOVEDIR',
  'AT_SYMLINK_FOLLOW',
  'AT_EACCESS',
  'AT_NO_AUTOMOUNT',
  'AT_EMPTY_PATH',
  'AT_RESOLVE_BENEATH',
);
export const ProtFlag = bits(
  'PROT_READ',
  'PROT_WRITE',
  'PROT_EXEC',
  'PROT_GROWSDOWN',
  'PROT_GROWSUP',
  'PROT_SEM',
);
export const MapFlag = bits(
  'MAP_SHARED',
  'MAP_PRIVATE',
  'MAP_FIXED',
  'MAP_ANONYMOUS',
  'MAP_GROWSDOWN',
  'MAP_NORESERVE',
  'MAP_POPULATE',
  'MAP_NONBLOCK',
  'MAP_STACK',
  'MAP_HUGETLB',
  'MAP_SYNC',
  'MAP_FIXED_NOREPLACE',
  'MAP_DENYWRITE',
  'MAP_EXECUTABLE',
  'MAP_LOCKED',
  'MAP_32BIT',
  'MAP_EXCL',
  'MAP_GUARD',
  'MAP_NOCORE',
  'MAP_TRYFIXED',
  'MAP_WIRED',
  'MAP_CONCEAL',
  'MAP_HASSEMAPHORE',
  'MAP_INHERIT',
  '__MAP_NOREPLACE',
  '__MAP_NOFAULT',
);
export const SigactionFlag = bits(
  'SA_NOCLDSTOP',
  'SA_NOCLDWAIT',
  'SA_SIGINFO',
  'SA_ONSTACK',
  'SA_RESTART',
  'SA_NODEFER',
  'SA_RESETHAND',
  'SA_RESTORER',
  'SA_EXPOSE_TAGBITS',
  'SA_UNSUPPORTED',
  'SA_NOKERNINFO',
);
export const WaitFlag = bits(
  'WNOHANG',
  'WUNTRACED',
  'WCONTINUED',
  'WEXITED',
  'WNOWAIT',
  'WTRAPPED',
  '__WNOTHREAD',
  '__WALL',
  '__WCLONE',
);
/** Flags of send and recv. */
export const MsgFlag = bits(
  'MSG_OOB',
  'MSG_PEEK',
  'MSG_DONTROUTE',
  'MSG_CTRUNC',
  'MSG_TRUNC',
  'MSG_DONTWAIT',
  'MSG_EOR',
  'MSG_WAITALL',
  'MSG_NOSIGNAL',
  'MSG_MORE',
  'MSG_CMSG_CLOEXEC',
  'MSG_WAITFORONE',
  'MSG_CONFIRM',
  'MSG_ERRQUEUE',
  'MSG_FASTOPEN',
  'MSG_CMSG_CLOFORK',
);
export const SocketFlag = bits('SOCK_NONBLOCK', 'SOCK_CLOEXEC', 'SOCK_CLOFORK', 'SOCK_NOSIGPIPE', 'SOCK_DNS');
/** Flags of System V IPC calls. */
export const IpcFlag = bits(
  'IPC_CREAT',
  'IPC_EXCL',
  'IPC_NOWAIT',
  'MSG_NOERROR',
  'MSG_EXCEPT',
  'SEM_UNDO',
  'SHM_RDONLY',
  'SHM_RND',
  'SHM_REMAP',
  'SHM_EXEC',
);
/** Readiness, as poll and select see it. */
export const PollEvent = bits(
  'POLLIN',
  'POLLPRI',
  'POLLOUT',
  'POLLERR',
  'POLLHUP',
  'POLLNVAL',
  'POLLRDNORM',
  'POLLRDBAND',
  'POLLWRNORM',
  'POLLWRBAND',
  'POLLRDHUP',
);
/** Readiness as epoll has it: PollEvent's bits under names of its own, and how to tell of them. */
export const EpollFlag = {
  ...(Object.fromEntries(Object.entries(PollEvent).map(([name, bit]) => [`E${name}`, bit])) as {
    readonly [K in keyof typeof PollEvent as `E${K}`]: number;
  }),
  EPOLLET: 2 ** 20,
  EPOLLONESHOT: 2 ** 21,
} as const;
export const EventFdFlag = bits('EFD_SEMAPHORE', 'EFD_NONBLOCK', 'EFD_CLOEXEC');
export const TimerFdFlag = bits('TFD_NONBLOCK', 'TFD_CLOEXEC');
export const TimerFdSetFlag = bits('TFD_TIMER_ABSTIME', 'TFD_TIMER_CANCEL_ON_SET');
/** Flags of memfd_create. */
export const MemoryFdFlag = bits(
  'MFD_CLOEXEC',
  'MFD_ALLOW_SEALING',
  'MFD_HUGETLB',
  'MFD_NOEXEC_SEAL',
  'MFD_EXEC',
);
/** What the seals of a memory file forbid (F_ADD_SEALS). */
export const SealFlag = bits(
  'F_SEAL_SEAL',
  'F_SEAL_SHRINK',
  'F_SEAL_GROW',
  'F_SEAL_WRITE',
  'F_SEAL_FUTURE_WRITE',
  'F_SEAL_EXEC',
);
/** Flags of signalfd. */
export const SignalFdFlag = bits('SFD_NONBLOCK', 'SFD_CLOEXEC');
/** Flags of inotify_init1. */
export const InotifyInitFlag = bits('IN_NONBLOCK', 'IN_CLOEXEC');
/** Flags of splice, tee and vmsplice. */
export const SpliceFlag = bits('SPLICE_F_MOVE', 'SPLICE_F_NONBLOCK', 'SPLICE_F_MORE', 'SPLICE_F_GIFT');
/** How one transfer of preadv2 and pwritev2 is made. */
export const TransferFlag = bits(
  'RWF_HIPRI',
  'RWF_DSYNC',
  'RWF_SYNC',
  'RWF_NOWAIT',
  'RWF_APPEND',
  'RWF_NOAPPEND',
  'RWF_ATOMIC',
);
/** Flags of renameat2. */
export const RenameFlag = bits('RENAME_NOREPLACE', 'RENAME_EXCHANGE', 'RENAME_WHITEOUT');
/** Flags of mremap. */
export const RemapFlag = bits('MREMAP_MAYMOVE', 'MREMAP_FIXED', 'MREMAP_DONTUNMAP');
/** What fallocate does. */
export const AllocateFlag = bits(
  'FALLOC_FL_KEEP_SIZE',
  'FALLOC_FL_PUNCH_HOLE',
  'FALLOC_FL_COLLAPSE_RANGE',
  'FALLOC_FL_ZERO_RANGE',
  'FALLOC_FL_INSERT_RANGE',
  'FALLOC_FL_UNSHARE_RANGE',
);
