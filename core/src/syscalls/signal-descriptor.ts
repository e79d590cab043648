import { OpenFlag, SignalFdFlag } from '../abi/flags';
import { signalNumber } from '../abi/signal-numbers';
import { errno } from '../kernel/errno';
import { SIGNAL_RECORD, SignalFd } from '../kernel/signalfd';
import type { Thread } from '../kernel/thread';
import type { SignalInfo } from '../signal/signal-info';
import type { SignalSet } from '../signal/signal-set';
import { fd, flags, sigsetIn, uint } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** struct signalfd_siginfo of a signal (fs/signalfd.c signalfd_copyinfo). */
function signalRecord(info: SignalInfo, t: Thread): Uint8Array {
  const view = new DataView(new ArrayBuffer(SIGNAL_RECORD));
  const little = !t.mem.bigEndian;
  const put = (at: number, value: number | undefined): void => view.setUint32(at, (value ?? 0) >>> 0, little);
  const status = typeof info.status === 'string' ? signalNumber(t.abi, info.status) : info.status;
  put(0, signalNumber(t.abi, info.signal));
  put(4, info.errno);
  put(8, info.rawCode ?? t.abi.signalCodes[info.code]);
  put(12, info.pid);
  put(16, info.uid);
  put(20, info.fd);
  put(24, info.timerId);
  put(28, info.band);
  put(32, info.overrun);
  put(36, info.trap);
  put(40, status);
  put(44, info.value);
  view.setBigUint64(48, BigInt((info.value ?? 0) >>> 0), little);
  view.setBigUint64(56, BigInt(info.utime ?? 0), little);
  view.setBigUint64(64, BigInt(info.stime ?? 0), little);
  view.setBigUint64(72, BigInt(info.address ?? 0), little);
  return new Uint8Array(view.buffer);
}
/** Makes a descriptor of pending signals, or gives one another mask. @throws KernelError EFAULT, EINVAL, EBADF */
function descriptorOf(
  t: Thread,
  number: number,
  mask: SignalSet | undefined,
  size: number,
  how: number,
): number {
  if (mask === undefined) throw errno('EFAULT');
  if (size !== t.abi.sigsetSize) throw errno('EINVAL');
  mask.delete('SIGKILL').delete('SIGSTOP');
  if (number === -1) {
    const file = new SignalFd(
      how & SignalFdFlag.SFD_NONBLOCK ? OpenFlag.O_NONBLOCK : 0,
      t.process,
      mask,
      signalRecord,
    );
    return t.files.add(file, { cloexec: (how & SignalFdFlag.SFD_CLOEXEC) !== 0 });
  }
  const file = t.files.get(number);
  if (!(file instanceof SignalFd)) throw errno('EINVAL');
  file.setMask(mask);
  return number;
}
/** signalfd, the older form, and signalfd4 with flags (fs/signalfd.c). */
export const signalfd = defineSyscall({
  name: 'signalfd',
  args: { fd, mask: sigsetIn, sizemask: uint },
  run: (t, { fd: number, mask, sizemask }) => descriptorOf(t, number, mask, sizemask, 0),
});
export const signalfd4 = defineSyscall({
  name: 'signalfd4',
  args: { fd, mask: sigsetIn, sizemask: uint, flags: flags('signalfd', { strict: true }) },
  run: (t, { fd: number, mask, sizemask, flags: how }) => descriptorOf(t, number, mask, sizemask, how),
});
