import {
  atfd,
  defineSyscall,
  errno,
  fcntl,
  flags,
  OpenFlag,
  openPath,
  path,
  ptr,
  RenameFlag,
  renameEntry,
  size,
  structCodec,
  variant,
} from '@anyuser/core';
import { FLAG_VALUES } from '../flags.table';

const RESOLVE = FLAG_VALUES.resolve;

export const fcntl64 = variant(fcntl, { name: 'fcntl64' });

export const renameat2 = defineSyscall({
  name: 'renameat2',
  args: { olddirfd: atfd, from: path, newdirfd: atfd, to: path, flags: flags('rename', { strict: true }) },
  run(t, { olddirfd, from, newdirfd, to, flags: how }) {
    const noreplace = (how & RenameFlag.RENAME_NOREPLACE) !== 0;
    const exchange = (how & RenameFlag.RENAME_EXCHANGE) !== 0;
    if (how & RenameFlag.RENAME_WHITEOUT || (noreplace && exchange)) throw errno('EINVAL');
    return renameEntry(t, olddirfd, from, newdirfd, to, { noreplace, exchange });
  },
});

/** openat2: RESOLVE_* restrictions that path resolution does not know are refused, not ignored. */
export const openat2 = defineSyscall({
  name: 'openat2',
  args: { dirfd: atfd, path, how: ptr, size },
  run(t, { dirfd, path: name, how, size: given }) {
    const codec = structCodec(t.abi, 'open_how');
    if (given < codec.size) throw errno('EINVAL');
    if (given > codec.size && t.mem.bytes(how + codec.size, given - codec.size).some((byte) => byte !== 0))
      throw errno('E2BIG');
    const value = codec.read(t.mem, how);
    const table = t.abi.flags['open']!;
    const wanted = Number(value['flags']);
    const resolve = Number(value['resolve']);
    if (wanted > 0xffff_ffff || table.unknown(wanted) !== 0) throw errno('EINVAL');
    const known = RESOLVE.RESOLVE_NO_MAGICLINKS | RESOLVE.RESOLVE_CACHED | RESOLVE.RESOLVE_BENEATH;
    if (resolve & ~known) throw errno('EINVAL');
    if (resolve & RESOLVE.RESOLVE_CACHED) throw errno('EAGAIN');
    const beneath = resolve & RESOLVE.RESOLVE_BENEATH ? OpenFlag.O_RESOLVE_BENEATH : 0;
    return openPath(t, dirfd, name, table.decode(wanted) | beneath, Number(value['mode']));
  },
});
