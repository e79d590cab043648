import { type DirentHead, getdentsCall } from '@anyuser/core';

/** struct linux_dirent64: d_ino, d_off, d_reclen, d_type, d_name. */
const dirent64: DirentHead = {
  size: 19,
  fill({ mem }, at, { next, length, type }) {
    mem.setU64(at + 8, BigInt(next));
    mem.setU16(at + 16, length);
    mem.setU8(at + 18, type);
  },
};
export const getdents64 = getdentsCall('getdents64', dirent64);

/** struct linux_dirent of 32-bit ports: d_ino, d_off, d_reclen, d_name, and the type in the last byte. */
const dirent: DirentHead = {
  size: 10,
  align: 4,
  tail: 1,
  fill({ mem }, at, { ino, next, length, type }) {
    mem.setU32(at, ino >>> 0);
    mem.setU32(at + 4, next >>> 0);
    mem.setU16(at + 8, length);
    mem.setU8(at + length - 1, type);
  },
};
export const getdents = getdentsCall('getdents', dirent);
