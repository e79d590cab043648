import { defineSyscall, errno, int, type Process, ptr, size, type Thread } from '@anyuser/core';

/** Instructions that are made all at once, or begun again: addresses of the first and behind the last. */
interface Sequence {
  readonly start: number;
  readonly end: number;
}

const KEY = Symbol('netbsd restartable sequences');
const MAX_RAS_PER_PROC = 16;
const RAS = { install: 0, purge: 1, purgeAll: 2 } as const;

const sequencesOf = (process: Process): readonly Sequence[] =>
  (process.extra.get(KEY) as readonly Sequence[] | undefined) ?? [];

/** A child has its parent's sequences. */
export const forkSequences = (parent: Process, child: Process): void =>
  void child.extra.set(KEY, sequencesOf(parent));

/** A new program has none. */
export const dropSequences = (process: Process): void => void process.extra.delete(KEY);

/** Where a thread goes on that was taken off the processor at an address (sys/kern/kern_ras.c, ras_lookup). */
export function resumeAddress({ process }: Thread, pc: number): number {
  for (const { start, end } of sequencesOf(process)) if (pc > start && pc < end) return start;
  return pc;
}

/** rasctl(addr, len, op): libc's atomic operations of machines with one processor that has no instructions for them. */
export const rasctl = defineSyscall({
  name: 'rasctl',
  args: { addr: ptr, len: size, op: int },
  run(t, { addr, len, op }) {
    const { process } = t;
    const known = sequencesOf(process);
    const end = addr + len;
    switch (op) {
      case RAS.install:
        if (len === 0 || addr < 0x1000 || end > process.space.layout.userTop) throw errno('EINVAL');
        if (known.length >= MAX_RAS_PER_PROC) throw errno('EINVAL');
        if (known.some((other) => addr < other.end && end > other.start)) throw errno('EEXIST');
        process.extra.set(KEY, [...known, { start: addr, end }]);
        return;
      case RAS.purge: {
        const rest = known.filter((other) => other.start !== addr || other.end !== end);
        if (rest.length === known.length) throw errno('ESRCH');
        process.extra.set(KEY, rest);
        return;
      }
      case RAS.purgeAll:
        process.extra.delete(KEY);
        return;
      default:
        throw errno('EINVAL');
    }
  },
});
