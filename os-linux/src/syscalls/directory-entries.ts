import { type Abi, defineSyscall, encodeText, errno, fd, ptr, type Thread, uint } from '@anyuser/core';

/** One directory entry in a buffer; returns its length. */
type Encode = (
  t: Thread,
  address: number,
  entry: { readonly ino: number; readonly next: number; readonly type: number; readonly name: Uint8Array },
  length: number,
) => void;

/** Bytes of an entry, rounded up so that the next one is aligned. */
const padded = (size: number, to: number): number => Math.ceil(size / to) * to;

/** Fills a buffer with entries from the file offset on (fs/readdir.c). */
function list(
  t: Thread,
  number: number,
  address: number,
  count: number,
  header: number,
  tail: number,
  align: number,
  encode: Encode,
): number {
  const file = t.files.get(number);
  const from = position(file);
  let done = 0;
  for (const { name, ino, type, next } of file.readdir(from)) {
    const text = encodeText(name);
    const length = padded(header + text.length + 1 + tail, align);
    if (done + length > count) {
      if (done === 0) throw errno('EINVAL');
      break;
    }
    encode(t, address + done, { ino, next, type, name: text }, length);
    done += length;
    file.seek(next, 'SEEK_SET');
  }
  return done;
}

function position(file: { seek(offset: number, whence: 'SEEK_CUR'): number }): number {
  try {
    return file.seek(0, 'SEEK_CUR');
  } catch {
    throw errno('ENOTDIR');
  }
}

function putName(t: Thread, address: number, name: Uint8Array, end: number): void {
  t.mem.write(address, name);
  t.mem.zero(address + name.length, end - address - name.length);
}

/** struct linux_dirent64: d_ino, d_off, d_reclen, d_type, d_name. */
export const getdents64 = defineSyscall({
  name: 'getdents64',
  args: { fd, dirp: ptr, count: uint },
  run: (t, { fd: number, dirp, count }) =>
    list(t, number, dirp, count, 19, 0, 8, ({ mem }, at, { ino, next, type, name }, length) => {
      mem.setU64(at, BigInt(ino));
      mem.setU64(at + 8, BigInt(next));
      mem.setU16(at + 16, length);
      mem.setU8(at + 18, type >>> 12);
      putName(t, at + 19, name, at + length);
    }),
});

/** struct linux_dirent: d_ino, d_off (long), d_reclen, d_name, and the type in the last byte. */
export const getdents = defineSyscall({
  name: 'getdents',
  args: { fd, dirp: ptr, count: uint },
  run(t, { fd: number, dirp, count }) {
    const { word } = t.abi.data;
    const header = 2 * word + 2;
    return list(t, number, dirp, count, header, 1, word, ({ mem }, at, { ino, next, type, name }, length) => {
      setLong(t.abi, mem, at, ino);
      setLong(t.abi, mem, at + word, next);
      mem.setU16(at + 2 * word, length);
      putName(t, at + header, name, at + length);
      mem.setU8(at + length - 1, type >>> 12);
    });
  },
});

function setLong(abi: Abi, mem: Thread['mem'], at: number, value: number): void {
  if (abi.data.word === 8) mem.setU64(at, BigInt(value));
  else mem.setU32(at, value >>> 0);
}
