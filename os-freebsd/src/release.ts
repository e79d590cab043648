/** The release that programs see where --os-release does not say another. */
export const DEFAULT_RELEASE = '13.2-RELEASE';

/** __FreeBSD_version of a release: two digits major, one minor in hundreds of thousands and thousands (sys/param.h). */
export function osreldate(release: string): number {
  const match = /^(\d+)\.(\d+)/.exec(release);
  return match === null ? 1_302_001 : Number(match[1]) * 100_000 + Number(match[2]) * 1000 + 1;
}
