import { type CompiledSyscall, errno, type Thread } from '@anyuser/core';

/** `13.2-RELEASE` as a number that compares: 1302; undefined for what is no release. */
export function releaseNumber(text: string | undefined): number | undefined {
  const match = /^(\d+)(?:\.(\d+))?/.exec(text ?? '');
  return match === null ? undefined : Number(match[1]) * 100 + Number(match[2] ?? 0);
}

/**
 * Refuses calls that the release of --os-release does not have yet, as its kernel does: SIGSYS and ENOSYS. Where none is asked
 * for, programs of any release find their calls.
 * @param since - releases (1400 for 14.0) by call number.
 */
export const admitReleased =
  (since: Readonly<Record<number, number>>) =>
  (t: Thread, { number }: CompiledSyscall): void => {
    const first = since[number];
    if (first === undefined) return;
    const release = releaseNumber(t.kernel.identity.release);
    if (release === undefined || release >= first) return;
    t.signal({ signal: 'SIGSYS', code: 'SI_KERNEL', syscall: number });
    throw errno('ENOSYS');
  };
