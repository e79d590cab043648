import { refused, type UnimplementedSyscall } from '@anyuser/core';

/** What a FreeBSD kernel says to programs that it does not let at the machine, as in a jail, and of what it has in name only. */
export const REFUSED_SYSCALLS: Readonly<Record<string, UnimplementedSyscall>> = {
  ...refused(
    'EPERM',
    "the machine's owner's",
    'jail jail_attach jail_get jail_set jail_remove ktrace mount unmount nmount acct reboot swapon swapoff kldload kldunload ' +
      'kldunloadf adjtime ntp_adjtime lgetfh getfh fhopen fhstat fhstatfs revoke extattrctl ptrace',
  ),
  ...refused('EOPNOTSUPP', 'not in real kernels either', 'sbrk sstk'),
  ...refused('EEXIST', 'no file system has whiteouts', 'undelete'),
  ...refused('EINVAL', 'not in real kernels either', 'freebsd11_vadvise'),
};
