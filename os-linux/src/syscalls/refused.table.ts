import { refused, type UnimplementedSyscall } from '@anyuser/core';

/** What a Linux kernel says to programs that it does not let at the machine, and of what its file systems cannot do. */
export const REFUSED_SYSCALLS: Readonly<Record<string, UnimplementedSyscall>> = {
  ...refused(
    'EPERM',
    "the machine's owner's",
    'acct swapon swapoff reboot vhangup init_module delete_module finit_module pivot_root kexec_load kexec_file_load setns ' +
      'open_by_handle_at bpf lookup_dcookie',
  ),
  ...refused('EPERM', 'tracers are let at no process', 'ptrace'),
  ...refused('EACCES', 'kept from all but the superuser, as by Debian', 'perf_event_open'),
  ...refused('EOPNOTSUPP', 'no file system has handles', 'name_to_handle_at'),
  ...refused('EINTR', 'calls that are made again are made under their own numbers', 'restart_syscall'),
};
