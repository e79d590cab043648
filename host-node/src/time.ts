/**
 * Nanoseconds as the seconds that Node's utimes takes: a double, of which libuv keeps microseconds. Half a microsecond is
 * added so that cutting off cannot land below.
 */
export const seconds = (nanoseconds: bigint): number => {
  const micro = nanoseconds / 1000n - (nanoseconds % 1000n < 0n ? 1n : 0n);
  return (Number(micro) + 0.5) / 1e6;
};

/** Times that were set with more precision than Node can give the host, by device and inode: as set, and as the host has them. */
const exact = new Map<string, { readonly atime: ExactTime; readonly mtime: ExactTime }>();
interface ExactTime {
  readonly wanted: bigint;
  readonly kept: bigint;
}
const MOST = 65_536;

/** Notes what was asked for, after the host has set what it could. */
export function noteTimes(
  file: { readonly dev: bigint; readonly ino: bigint; readonly atimeNs: bigint; readonly mtimeNs: bigint },
  atime: bigint,
  mtime: bigint,
): void {
  const key = `${file.dev}:${file.ino}`;
  exact.delete(key);
  if (atime === file.atimeNs && mtime === file.mtimeNs) return;
  if (exact.size >= MOST) exact.clear();
  exact.set(key, {
    atime: { wanted: atime, kept: file.atimeNs },
    mtime: { wanted: mtime, kept: file.mtimeNs },
  });
}

/** The times of a file as they were set, as long as the host has not changed them since. */
export function exactTimes(
  dev: number,
  ino: number,
  atime: bigint,
  mtime: bigint,
): { readonly atime: bigint; readonly mtime: bigint } {
  const noted = exact.size === 0 ? undefined : exact.get(`${dev}:${ino}`);
  if (noted === undefined) return { atime, mtime };
  return {
    atime: noted.atime.kept === atime ? noted.atime.wanted : atime,
    mtime: noted.mtime.kept === mtime ? noted.mtime.wanted : mtime,
  };
}
