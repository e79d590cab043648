import { type DirentHead, getdentsCall } from '@anyuser/core';

/** struct linux_dirent64: d_ino, d_off, d_reclen, d_type, d_name. */
const dirent64: DirentHead = { size: 19, next: [8, 8], length: [16, 2], type: [18, 1] };
export const getdents64 = getdentsCall('getdents64', dirent64);

/** struct linux_dirent of 32-bit ports: d_ino, d_off, d_reclen, d_name, and the type in the last byte. */
const dirent: DirentHead = {
  size: 10,
  align: 4,
  tail: 1,
  ino: [0, 4],
  next: [4, 4],
  length: [8, 2],
  type: [-1, 1],
};
export const getdents = getdentsCall('getdents', dirent);
