import { isLater } from '../kernel/later';
import type { Thread } from '../kernel/thread';
import { inp } from '../syscall/arguments';
import type { ArgumentType } from '../syscall/define';
import { deadlineAfter, writeTime } from './time-argument';

/** How long a call may wait, by a relative time that it is given. */
export interface TimeLimit {
  /** Waits until the limit at most; undefined stands for no limit. */
  within<T>(wait: (deadline: bigint | undefined) => T | Promise<T>): T | Promise<T>;
}

function limited<T>(
  t: Thread,
  address: number,
  struct: string,
  deadline: bigint | undefined,
  wait: (deadline: bigint | undefined) => T | Promise<T>,
): T | Promise<T> {
  const putBack = (): void => {
    const left = (deadline ?? 0n) - t.kernel.now('monotonic');
    writeTime(t, address, struct, left > 0n ? left : 0n);
  };
  const result = wait(deadline);
  if (isLater(result)) return result.finally(putBack);
  putBack();
  return result;
}

/**
 * A pointer to a relative timespec or timeval that limits a wait; NULL for no limit.
 * @param struct - the cell's name of it.
 * @param putsBack - the time that is left is written back, as Linux does (fs/select.c, poll_select_finish).
 */
export const timeLimit = (struct: string, putsBack = false): ArgumentType<TimeLimit> => ({
  width: 'word',
  bind: (abi) => ({
    decode(t, low) {
      const deadline = deadlineAfter(t, low >>> 0, struct);
      return {
        within: (wait) =>
          putsBack && deadline !== undefined ? limited(t, low >>> 0, struct, deadline, wait) : wait(deadline),
      };
    },
    format: inp(struct).bind(abi).format,
  }),
});
