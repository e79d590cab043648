import {
  defineSyscall,
  encodeText,
  errno,
  type FileSystem,
  fd,
  int,
  locate,
  type Node,
  out,
  path,
  ptr,
  type StructValue,
  type SyscallDefinition,
  size,
  structCodec,
  type Thread,
} from '@anyuser/core';

/** Bits of f_flags that BSDs have alike (sys/mount.h). */
const MNT_RDONLY = 1;
const MNT_LOCAL = 0x1000;
/** f_version of the structs that have it: FreeBSD's STATFS_VERSION and the one before. */
const VERSIONS: Readonly<Record<string, number>> = { statfs: 0x2014_0518, freebsd11_statfs: 0x2003_0518 };

/** Text as a fixed number of bytes with a NUL at the end. */
function fixed(text: string, room: number): Uint8Array {
  const bytes = new Uint8Array(room);
  bytes.set(encodeText(text).subarray(0, room - 1));
  return bytes;
}

/** struct statfs of a mounted file system; members that a system lacks are left out by its struct. */
export function statfsValue(
  t: Thread,
  fs: FileSystem,
  node: Node | undefined,
  struct = 'statfs',
): StructValue {
  const stat = node === undefined ? fs.statfs() : (fs.statfsOf?.(node) ?? fs.statfs());
  const fields = structCodec(t.abi, struct).fields;
  const room = (name: string): number => fields.find((field) => field.name === name)?.size ?? 1;
  const mount = t.kernel.vfs.mounts.find((each) => each.fs === fs)?.path ?? '/';
  const fsid = new Uint8Array(8);
  new DataView(fsid.buffer).setUint32(0, fs.dev >>> 0, !t.mem.bigEndian);
  const from = fixed(fs.source ?? fs.type, room('f_mntfromname'));
  return {
    f_version: VERSIONS[struct] ?? 0,
    f_type: stat.type,
    f_flags: MNT_LOCAL | (fs.readOnly ? MNT_RDONLY : 0),
    f_bsize: stat.bsize,
    f_iosize: stat.bsize,
    f_blocks: stat.blocks,
    f_bfree: stat.bfree,
    f_bavail: stat.bavail,
    f_favail: stat.ffree,
    f_files: stat.files,
    f_ffree: stat.ffree,
    f_namemax: stat.namelen,
    f_fsid: fsid,
    f_fstypename: fixed(fs.type, room('f_fstypename')),
    f_mntonname: fixed(mount, room('f_mntonname')),
    f_mntfromname: from,
    f_mntfromspec: from,
  };
}

/** The statfs calls of a system, for one generation of its struct statfs: name of the call and of the struct. */
export const statfsCall = (name: string, struct: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { path, buf: out(struct) },
    run(t, { path: file, buf }) {
      const { node } = locate(t, 'AT_FDCWD', file);
      buf.set(statfsValue(t, node.fs, node, struct));
    },
  });
export const fstatfsCall = (name: string, struct: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { fd, buf: out(struct) },
    run(t, { fd: number, buf }) {
      const { node } = t.files.get(number);
      // Pipes and sockets lie in no file system (sys/kern/vfs_syscalls.c, getvnode).
      if (node === undefined) throw errno('EINVAL');
      buf.set(statfsValue(t, node.fs, node, struct));
    },
  });
export const statfs = statfsCall('statfs', 'statfs');
export const fstatfs = fstatfsCall('fstatfs', 'statfs');

/** Writes as many mounts as there is room for and returns how many that are; without a buffer, how many there are. */
export function listMounts(
  t: Thread,
  buf: number,
  bufsize: number,
  struct: string,
  value: (fs: FileSystem) => StructValue,
): number {
  const mounts = [...t.kernel.vfs.mounts];
  if (buf === 0) return mounts.length;
  const codec = structCodec(t.abi, struct);
  const shown = mounts.slice(0, Math.floor(bufsize / codec.size));
  shown.forEach(({ fs }, n) => {
    codec.write(t.mem, buf + n * codec.size, value(fs));
  });
  return shown.length;
}

/** getfsstat(buf, bufsize, mode): all mounts, or how many there are. */
export const getfsstatCall = (name: string, struct: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { buf: ptr, bufsize: size, mode: int },
    run: (t, { buf, bufsize }) =>
      listMounts(t, buf, bufsize, struct, (fs) => statfsValue(t, fs, undefined, struct)),
  });
export const getfsstat = getfsstatCall('getfsstat', 'statfs');
