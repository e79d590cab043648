import { errno } from '../kernel/errno';
import type { OpenFile } from '../kernel/open-file';
import type { Thread } from '../kernel/thread';
import { encodeText } from '../memory/text';
import { fd, ptr, size } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';

/** Where a member of an entry lies: its offset, from the end of the entry if negative, and its bytes. */
export type DirentMember = readonly [offset: number, bytes: 1 | 2 | 4 | 8];

/** How a system lays out an entry of a directory (struct dirent): its head, the name with a null, and what follows that. */
export interface DirentHead {
  /** Bytes in front of the name. */
  readonly size: number;
  /** Entries begin at multiples of this many bytes (8). */
  readonly align?: number;
  /** Bytes behind the name's null (0). */
  readonly tail?: number;
  /** File number ([0, 8]). */
  readonly ino?: DirentMember;
  /** Offset of the directory behind the entry. */
  readonly next?: DirentMember;
  /** Bytes of the whole entry. */
  readonly length: DirentMember;
  readonly type: DirentMember;
  /** Bytes of the name, its null not counted. */
  readonly name?: DirentMember;
}

/** Stores a member of an entry, as many of its low bits as it has room for. */
function store(
  { mem }: Thread,
  at: number,
  length: number,
  [offset, bytes]: DirentMember,
  value: number,
): void {
  const place = offset < 0 ? at + length + offset : at + offset;
  if (bytes === 8) mem.setU64(place, BigInt(value));
  else if (bytes === 4) mem.setU32(place, value % 2 ** 32);
  else if (bytes === 2) mem.setU16(place, value);
  else mem.setU8(place, value);
}

/** File type bits of st_mode as d_type has them (sys/dirent.h, IFTODT). */
const typeOf = (mode: number): number => (mode & 0o170000) >>> 12;

function position(file: OpenFile): number {
  try {
    return file.seek(0, 'SEEK_CUR');
  } catch {
    throw errno('ENOTDIR');
  }
}

/**
 * Writes as many entries of a directory as fit, and moves its offset behind them.
 * @returns bytes written, and where the directory's offset was
 * @throws KernelError EINVAL where not even one fits
 */
export function readEntries(
  t: Thread,
  fd: number,
  buf: number,
  count: number,
  head: DirentHead,
): { readonly bytes: number; readonly start: number } {
  const file = t.files.get(fd);
  const { align = 8, tail = 0 } = head;
  const start = position(file);
  let at = buf;
  let last = start;
  for (const entry of file.readdir(start)) {
    const name = encodeText(entry.name);
    const length = (head.size + name.length + tail + align) & -align;
    if (at + length > buf + count) {
      if (at === buf) throw errno('EINVAL');
      break;
    }
    t.mem.zero(at, length);
    store(t, at, length, head.ino ?? [0, 8], entry.ino);
    if (head.next) store(t, at, length, head.next, entry.next);
    store(t, at, length, head.length, length);
    store(t, at, length, head.type, typeOf(entry.type));
    if (head.name) store(t, at, length, head.name, name.length);
    t.mem.write(at + head.size, name);
    at += length;
    last = entry.next;
  }
  if (last !== start) file.seek(last, 'SEEK_SET');
  return { bytes: at - buf, start };
}

/** getdents: a system's call of this name for entries of its layout. */
export const getdentsCall = (name: string, head: DirentHead): SyscallDefinition =>
  defineSyscall({
    name,
    args: { fd, buf: ptr, count: size },
    run: (t, { fd: number, buf, count }) => readEntries(t, number, buf, count, head).bytes,
  });

/** getdirentries(fd, buf, count, basep): as getdents, and stores where the directory's offset was, unless basep is null. */
export const getdirentriesCall = (
  name: string,
  head: DirentHead,
  /** Bytes of what basep points to. */
  base: 4 | 8,
): SyscallDefinition =>
  defineSyscall({
    name,
    args: { fd, buf: ptr, count: size, basep: ptr },
    run(t, { fd: number, buf, count, basep }) {
      const { bytes, start } = readEntries(t, number, buf, count, head);
      if (basep !== 0) store(t, basep, 0, [0, base], start);
      return bytes;
    },
  });
