import { errno } from '../kernel/errno';
import type { OpenFile } from '../kernel/open-file';
import type { Thread } from '../kernel/thread';
import { encodeText } from '../memory/text';
import { fd, ptr, size } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';

/** How a system lays out an entry of a directory: the members between the 64-bit file number and the name, and what follows it. */
export interface DirentHead {
  /** Bytes in front of the name. */
  readonly size: number;
  /** Entries begin at multiples of this many bytes (8). */
  readonly align?: number;
  /** Bytes behind the name's null (0). */
  readonly tail?: number;
  fill(
    t: Thread,
    at: number,
    entry: {
      readonly ino: number;
      readonly length: number;
      readonly type: number;
      readonly name: number;
      readonly next: number;
    },
  ): void;
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
    t.mem.setU64(at, BigInt(entry.ino));
    head.fill(t, at, {
      ino: entry.ino,
      length,
      type: typeOf(entry.type),
      name: name.length,
      next: entry.next,
    });
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
