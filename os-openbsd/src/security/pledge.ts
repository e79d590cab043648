import { type CallArguments, errno, type Thread } from '@anyuser/core';
import type { OpenbsdProcess } from '../process-state';
import { abortWith } from './abort';
import { CHECKS } from './pledge-checks';
import { checkPaths } from './pledge-paths';
import { IMPLIED, NAMED_FIRST, PLEDGED_CALLS, PROMISES } from './promises.table';

/** The words of a promise string. @throws KernelError EINVAL for an unknown one */
export function parsePromises(text: string): Set<string> {
  const promises = new Set<string>();
  for (const word of text.split(' ')) {
    if (word === '') continue;
    if (!PROMISES.has(word)) throw errno('EINVAL');
    promises.add(word);
    for (const more of IMPLIED[word] ?? []) promises.add(more);
  }
  return promises;
}

/**
 * Ends a process that broke a promise, or refuses the call if it promised `error`.
 * @throws KernelError ENOSYS, EPERM
 */
export function breach(t: Thread, promises: ReadonlySet<string>, lacks: string, number: number): never {
  if (promises.has('error')) throw errno('ENOSYS');
  abortWith(t, `pledge "${lacks}", syscall ${number}`);
  throw errno('EPERM');
}

/** Of several promises that would do, the one that is named. */
const firstOf = (promises: readonly string[]): string =>
  NAMED_FIRST.find((promise) => promises.includes(promise)) ?? promises[0] ?? '';

/**
 * Holds a call against what the process has promised (sys/kern/kern_pledge.c). Returns whether its file is one that unveil does not
 * hide.
 * @throws KernelError ENOSYS, EPERM, ENOTTY
 */
export function checkPledge(
  t: Thread,
  { promises }: Pick<OpenbsdProcess, 'promises'>,
  number: number,
  fullName: string,
  args: CallArguments,
): boolean {
  if (promises === undefined) return false;
  const name = fullName.replace(/^pad_/, '');
  const any = PLEDGED_CALLS.get(name);
  if (any === undefined) breach(t, promises, '', number);
  if (any.length > 0 && !any.some((each) => promises.has(each))) breach(t, promises, firstOf(any), number);
  const lacks = CHECKS[name]?.(t, args, promises);
  if (lacks !== undefined) breach(t, promises, lacks, number);
  const paths = checkPaths(name, args, promises);
  if (paths.lacks !== undefined) breach(t, promises, paths.lacks, number);
  return paths.excepted;
}
