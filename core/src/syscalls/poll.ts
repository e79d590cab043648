import { structCodec } from '../abi/codecs';
import { PollEvent } from '../abi/flags';
import { errno } from '../kernel/errno';
import { isLater } from '../kernel/later';
import type { OpenFile } from '../kernel/open-file';
import type { Thread } from '../kernel/thread';
import type { WaitQueue } from '../kernel/wait-queue';
import type { SignalSet } from '../signal/signal-set';
import { int, ptr, sigsetIn, uint } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { timeLimit } from './time-limit';

/** Reported whether asked for or not. */
const ALWAYS = PollEvent.POLLERR | PollEvent.POLLHUP | PollEvent.POLLNVAL;

/** The end of a wait of milliseconds; undefined without limit (negative). */
export const deadlineMs = (t: Thread, timeout: number): bigint | undefined =>
  timeout < 0 ? undefined : t.kernel.now('monotonic') + BigInt(timeout) * 1_000_000n;

/** Sleeps until a check gives something or time is up; without waiting at all where time is up already. */
export function waitFor<T>(
  t: Thread,
  queues: readonly WaitQueue[],
  check: () => T | undefined,
  deadline: bigint | undefined,
  mask: SignalSet | undefined,
): Promise<T | undefined> | T | undefined {
  const now = check();
  if (now !== undefined) return now;
  const options = deadline === undefined ? {} : { deadline };
  if (mask === undefined) {
    if (deadline !== undefined && deadline <= t.kernel.now('monotonic')) return undefined;
    return t.wait(queues, check, options);
  }
  return t.withMask(mask, () => t.wait(queues, check, options));
}

interface Polled {
  readonly file: OpenFile | undefined;
  readonly fd: number;
  readonly events: number;
}

/** poll(2) on an array of struct pollfd. */
export function pollFds(
  t: Thread,
  address: number,
  count: number,
  deadline: bigint | undefined,
  mask?: SignalSet,
): number | Promise<number> {
  const limit = t.process.limits.get('RLIMIT_NOFILE')?.soft ?? Infinity;
  if (count > Math.max(limit, 1024)) throw errno('EINVAL');
  const codec = structCodec(t.abi, 'pollfd');
  const table = t.abi.flags['poll']!;
  const list: Polled[] = [];
  for (let i = 0; i < count; i++) {
    const value = codec.read(t.mem, address + i * codec.size);
    const fd = Number(value['fd']);
    list.push({
      fd,
      file: fd >= 0 && t.files.has(fd) ? t.files.get(fd) : undefined,
      events: table.decode(Number(value['events']) & 0xffff) | ALWAYS,
    });
  }
  const found = new Array<number>(count).fill(0);
  const check = (): number | undefined => {
    let ready = 0;
    for (const [i, { fd, file, events }] of list.entries()) {
      const happened = file !== undefined ? file.poll() & events : fd >= 0 ? PollEvent.POLLNVAL : 0;
      found[i] = happened;
      if (happened !== 0) ready++;
    }
    return ready > 0 ? ready : undefined;
  };
  const store = (ready: number | undefined): number => {
    for (const [i, { fd }] of list.entries()) {
      const at = address + i * codec.size;
      const asked = codec.read(t.mem, at)['events'];
      codec.write(t.mem, at, {
        fd,
        events: asked,
        revents: table.encode(ready === undefined ? 0 : found[i]!),
      });
    }
    return ready ?? 0;
  };
  const queues = [...new Set(list.flatMap(({ file }) => (file === undefined ? [] : [file.readiness])))];
  const result = waitFor(t, queues, check, deadline, mask);
  return isLater(result) ? result.then(store) : store(result);
}

export const poll: SyscallDefinition = defineSyscall({
  name: 'poll',
  args: { fds: ptr, nfds: uint, timeout: int },
  restart: false,
  run: (t, { fds, nfds, timeout }) => pollFds(t, fds, nfds, deadlineMs(t, timeout)),
});
/** The size of a mask, where the call has it as an argument of its own. @throws KernelError EINVAL */
export function checkMaskSize(t: Thread, args: { readonly sigmask: SignalSet | undefined }): void {
  const { sigmask, sigsetsize } = args as typeof args & { readonly sigsetsize?: number };
  if (sigmask !== undefined && sigsetsize !== undefined && sigsetsize !== t.abi.sigsetSize)
    throw errno('EINVAL');
}

