/** Everything that can be promised (sys/pledge.h, pledgenames). */
export const PROMISES: ReadonlySet<string> = new Set(
  (
    'audio bpf chown cpath disklabel dns dpath drm error exec fattr flock getpw id inet mcast pf proc prot_exec ps ' +
    'recvfd route rpath sendfd settime stdio tape tmppath tty unix unveil video vminfo vmm wpath wroute'
  ).split(' '),
);

/** Calls by the promises of which one is enough (sys/kern/kern_pledge.c, pledge_syscalls); no promise: always allowed. */
const CLASSES: readonly (readonly [promises: string, calls: string])[] = [
  ['', 'exit kbind __get_tcb __set_tcb pledge sendsyslog thrkill utrace pinsyscall pinsyscalls msyscall'],
  [
    'stdio',
    'getuid geteuid getresuid getgid getegid getresgid getgroups getlogin_r getpgrp getpgid getppid getsid getthrid ' +
      'getthrname setthrname getrlimit gettimeofday getdtablecount getrusage issetugid clock_getres clock_gettime getpid ' +
      'getrtable sysctl getentropy madvise minherit mmap mprotect mquery munmap msync break mimmutable umask ' +
      'read readv pread preadv write writev pwrite pwritev recvmsg recvmmsg recvfrom sendmsg sendmmsg sendto ' +
      'ftruncate lseek fpathconf nanosleep sigaltstack sigprocmask sigsuspend sigaction sigpending sigreturn getitimer setitimer ' +
      'poll ppoll kevent kqueue kqueue1 select pselect fstat fsync setsockopt getsockopt fcntl close dup dup2 dup3 ' +
      'closefrom shutdown fchdir pipe pipe2 socketpair wait4 waitid kill ioctl open __pledge_open stat access readlink ' +
      'getsockname getpeername adjtime __realpath __tfork sched_yield futex __thrsleep __thrwakeup __threxit __thrsigdivert profil',
  ],
  ['settime', 'adjfreq settimeofday'],
  ['proc', 'fork vfork setpgid setsid'],
  ['proc id', 'setrlimit getpriority setpriority'],
  ['id', 'setuid seteuid setreuid setresuid setgid setegid setregid setresgid setgroups setlogin setrtable'],
  ['unveil', 'unveil'],
  ['exec', 'execve'],
  ['rpath', 'chdir getdents getfsstat statfs fstatfs pathconf pathconfat'],
  ['rpath wpath', 'openat fstatat faccessat readlinkat __getcwd'],
  ['rpath wpath tmppath', 'lstat'],
  ['wpath', 'truncate'],
  ['rpath cpath', 'rename'],
  ['cpath', 'rmdir renameat link linkat symlink symlinkat unlinkat mkdir mkdirat'],
  ['cpath tmppath', 'unlink'],
  ['dpath', 'mkfifo mkfifoat mknod mknodat'],
  ['tty', 'revoke'],
  ['fattr', 'utimes futimes utimensat futimens chmod fchmod fchmodat chflags chflagsat fchflags'],
  ['chown chown-self', 'chown fchownat lchown fchown'],
  ['inet unix dns', 'socket connect bind'],
  ['inet unix', 'listen accept4 accept'],
  ['flock', 'flock'],
  ['getpw', 'ypconnect'],
  ['vminfo', 'swapctl'],
];

/** The order in which promises are looked through for the one to name (pledgenames). */
export const NAMED_FIRST: readonly string[] = (
  'rpath wpath cpath stdio tmppath dns inet flock unix id tape getpw proc settime fattr prot_exec tty sendfd recvfd exec route mcast ' +
  'vminfo ps disklabel pf audio dpath drm vmm chown bpf error wroute unveil video'
).split(' ');

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** Promises by call; a call that is not here is refused to whoever has pledged. */
export const PLEDGED_CALLS: ReadonlyMap<string, readonly string[]> = new Map(
  CLASSES.flatMap(([promises, calls]) => words(calls).map((call) => [call, words(promises)] as const)),
);

/** What else a promise comes with: `fattr` allows chown to oneself, which no promise of its own says. */
export const IMPLIED: Readonly<Record<string, readonly string[]>> = { fattr: ['chown-self'] };
