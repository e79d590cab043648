import { EventFdFlag, OpenFlag } from '../abi/flags';
import { EventFd } from '../kernel/eventfd';
import type { Thread } from '../kernel/thread';
import { flags, uint } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** Opens an event counter. @param how - `EventFdFlag` bits. */
export function openCounter(t: Thread, initial: number, how: number): number {
  const nonblock = how & EventFdFlag.EFD_NONBLOCK ? OpenFlag.O_NONBLOCK : 0;
  const semaphore = (how & EventFdFlag.EFD_SEMAPHORE) !== 0;
  return t.files.add(new EventFd(OpenFlag.O_RDWR | nonblock, BigInt(initial), semaphore), {
    cloexec: (how & EventFdFlag.EFD_CLOEXEC) !== 0,
  });
}

/** eventfd with flags: Linux's eventfd2, NetBSD's eventfd; FreeBSD has it as __specialfd. */
export const eventfd = defineSyscall({
  name: 'eventfd',
  args: { count: uint, flags: flags('eventfd', { strict: true }) },
  run: (t, { count, flags: how }) => openCounter(t, count, how),
});
/** Linux's older form, without flags. */
export const plainEventfd = defineSyscall({
  name: 'eventfd',
  args: { count: uint },
  run: (t, { count }) => openCounter(t, count, 0),
});
