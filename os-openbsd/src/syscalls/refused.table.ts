import { refused, type UnimplementedSyscall } from '@anyuser/core';

/** What an OpenBSD kernel says to programs that it does not let at the machine. */
export const REFUSED_SYSCALLS: Readonly<Record<string, UnimplementedSyscall>> = {
  ...refused(
    'EPERM',
    "the machine's owner's",
    'mount unmount ptrace ktrace acct reboot getfh fhopen fhstat fhstatfs nfssvc revoke',
  ),
  ...refused('EOPNOTSUPP', 'file systems without quotas', 'quotactl'),
};
