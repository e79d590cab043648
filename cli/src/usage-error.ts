/** The command line or a QEMU environment variable is wrong. `message` is one line, meant for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
