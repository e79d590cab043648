/** The error names that the kernel itself raises (POSIX and what several systems share). Numbers belong to each ABI. */
export const ERRNO_NAMES = [
  'EPERM',
  'ENOENT',
  'ESRCH',
  'EINTR',
  'EIO',
  'ENXIO',
  'E2BIG',
  'ENOEXEC',
  'EBADF',
  'ECHILD',
  'EAGAIN',
  'ENOMEM',
  'EACCES',
  'EFAULT',
  'ENOTBLK',
  'EBUSY',
  'EEXIST',
  'EXDEV',
  'ENODEV',
  'ENOTDIR',
  'EISDIR',
  'EINVAL',
  'ENFILE',
  'EMFILE',
  'ENOTTY',
  'ETXTBSY',
  'EFBIG',
  'ENOSPC',
  'ESPIPE',
  'EROFS',
  'EMLINK',
  'EPIPE',
  'EDOM',
  'ERANGE',
  'EDEADLK',
  'ENAMETOOLONG',
  'ENOLCK',
  'ENOSYS',
  'ENOTEMPTY',
  'ELOOP',
  'ENOMSG',
  'EIDRM',
  'EOVERFLOW',
  'EILSEQ',
  'EUSERS',
  'ENOTSOCK',
  'EDESTADDRREQ',
  'EMSGSIZE',
  'EPROTOTYPE',
  'ENOPROTOOPT',
  'EPROTONOSUPPORT',
  'ESOCKTNOSUPPORT',
  'EOPNOTSUPP',
  'EPFNOSUPPORT',
  'EAFNOSUPPORT',
  'EADDRINUSE',
  'EADDRNOTAVAIL',
  'ENETDOWN',
  'ENETUNREACH',
  'ENETRESET',
  'ECONNABORTED',
  'ECONNRESET',
  'ENOBUFS',
  'EISCONN',
  'ENOTCONN',
  'ESHUTDOWN',
  'ETOOMANYREFS',
  'ETIMEDOUT',
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'EALREADY',
  'EINPROGRESS',
  'ESTALE',
  'EREMOTE',
  'EDQUOT',
  'ECANCELED',
  'EOWNERDEAD',
  'ENOTRECOVERABLE',
  'EPROTO',
  'EBADMSG',
  'ENODATA',
  'ENOTSUP',
] as const;

export type Errno = (typeof ERRNO_NAMES)[number];

/**
 * The guest's fault: becomes an errno of its ABI. Handlers throw `errno('EBADF')`. Names beyond Errno may be thrown by an
 * OS package for its own calls, if its table has them.
 */
export class KernelError extends Error {
  constructor(readonly code: Errno | (string & {})) {
    super(code);
    this.name = 'KernelError';
  }
}

const shared = new Map<string, KernelError>();

/** The error of a name: one shared instance each, so that failing calls stay cheap (their stack is meaningless). */
export function errno(code: Errno | (string & {})): KernelError {
  let error = shared.get(code);
  if (error === undefined) {
    error = new KernelError(code);
    shared.set(code, error);
  }
  return error;
}

/** A sleep ended by a signal. The syscall layer restarts the call or turns it into EINTR, by SA_RESTART and the definition. */
export class Interrupted extends KernelError {
  constructor() {
    super('EINTR');
    this.name = 'Interrupted';
  }
}
