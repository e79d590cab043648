/**
 * Device numbers in st_dev and st_rdev: minor bits 0–7, major 8–19, minor 8–19 above, which is how Linux packs them into 32
 * bits. ABIs that pack otherwise split and pack anew.
 */
export const makedev = (major: number, minor: number): number =>
  ((minor & 0xff) | ((major & 0xfff) << 8) | ((minor & 0xfff00) << 12)) >>> 0;
export const major = (device: number): number => (device >>> 8) & 0xfff;
export const minor = (device: number): number => (device & 0xff) | ((device >>> 12) & 0xfff00);

let anonymous = 0;
/** A device number for a file system that has no device (major 0). */
export const anonymousDevice = (): number => makedev(0, 32 + anonymous++);
