import type { Errno } from '../kernel/errno';

/** A program that cannot be started: one sentence for the user, the error for execve, and the status a shell would give. */
export class LoaderError extends Error {
  constructor(
    message: string,
    /** What execve fails with. */
    readonly errno: Errno | 'ELIBBAD',
    /** 127: not found, 126: found but not runnable. */
    readonly status: 126 | 127 = errno === 'ENOENT' ? 127 : 126,
  ) {
    super(message);
    this.name = 'LoaderError';
  }
}
