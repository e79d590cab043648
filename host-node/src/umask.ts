import { isMainThread } from 'node:worker_threads';

/** The file mode creation mask of the process. */
export function currentUmask(): number {
  if (!isMainThread) return 0o022;
  const mask = process.umask(0);
  process.umask(mask);
  return mask;
}

/**
 * Runs what creates a file or directory with the mode that the guest kernel decided, its own mask applied. The process keeps
 * its mask otherwise: programs that embed an emulator create files too. A worker thread cannot change it.
 */
export function withoutUmask<T>(create: () => T): T {
  if (!isMainThread) return create();
  const mask = process.umask(0);
  try {
    return create();
  } finally {
    process.umask(mask);
  }
}
