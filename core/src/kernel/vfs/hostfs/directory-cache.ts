import type { HostStat } from '../../../host/host';

/** How long a directory is taken to be one without asking the host again, nanoseconds. */
const LIFETIME = 10_000_000n;
const MOST = 4096;

/** How often guests have removed or moved something: whatever was remembered before is forgotten. */
let changes = 0;
/** A guest is about to remove a directory of the host, or to move something. */
export const directoriesChange = (): void => {
  changes++;
};

/**
 * Directories that a lookup has seen a moment ago. Paths are walked one name at a time and most names on the way are the same
 * few directories, so this saves most of the host's answers. Only that something is a directory is remembered, never its
 * attributes; a change made outside the emulator is seen after the lifetime, as if the lookup had begun that much earlier.
 */
export class DirectoryCache {
  private readonly seen = new Map<string, { readonly stat: HostStat; readonly until: bigint }>();
  private at = changes;

  /** @param elapsed - time of the host, nanoseconds. */
  constructor(private readonly elapsed: () => bigint) {}

  /** What a directory was when it was last looked at, if that is not long ago. */
  get(path: string): HostStat | undefined {
    if (this.at !== changes) {
      this.seen.clear();
      this.at = changes;
      return undefined;
    }
    const known = this.seen.get(path);
    if (known === undefined) return undefined;
    if (known.until > this.elapsed()) return known.stat;
    this.seen.delete(path);
    return undefined;
  }
  put(path: string, stat: HostStat): void {
    if (this.seen.size >= MOST) this.seen.clear();
    this.seen.set(path, { stat, until: this.elapsed() + LIFETIME });
  }
}
