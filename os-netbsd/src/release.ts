/** The release that programs see where --os-release does not say another. */
export const DEFAULT_RELEASE = '10.0';

/** __NetBSD_Version__ of a release: two digits each of major and minor, MMmm00pp00 (sys/param.h). */
export function osrevision(release: string): number {
  const match = /^(\d+)\.(\d+)/.exec(release);
  return match === null ? 1_000_000_000 : Number(match[1]) * 100_000_000 + Number(match[2]) * 1_000_000;
}
