import { encodeText, errno, type Thread } from '@anyuser/core';

/** Members of struct dirent between the file number, which is first, and the name. Addresses are relative to `at`. */
export interface DirentHead {
  /** Bytes in front of the name. */
  readonly size: number;
  fill(
    t: Thread,
    at: number,
    entry: { readonly length: number; readonly type: number; readonly name: number; readonly next: number },
  ): void;
}

/** File type bits of st_mode as d_type has them (sys/dirent.h, IFTODT). */
const typeOf = (mode: number): number => (mode & 0o170000) >>> 12;

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
  const start = file.seek(0, 'SEEK_CUR');
  let at = buf;
  let last = start;
  for (const entry of file.readdir(start)) {
    const name = encodeText(entry.name);
    const length = (head.size + name.length + 1 + 7) & ~7;
    if (at + length > buf + count) {
      if (at === buf) throw errno('EINVAL');
      break;
    }
    t.mem.zero(at, length);
    t.mem.setU64(at, BigInt(entry.ino));
    head.fill(t, at, { length, type: typeOf(entry.type), name: name.length, next: entry.next });
    t.mem.write(at + head.size, name);
    at += length;
    last = entry.next;
  }
  if (last !== start) file.seek(last, 'SEEK_SET');
  return { bytes: at - buf, start };
}
