import type { SyscallDefinition } from '../syscall/define';
import { chmod, fchmod, umask, utimes } from './attribute';
import { close, close_range, dup, dup2, dup3, fcntl, flock } from './descriptor';
import { chdir, chroot, fchdir, mkdir, mkdirat, mknodat, rmdir } from './directory';
import { fdatasync, fsync, open, openat, read, readv, sync, write, writev } from './file';
import { shmat, shmctl, shmdt, shmget } from './ipc-memory';
import { msgctl, msgget, msgrcv, msgsnd } from './ipc-message';
import { semget, semop } from './ipc-semaphore';
import { link, linkat, readlink, readlinkat, rename, renameat, symlink, symlinkat } from './link';
import { madvise, mincore, mlock, mlockall, mprotect, msync, munlock, munlockall, munmap } from './memory';
import { memfd_create } from './memory-file';
import { pipe2 } from './pipe';
import { poll } from './poll';
import { execve, getpgid, getpgrp, getpid, getppid, getsid, setpgid, setsid } from './process';
import { getrlimit, getrusage, setrlimit } from './process-limits';
import { wait4 } from './process-wait';
import { sched_yield, setpriority } from './schedule';
import { kill } from './signal';
import { sigaltstack } from './signal-stack';
import {
  accept,
  accept4,
  bind,
  connect,
  getpeername,
  getsockname,
  getsockopt,
  listen,
  recvfrom,
  recvmsg,
  sendmsg,
  sendto,
  setsockopt,
  shutdown,
  socket,
  socketpair,
} from './socket';
import { recvmmsg, sendmmsg } from './socket-batch';
import { ioctl } from './terminal';
import {
  clock_getres,
  clock_gettime,
  clock_nanosleep,
  clock_settime,
  getitimer,
  gettimeofday,
  nanosleep,
  setitimer,
  settimeofday,
} from './time';
import { timer_create, timer_delete, timer_getoverrun, timer_gettime, timer_settime } from './timer';
import { timerfd_create, timerfd_gettime, timerfd_settime } from './timer-descriptor';

/**
 * Calls that Linux and the BSDs have under one name and with one meaning. A system's table takes them by name and puts its
 * own beside or in front of them; numbers are each system's.
 */
export const COMMON_SYSCALLS: Readonly<Record<string, SyscallDefinition>> = {
  chmod,
  fchmod,
  umask,
  utimes,
  close,
  close_range,
  dup,
  dup2,
  dup3,
  fcntl,
  flock,
  chdir,
  chroot,
  fchdir,
  mkdir,
  mkdirat,
  mknodat,
  rmdir,
  fdatasync,
  fsync,
  open,
  openat,
  read,
  readv,
  sync,
  write,
  writev,
  shmat,
  shmctl,
  shmdt,
  shmget,
  msgctl,
  msgget,
  msgrcv,
  msgsnd,
  semget,
  semop,
  link,
  linkat,
  readlink,
  readlinkat,
  rename,
  renameat,
  symlink,
  symlinkat,
  madvise,
  mincore,
  mlock,
  mlockall,
  mprotect,
  msync,
  munlock,
  munlockall,
  munmap,
  memfd_create,
  pipe2,
  poll,
  execve,
  getpgid,
  getpgrp,
  getpid,
  getppid,
  getsid,
  setpgid,
  setsid,
  getrlimit,
  getrusage,
  setrlimit,
  wait4,
  sched_yield,
  setpriority,
  kill,
  sigaltstack,
  accept,
  accept4,
  bind,
  connect,
  getpeername,
  getsockname,
  getsockopt,
  listen,
  recvfrom,
  recvmsg,
  sendmsg,
  sendto,
  setsockopt,
  shutdown,
  socket,
  socketpair,
  recvmmsg,
  sendmmsg,
  ioctl,
  clock_getres,
  clock_gettime,
  clock_nanosleep,
  clock_settime,
  getitimer,
  gettimeofday,
  nanosleep,
  setitimer,
  settimeofday,
  timer_create,
  timer_delete,
  timer_getoverrun,
  timer_gettime,
  timer_settime,
  timerfd_create,
  timerfd_gettime,
  timerfd_settime,
};
