/** Sets the mask and gives the one before; undefined in a worker thread, which cannot. */
function exchange(mask: number): number | undefined {
  try {
    return process.umask(mask);
  } catch {
    return undefined;
  }
}

/** The file mode creation mask of the process. */
export function currentUmask(): number {
  const mask = exchange(0);
  if (mask === undefined) return 0o022;
  exchange(mask);
  return mask;
}

/**
 * Runs what creates a file or directory with the mode that the guest kernel decided, its own mask applied. The process keeps
 * its mask otherwise: programs that embed an emulator create files too. A worker thread cannot change it.
 */
export function withoutUmask<T>(create: () => T): T {
  const mask = exchange(0);
  try {
    return create();
  } finally {
    if (mask !== undefined) exchange(mask);
  }
}
