import { structCodec } from '../abi/codecs';
import { OpenFlag } from '../abi/flags';
import { errno, Interrupted } from '../kernel/errno';
import { drop, hold } from '../kernel/file-reference';
import type { OpenFile } from '../kernel/open-file';
import { canRead, canWrite } from '../kernel/open-file-base';
import type { Thread } from '../kernel/thread';

/** Most bytes that one call moves (Linux MAX_RW_COUNT). */
export const MOST_BYTES = 0x7fff_f000;
/** Most buffers of readv and writev (IOV_MAX). */
export const IOV_MAX = 1024;

/** A piece of guest memory. */
export interface Extent {
  readonly address: number;
  readonly length: number;
}

/** A descriptor's file, open for reading. @throws KernelError EBADF */
export function readable(t: Thread, fd: number): OpenFile {
  const file = t.files.get(fd);
  if (!canRead(file.flags)) throw errno('EBADF');
  t.kernel.sharedObjects.beforeRead(file);
  return file;
}
/** A descriptor's file, open for writing. @throws KernelError EBADF */
export function writable(t: Thread, fd: number): OpenFile {
  const file = t.files.get(fd);
  if (!canWrite(file.flags)) throw errno('EBADF');
  t.kernel.sharedObjects.beforeWrite(file);
  return file;
}

/** How much of a guest buffer can be used. @throws KernelError EFAULT where nothing can */
export function usable(t: Thread, address: number, length: number, access: 'read' | 'write'): number {
  const wanted = Math.min(length, MOST_BYTES);
  if (wanted === 0) return 0;
  const n = t.mem.accessible(address, wanted, access);
  if (n === 0) throw errno('EFAULT');
  return n;
}

const nonblocking = (file: OpenFile): boolean => (file.flags & OpenFlag.O_NONBLOCK) !== 0;

/** When a blocking transfer gives up; undefined for never. */
export function giveUpAt(t: Thread, file: OpenFile, direction: 'read' | 'write'): bigint | undefined {
  const limit = file.timeout?.(direction);
  return limit === undefined ? undefined : t.kernel.now('monotonic') + limit;
}

/** Makes an attempt, and again at each change of the file until it succeeds. */
export function retry<T>(
  t: Thread,
  file: OpenFile,
  attempt: () => T | undefined,
  options: { readonly nonblock?: boolean; readonly deadline?: bigint | undefined } = {},
): T | Promise<T> {
  const first = attempt();
  if (first !== undefined) return first;
  if (options.nonblock ?? nonblocking(file)) throw errno('EAGAIN');
  return sleepFor(t, file, attempt, options.deadline, (value) => {
    if (value === undefined) throw errno('EAGAIN');
    return value;
  });
}

/**
 * Sleeps on a file until an attempt succeeds that has just failed. The file stays open meanwhile.
 * @param finish - makes the result of what the attempt gave; undefined at the deadline.
 * @param failed - makes the result of an error instead, or throws.
 */
function sleepFor<T>(
  t: Thread,
  file: OpenFile,
  attempt: () => T | undefined,
  deadline: bigint | undefined,
  finish: (value: T | undefined) => T,
  failed?: (error: unknown) => T,
): Promise<T> {
  hold(file);
  return t.wait(file.readiness, attempt, { deadline, tried: true }).then(
    (value) => {
      drop(file);
      return finish(value);
    },
    (error: unknown) => {
      drop(file);
      if (failed === undefined) throw error;
      return failed(error);
    },
  );
}

/** read(2) into guest memory. */
export function readTo(t: Thread, file: OpenFile, address: number, length: number): number | Promise<number> {
  const buffer = t.mem.prefix(address, Math.min(length, MOST_BYTES), 'write');
  const first = file.read(buffer, t);
  if (first !== undefined) return first;
  if (nonblocking(file)) throw errno('EAGAIN');
  const n = buffer.length;
  const patience = file.patience?.();
  const attempt = (): number | undefined => file.read(t.mem.writable(address, n), t);
  return patience === undefined
    ? sleepFor(t, file, attempt, giveUpAt(t, file, 'read'), orAgain)
    : sleepFor(t, file, attempt, t.kernel.now('monotonic') + patience, (value) => value ?? 0);
}

function orAgain(value: number | undefined): number {
  if (value === undefined) throw errno('EAGAIN');
  return value;
}

