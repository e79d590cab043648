import { structCodec } from '../abi/codecs';
import { errno } from '../kernel/errno';
import { type LockKind, recordLocks } from '../kernel/file-lock';
import type { OpenFile } from '../kernel/open-file';
import { canRead, canWrite } from '../kernel/open-file-base';
import type { Thread } from '../kernel/thread';

export type RecordLockCommand =
  | `F_${'GET' | 'SET'}LK${'' | '64'}`
  | `F_SETLKW${'' | '64'}`
  | `F_OFD_${'GETLK' | 'SETLK' | 'SETLKW'}`;

const KINDS: Readonly<Record<string, LockKind | undefined>> = {
  F_RDLCK: 'shared',
  F_WRLCK: 'exclusive',
  F_UNLCK: 'none',
};

/** fcntl's record locks, with struct flock (or flock64) at an address. */
export function lockRecord(
  t: Thread,
  fd: number,
  command: RecordLockCommand,
  address: number,
): number | Promise<number> {
  const file = t.files.get(fd);
  const ofd = command.startsWith('F_OFD');
  const codec = structCodec(t.abi, ofd || command.endsWith('64') ? 'flock64' : 'flock');
  const value = codec.read(t.mem, address);
  const types = t.abi.enums['lockType']!;
  const kind = KINDS[types.name(Number(value['l_type'])) ?? ''];
  if (kind === undefined) throw errno('EINVAL');
  const range = rangeOf(t, file, value);
  const owner = ofd ? file : t.process;
  const locks = recordLocks(t.kernel, file);
  if (command.includes('GETLK')) {
    const blocking = kind === 'none' ? undefined : locks.conflict(owner, kind, range.start, range.end);
    if (blocking === undefined) codec.write(t.mem, address, { ...value, l_type: types.value('F_UNLCK') });
    else
      codec.write(t.mem, address, {
        l_type: types.value(blocking.kind === 'shared' ? 'F_RDLCK' : 'F_WRLCK'),
        l_whence: t.abi.enums['whence']!.value('SEEK_SET'),
        l_start: blocking.start,
        l_len: blocking.end === Infinity ? 0 : blocking.end - blocking.start,
        l_pid: blocking.pid,
      });
    return 0;
  }
  if ((kind === 'shared' && !canRead(file.flags)) || (kind === 'exclusive' && !canWrite(file.flags)))
    throw errno('EBADF');
  const pid = ofd ? -1 : t.process.pid;
  const attempt = (): 0 | undefined => (locks.set(owner, kind, range.start, range.end, pid) ? 0 : undefined);
  if (attempt() === 0) return 0;
  if (!command.includes('SETLKW')) throw errno('EAGAIN');
  if (!ofd && locks.deadlocks(owner, kind, range.start, range.end)) throw errno('EDEADLK');
  locks.waits(owner, kind, range.start, range.end);
  return t
    .wait(locks.released, attempt)
    .then(() => 0)
    .finally(() => locks.waits(owner, 'none', 0, 0));
}

function rangeOf(
  t: Thread,
  file: OpenFile,
  value: Readonly<Record<string, unknown>>,
): { readonly start: number; readonly end: number } {
  const whence = t.abi.enums['whence']!.name(Number(value['l_whence']));
  const base =
    whence === 'SEEK_SET'
      ? 0
      : whence === 'SEEK_CUR'
        ? file.seek(0, 'SEEK_CUR')
        : whence === 'SEEK_END'
          ? file.stat().st_size
          : NaN;
  if (Number.isNaN(base)) throw errno('EINVAL');
  let start = base + Number(value['l_start']);
  const length = Number(value['l_len']);
  let end = length === 0 ? Infinity : start + length;
  if (length < 0) {
    end = start;
    start += length;
  }
  if (start < 0) throw errno('EINVAL');
  return { start, end };
}
