import { errno, isLater, readSigset, readTime, type SignalSet, type Thread, writeTime } from '@anyuser/core';

/**
 * Runs a wait that a relative time in guest memory limits, and puts back what is left of it, as Linux does for select, pselect
 * and ppoll (fs/select.c poll_select_finish).
 */
export function limitedWait<T>(
  t: Thread,
  address: number,
  struct: 'timespec' | 'timespec64' | 'timeval',
  run: (deadline: bigint | undefined) => T | Promise<T>,
): T | Promise<T> {
  if (address === 0) return run(undefined);
  const span = readTime(t, address, struct);
  if (span < 0n) throw errno('EINVAL');
  const deadline = t.kernel.now('monotonic') + span;
  const putBack = (): void => {
    const left = deadline - t.kernel.now('monotonic');
    writeTime(t, address, struct, left > 0n ? left : 0n);
  };
  const result = run(deadline);
  if (!isLater(result)) {
    putBack();
    return result;
  }
  return result.finally(putBack);
}

/** A signal mask with its size; undefined for NULL. @throws KernelError EINVAL for a set of another size */
export function maskArgument(t: Thread, address: number, size: number): SignalSet | undefined {
  if (address === 0) return undefined;
  if (size !== t.abi.sigsetSize) throw errno('EINVAL');
  return readSigset(t.abi, t.mem, address);
}