/** write(2) from guest memory: a blocking file takes everything before the call returns. */
export function writeFrom(
  t: Thread,
  file: OpenFile,
  address: number,
  length: number,
): number | Promise<number> {
  const data = t.mem.prefix(address, Math.min(length, MOST_BYTES), 'read');
  const n = data.length;
  const first = file.write(data, t);
  if (first === n) return n;
  return writeAll(t, file, n, (done) => t.mem.bytes(address + done, n - done), first);
}

/**
 * Writes all of something that may have to be fetched anew after a sleep.
 * @param begun - how much a first attempt has written.
 */
export function writeAll(
  t: Thread,
  file: OpenFile,
  length: number,
  rest: (done: number) => Uint8Array,
  begun?: number,
): number | Promise<number> {
  if (begun === 0) return 0;
  let done = begun ?? 0;
  const attempt = (): number | undefined => {
    do {
      let n: number | undefined;
      try {
        n = file.write(rest(done), t);
      } catch (error) {
        if (done > 0) return done;
        throw error;
      }
      if (n === undefined) return undefined;
      if (n === 0) return done;
      done += n;
    } while (done < length);
    return done;
  };
  const first = attempt();
  if (first !== undefined) return first;
  if (nonblocking(file)) {
    if (done > 0) return done;
    throw errno('EAGAIN');
  }
  return sleepFor(
    t,
    file,
    attempt,
    giveUpAt(t, file, 'write'),
    (value) => {
      if (value === undefined && done === 0) throw errno('EAGAIN');
      return value ?? done;
    },
    (error) => {
      if (error instanceof Interrupted && done > 0) return done;
      throw error;
    },
  );
}

/** Reads an array of struct iovec. @throws KernelError EINVAL, EFAULT */
export function readIovec(t: Thread, address: number, count: number): Extent[] {
  if (count < 0 || count > IOV_MAX) throw errno('EINVAL');
  const codec = structCodec(t.abi, 'iovec');
  const extents: Extent[] = [];
  let total = 0;
  for (let i = 0; i < count; i++) {
    const { iov_base, iov_len } = codec.read(t.mem, address + i * codec.size);
    const length = Number(iov_len);
    total += length;
    if (length > 0x7fff_ffff || total > 0x7fff_ffff) throw errno('EINVAL');
    extents.push({ address: Number(iov_base), length });
  }
  return extents;
}

/** Bytes of all extents. */
export const totalLength = (extents: readonly Extent[]): number =>
  extents.reduce((sum, { length }) => sum + length, 0);

/** Copies the extents' bytes into one buffer. @throws KernelError EFAULT */
export function gather(t: Thread, extents: readonly Extent[]): Uint8Array {
  const data = new Uint8Array(totalLength(extents));
  let at = 0;
  for (const { address, length } of extents) {
    if (length === 0) continue;
    data.set(t.mem.bytes(address, length), at);
    at += length;
  }
  return data;
}

/** Copies bytes out over the extents. @throws KernelError EFAULT */
export function scatter(t: Thread, extents: readonly Extent[], data: Uint8Array): void {
  let at = 0;
  for (const { address, length } of extents) {
    if (at >= data.length) return;
    const part = data.subarray(at, at + length);
    if (part.length > 0) t.mem.write(address, part);
    at += part.length;
  }
}

/** readv(2): one read over several buffers. */
export function readVector(t: Thread, file: OpenFile, extents: readonly Extent[]): number | Promise<number> {
  const used = extents.filter(({ length }) => length > 0);
  if (used.length <= 1) return used.length === 0 ? 0 : readTo(t, file, used[0]!.address, used[0]!.length);
  const data = new Uint8Array(totalLength(used));
  const store = (n: number): number => {
    scatter(t, used, data.subarray(0, n));
    return n;
  };
  const read = retry(t, file, () => file.read(data, t), { deadline: giveUpAt(t, file, 'read') });
  return typeof read === 'number' ? store(read) : read.then(store);
}

/** writev(2): one write of several buffers. */
export function writeVector(t: Thread, file: OpenFile, extents: readonly Extent[]): number | Promise<number> {
  const used = extents.filter(({ length }) => length > 0);
  if (used.length <= 1) return used.length === 0 ? 0 : writeFrom(t, file, used[0]!.address, used[0]!.length);
  const data = gather(t, used);
  return writeAll(t, file, data.length, (done) => data.subarray(done));
}
