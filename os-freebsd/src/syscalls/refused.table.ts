import { refused, type UnimplementedSyscall, unprovided } from '@anyuser/core';

/** What a FreeBSD kernel says to programs that it does not let at the machine, as in a jail, and of what it has in name only. */
export const REFUSED_SYSCALLS: Readonly<Record<string, UnimplementedSyscall>> = {
  ...refused(
    'EPERM',
    "the machine's owner's",
    'jail jail_attach jail_attach_jd jail_get jail_set jail_remove jail_remove_jd ktrace mount unmount nmount acct reboot ' +
      'swapon swapoff kldload kldunload kldunloadf adjtime ntp_adjtime lgetfh getfh getfhat fhopen fhlink fhlinkat fhreadlink ' +
      'fhstat fhstatfs freebsd11_fhstat freebsd11_fhstatfs revoke extattrctl ptrace setcred kexec_load',
  ),
  ...refused('EOPNOTSUPP', 'not in real kernels either', 'sbrk sstk'),
  ...refused('EOPNOTSUPP', 'no file system has quotas', 'quotactl'),
  ...refused('ENOENT', 'a kernel without modules and symbols', 'modfind modnext modfnext modstat kldsym'),
  ...refused('EEXIST', 'no file system has whiteouts', 'undelete'),
  ...refused('EINVAL', 'not in real kernels either', 'freebsd11_vadvise'),
  // Calls of options that a kernel is built without: they fail, but are known (return ENOSYS, without SIGSYS).
  ...refused(
    'ENOSYS',
    'a kernel without AUDIT',
    'audit auditon getauid setauid getaudit setaudit getaudit_addr setaudit_addr auditctl',
  ),
  ...refused(
    'ENOSYS',
    'a kernel without MAC',
    '__mac_get_proc __mac_set_proc __mac_get_fd __mac_get_file __mac_set_fd __mac_set_file __mac_get_pid __mac_get_link ' +
      '__mac_set_link __mac_execve mac_syscall',
  ),
  ...refused(
    'ENOSYS',
    'a kernel without RACCT',
    'rctl_get_racct rctl_get_rules rctl_get_limits rctl_add_rule rctl_remove_rule',
  ),
  ...refused(
    'ENOSYS',
    'a kernel without FFCLOCK',
    'ffclock_getcounter ffclock_setestimate ffclock_getestimate',
  ),
  ...refused('ENOSYS', 'a kernel without REGRESSION', '__setugid'),
  // Calls that kernels do not know: ENOSYS and SIGSYS.
  ...unprovided(
    'of modules that are not loaded',
    'nfssvc nlm_syscall gssd_syscall rpctls_syscall afs3_syscall nnpfs_syscall sctp_peeloff sctp_generic_sendmsg ' +
      'sctp_generic_sendmsg_iov sctp_generic_recvmsg',
  ),
  ...unprovided(
    'of 4.3BSD, for which no program of these machines was ever built',
    'ocreat olseek ostat olstat osigaction osigprocmask osigpending ofstat ogetkerninfo ogetpagesize ommap owait ogethostname ' +
      'osethostname oaccept osend orecv osigreturn osigvec osigblock osigsetmask osigsuspend osigstack orecvmsg osendmsg ' +
      'orecvfrom otruncate oftruncate ogetpeername ogethostid osethostid ogetrlimit osetrlimit okillpg oquota ogetsockname ' +
      'ogetdirentries',
  ),
  ...unprovided(
    'of FreeBSD before 8, which kernels for these machines leave out (COMPAT_FREEBSD4, 5, 6, 7)',
    'freebsd4_getfsstat freebsd4_statfs freebsd4_fstatfs freebsd4_getdomainname freebsd4_setdomainname freebsd4_uname semsys ' +
      'msgsys shmsys freebsd6_pread freebsd6_pwrite freebsd6_mmap freebsd6_lseek freebsd6_truncate freebsd6_ftruncate ' +
      'freebsd7___semctl freebsd7_msgctl freebsd7_shmctl freebsd4_fhstatfs freebsd6_aio_read freebsd6_aio_write ' +
      'freebsd6_lio_listio freebsd4_sendfile freebsd4_sigaction freebsd4_sigreturn',
  ),
  ...unprovided('of FreeBSD 16, which is not released', 'pdrfork pdwait renameat2'),
};
