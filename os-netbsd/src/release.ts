/** The release that programs see where --os-release does not say another. */
export const DEFAULT_RELEASE = '10.0';

/** __NetBSD_Version__ of a release: two digits each of major, minor and patch, MMmmrrpp00 (sys/param.h). */
export function osrevision(release: string): number {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(release);
  if (match === null) return 1_000_000_000;
  return Number(match[1]) * 1e8 + Number(match[2]) * 1e6 + Number(match[3] ?? 0) * 100;
}
