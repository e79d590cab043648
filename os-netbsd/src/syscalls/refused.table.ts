import { refused, type UnimplementedSyscall, unprovided } from '@anyuser/core';

/**
 * What a NetBSD kernel says to programs that it does not let at the machine (mounts, processor sets, kernel modules, tracing), and
 * of calls that it has in name only (sys/uvm/uvm_unix.c, uvm_mmap.c) or not at all (sys/arch/evbarm/conf/GENERIC.common).
 */
export const REFUSED_SYSCALLS: Readonly<Record<string, UnimplementedSyscall>> = {
  ...refused(
    'EPERM',
    "the machine's owner's",
    'compat_40_mount __mount50 unmount acct reboot compat_12_oreboot compat_12_oswapon ktrace fktrace ptrace modctl fchroot ' +
      'compat_50_adjtime __adjtime50 pset_create pset_destroy pset_assign _pset_bind compat_30_getfh __getfh30 compat_30_fhopen ' +
      '__fhopen40 compat_30_fhstat compat_30___fhstat30 compat_50___fhstat40 __fhstat50 compat_20_fhstatfs compat_30_fhstatvfs1 ' +
      '__fhstatvfs140 __fhstatvfs190 revoke extattrctl nfssvc',
  ),
  ...refused('ENOSYS', 'not in real kernels either', 'sbrk sstk'),
  ...refused('EINVAL', 'not in real kernels either', 'vadvise undelete'),
  ...refused('EOPNOTSUPP', 'file systems without quotas', '__quotactl compat_50_quotactl'),
  ...unprovided(
    'COMPAT_43 and COMPAT_09: programs of 4.3BSD and NetBSD 0.9, for which ARM and MIPS kernels have no option set',
    'compat_43_ocreat compat_43_olseek compat_43_stat43 compat_43_lstat43 compat_43_fstat43 compat_43_ogetkerninfo ' +
      'compat_43_ogetpagesize compat_43_ommap compat_43_owait compat_43_ogethostname compat_43_osethostname ' +
      'compat_43_ogetdtablesize compat_43_oaccept compat_43_osend compat_43_orecv compat_43_osigvec compat_43_osigblock ' +
      'compat_43_osigsetmask compat_43_osigstack compat_43_orecvmsg compat_43_osendmsg compat_43_orecvfrom compat_43_otruncate ' +
      'compat_43_oftruncate compat_43_ogetpeername compat_43_ogethostid compat_43_osethostid compat_43_ogetrlimit ' +
      'compat_43_osetrlimit compat_43_okillpg compat_43_oquota compat_43_ogetsockname compat_43_ogetdirentries ' +
      'compat_09_ogetdomainname compat_09_osetdomainname compat_09_ouname',
  ),
  ...unprovided(
    'COMPAT_10 to COMPAT_16: System V IPC and signals of programs of NetBSD 1',
    'compat_10_osemsys compat_10_omsgsys compat_10_oshmsys compat_14___semctl compat_14_msgctl compat_14_shmctl ' +
      'compat_13_sigaction13 compat_13_sigprocmask13 compat_13_sigpending13 compat_13_sigaltstack13 compat_13_sigreturn13 ' +
      'compat_13_sigsuspend13 compat_16___sigaction14 compat_16___sigreturn14',
  ),
  ...unprovided(
    'scheduler activations, which kernels since NetBSD 5 have no more (sys/compat/common/kern_sa_60.c)',
    'compat_60_sa_register compat_60_sa_stacks compat_60_sa_enable compat_60_sa_setconcurrency compat_60_sa_yield ' +
      'compat_60_sa_preempt',
  ),
  ...unprovided(
    'parts that kernels are built without: LFS, AFS, performance counters of before NetBSD 9',
    'lfs_bmapv lfs_markv lfs_segclean compat_50_lfs_segwait __lfs_segwait50 afssys pmc_get_info pmc_control',
  ),
};
