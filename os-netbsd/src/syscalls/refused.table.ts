import type { UnimplementedSyscall } from '@anyuser/core';
import { refused } from '@anyuser/os-bsd';

/**
 * What a NetBSD kernel says to programs that it does not let at the machine (mounts, processor sets, kernel modules, tracing), and
 * of calls that it has in name only (sys/uvm/uvm_unix.c, uvm_mmap.c).
 */
export const REFUSED_SYSCALLS: Readonly<Record<string, UnimplementedSyscall>> = {
  ...refused(
    'EPERM',
    "the machine's owner's",
    'compat_40_mount __mount50 unmount acct reboot ktrace fktrace ptrace modctl swapctl fchroot ntp_adjtime compat_50_adjtime ' +
      '__adjtime50 pset_create pset_destroy pset_assign _pset_bind compat_30_getfh __getfh30 compat_30_fhopen __fhopen40 ' +
      'compat_30_fhstat compat_50___fhstat40 __fhstat50 __fhstatvfs140 __fhstatvfs190 revoke extattrctl',
  ),
  ...refused('ENOSYS', 'not in real kernels either', 'sbrk sstk'),
  ...refused('EINVAL', 'not in real kernels either', 'vadvise undelete'),
  ...refused(
    'EOPNOTSUPP',
    'file systems without quotas and access lists',
    '__quotactl compat_50_quotactl __acl_get_link __acl_set_link __acl_delete_link __acl_aclcheck_link __acl_get_file ' +
      '__acl_set_file __acl_get_fd __acl_set_fd __acl_delete_file __acl_delete_fd __acl_aclcheck_file __acl_aclcheck_fd',
  ),
};
