import { errno, KernelError } from '@anyuser/core';

/** libuv's names that differ from the kernel's. */
const NAMES: Readonly<Record<string, string>> = {
  ENOTSUP: 'EOPNOTSUPP',
  UNKNOWN: 'EIO',
  ECHARSET: 'EILSEQ',
  EFTYPE: 'EINVAL',
  EOF: 'EIO',
  ENONET: 'ENETUNREACH',
  ERR_FS_FILE_TOO_LARGE: 'EFBIG',
  ERR_INVALID_ARG_VALUE: 'EINVAL',
  ERR_OUT_OF_RANGE: 'EINVAL',
  ERR_SOCKET_BAD_PORT: 'EINVAL',
};

/** The kernel's name for a reason that Node gave, EIO where it gave none. */
export function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  if (typeof code !== 'string') return 'EIO';
  return NAMES[code] ?? (code.startsWith('ERR_') ? 'EIO' : code);
}

/** Makes a KernelError of what a Node call threw; a programming error of ours is thrown on as it is. */
export function hostError(error: unknown): Error {
  if (error instanceof KernelError) return error;
  const code = (error as { code?: unknown } | undefined)?.code;
  if (typeof code !== 'string' || code.startsWith('ERR_INVALID_ARG_TYPE')) return error as Error;
  return errno(errorCode(error));
}

/** Runs a Node call and turns its failure into a KernelError. */
export function attempt<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw hostError(error);
  }
}
