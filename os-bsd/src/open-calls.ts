import * as core from '@anyuser/core';
import {
  AtFlag,
  errno,
  KernelError,
  locate,
  OpenFlag,
  S_IFLNK,
  type SyscallDefinition,
  type Thread,
} from '@anyuser/core';

type OpenArguments = { readonly dirfd?: number | 'AT_FDCWD'; readonly path: string; readonly flags: number };

/** Whether the path itself, not something on the way, is a symbolic link. */
function isLink(t: Thread, { dirfd = 'AT_FDCWD', path }: OpenArguments): boolean {
  try {
    return locate(t, dirfd, path, false).node.type === S_IFLNK;
  } catch {
    return false;
  }
}

/**
 * open and openat of a system that answers a symbolic link under O_NOFOLLOW in its own way: EMLINK on FreeBSD, EFTYPE on NetBSD,
 * where others have ELOOP (open(2)).
 */
export function openCalls(refusal: string): Readonly<Record<'open' | 'openat', SyscallDefinition>> {
  const translated = (base: SyscallDefinition): SyscallDefinition => ({
    ...base,
    run(t, args) {
      try {
        return base.run(t, args);
      } catch (error) {
        const given = args as unknown as OpenArguments;
        const { flags } = given;
        if (!(error instanceof KernelError) || error.code !== 'ELOOP' || (flags & OpenFlag.O_NOFOLLOW) === 0)
          throw error;
        throw isLink(t, given) ? errno(refusal) : error;
      }
    },
  });
  return { open: translated(core.open), openat: translated(core.openat) };
}

/** unlink of a directory is not permitted on BSDs, where Linux says that it is one (unlink(2)). */
const notDirectories = (base: SyscallDefinition): SyscallDefinition => ({
  ...base,
  run(t, args) {
    try {
      return base.run(t, args);
    } catch (error) {
      const removes = ((args as { readonly flags?: number }).flags ?? 0) & AtFlag.AT_REMOVEDIR;
      if (error instanceof KernelError && error.code === 'EISDIR' && removes === 0) throw errno('EPERM');
      throw error;
    }
  },
});
export const unlink = notDirectories(core.unlink);
export const unlinkat = notDirectories(core.unlinkat);
