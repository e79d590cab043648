/** What stat tells, under the header's field names; each ABI's structs pick what they have. Times in nanoseconds. */
export interface Stat {
  readonly st_dev: number;
  readonly st_ino: number;
  /** File type and permission bits, in the classic encoding that all systems share (0o100644). */
  readonly st_mode: number;
  readonly st_nlink: number;
  readonly st_uid: number;
  readonly st_gid: number;
  readonly st_rdev: number;
  readonly st_size: number;
  readonly st_blksize: number;
  /** 512-byte units. */
  readonly st_blocks: number;
  readonly st_atim: bigint;
  readonly st_mtim: bigint;
  readonly st_ctim: bigint;
  readonly st_birthtim: bigint;
}

/** File types in st_mode: the same numbers on every Unix. */
export const S_IFMT = 0o170000;
export const S_IFSOCK = 0o140000;
export const S_IFLNK = 0o120000;
export const S_IFREG = 0o100000;
export const S_IFBLK = 0o060000;
export const S_IFDIR = 0o040000;
export const S_IFCHR = 0o020000;
export const S_IFIFO = 0o010000;
export const S_ISUID = 0o4000;
export const S_ISGID = 0o2000;
export const S_ISVTX = 0o1000;
