import { defineSyscall, errno, int, off, type SyscallDefinition } from '@anyuser/core';

/**
 * syscall and __syscall: the call conventions make the call whose number comes first. These rows get only those that name an
 * indirect call again.
 * @param signals - whether SIGSYS comes with the error (FreeBSD and OpenBSD, as with any call that is none), or the error alone
 * (sys/kern/sys_syscall.c of NetBSD).
 */
export function indirectCalls(signals: boolean): Readonly<Record<string, SyscallDefinition>> {
  const call = (name: string, number: typeof int | typeof off): SyscallDefinition =>
    defineSyscall({
      name,
      args: { number },
      run(t) {
        if (signals) t.signal({ signal: 'SIGSYS', code: 'SI_KERNEL' });
        throw errno('ENOSYS');
      },
    });
  return { syscall: call('syscall', int), __syscall: call('__syscall', off) };
}