/** With a relative timespec and a signal mask; Linux's forms also have the mask's size and get the time that is left. */
export const ppoll: SyscallDefinition = defineSyscall({
  name: 'ppoll',
  args: { fds: ptr, nfds: uint, timeout: timeLimit('timespec'), sigmask: sigsetIn },
  restart: false,
  run(t, args) {
    const { fds, nfds, timeout, sigmask } = args;
    checkMaskSize(t, args);
    return timeout.within((deadline) => pollFds(t, fds, nfds, deadline, sigmask));
  },
});

/** What each of select's three sets asks for. */
const SETS = [
  PollEvent.POLLIN | PollEvent.POLLRDNORM | PollEvent.POLLRDBAND | PollEvent.POLLHUP | PollEvent.POLLERR,
  PollEvent.POLLOUT | PollEvent.POLLWRNORM | PollEvent.POLLWRBAND | PollEvent.POLLERR,
  PollEvent.POLLPRI,
] as const;

/** A bit of an fd_set, whose words are the cell's longs. */
function bitOf(t: Thread, fd: number): { readonly byte: number; readonly mask: number } {
  const { word, bigEndian } = t.abi.data;
  const bits = word * 8;
  const inWord = fd % bits;
  const byteInWord = bigEndian ? word - 1 - (inWord >> 3) : inWord >> 3;
  return { byte: Math.floor(fd / bits) * word + byteInWord, mask: 1 << (inWord & 7) };
}

/** select(2): the sets at three addresses (0 = none) are read and written back. */
export function selectFds(
  t: Thread,
  count: number,
  addresses: readonly [number, number, number],
  deadline: bigint | undefined,
  mask?: SignalSet,
): number | Promise<number> {
  if (count < 0) throw errno('EINVAL');
  const highest = Math.min(count, 65_536);
  const bytes = Math.ceil(highest / (t.abi.data.word * 8)) * t.abi.data.word;
  const wanted: { readonly fd: number; readonly set: number; readonly file: OpenFile }[] = [];
  for (const [set, address] of addresses.entries()) {
    if (address === 0 || bytes === 0) continue;
    const given = t.mem.bytes(address, bytes).slice();
    for (let fd = 0; fd < highest; fd++) {
      const { byte, mask: bit } = bitOf(t, fd);
      if (given[byte]! & bit) wanted.push({ fd, set, file: t.files.get(fd) });
    }
  }
  let hits: typeof wanted = [];
  const check = (): number | undefined => {
    hits = wanted.filter(({ file, set }) => (file.poll() & SETS[set]!) !== 0);
    return hits.length > 0 ? hits.length : undefined;
  };
  const store = (ready: number | undefined): number => {
    for (const [set, address] of addresses.entries()) {
      if (address === 0 || bytes === 0) continue;
      const result = new Uint8Array(bytes);
      if (ready !== undefined)
        for (const hit of hits)
          if (hit.set === set) {
            const { byte, mask: bit } = bitOf(t, hit.fd);
            result[byte]! |= bit;
          }
      t.mem.write(address, result);
    }
    return ready ?? 0;
  };
  const queues = [...new Set(wanted.map(({ file }) => file.readiness))];
  const result = waitFor(t, queues, check, deadline, mask);
  return isLater(result) ? result.then(store) : store(result);
}

export const select: SyscallDefinition = defineSyscall({
  name: 'select',
  args: { nfds: int, readfds: ptr, writefds: ptr, exceptfds: ptr, timeout: timeLimit('timeval') },
  restart: false,
  run: (t, { nfds, readfds, writefds, exceptfds, timeout }) =>
    timeout.within((deadline) => selectFds(t, nfds, [readfds, writefds, exceptfds], deadline)),
});
export const pselect: SyscallDefinition = defineSyscall({
  name: 'pselect',
  args: {
    nfds: int,
    readfds: ptr,
    writefds: ptr,
    exceptfds: ptr,
    timeout: timeLimit('timespec'),
    sigmask: sigsetIn,
  },
  restart: false,
  run: (t, { nfds, readfds, writefds, exceptfds, timeout, sigmask }) =>
    timeout.within((deadline) => selectFds(t, nfds, [readfds, writefds, exceptfds], deadline, sigmask)),
});
