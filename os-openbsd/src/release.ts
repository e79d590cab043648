import type { ElfImage } from '@anyuser/core';
import { PT } from './elf';
import { RELEASES } from './numbers.table';

/** A release as a number that compares: 7.4 is 74. */
export type Release = number;

const parse = (text: string): Release => {
  const match = /^(\d+)\.(\d+)/.exec(text);
  return match === null ? Number.NaN : Number(match[1]) * 10 + Number(match[2]);
};

/** `7.4`, as uname and sysctl show it. */
export const releaseName = (release: Release): string => `${Math.floor(release / 10)}.${release % 10}`;

/** The `OpenBSD` macro of sys/param.h: year and month; releases come out each half year, 6.7 in May 2020. */
export function osrevision(release: Release): number {
  const halves = release - 67;
  const year = 2020 + Math.floor(halves / 2);
  const spring = halves % 2 === 0;
  const early = release >= 71;
  return year * 100 + (spring ? (early ? 4 : 5) : 10);
}

/** Releases that programs without marks of newer ones see: the last with all old calls, and the first with all new ones. */
const MARKED = { pinned: parse('7.7'), mutable: parse('7.4'), plain: parse('7.2') } as const;

/**
 * The release whose kernel runs a program. Notes do not tell it (their version is always 0), so it goes by what the file
 * has: a table of pinned calls (since 7.5), sections that stay mutable (since 7.3), else the last release that knew both
 * the padded calls of old and their successors.
 * @param images - the program, and its run-time linker, which makes the calls of a dynamic one.
 * @param option - `--os-release`.
 */
export function releaseOf(images: readonly ElfImage[], option: string | undefined): Release {
  const wanted = option === undefined ? Number.NaN : parse(option);
  if (!Number.isNaN(wanted)) return wanted;
  const has = (wantedType: number): boolean =>
    images.some(({ segments }) => segments.some(({ type }) => type === wantedType));
  if (has(PT.OPENBSD_SYSCALLS)) return MARKED.pinned;
  return has(PT.OPENBSD_MUTABLE) ? MARKED.mutable : MARKED.plain;
}

/** Whether a release has a call number (numbers are never reused for another meaning from 6.7 on). */
export function provides(release: Release, number: number): boolean {
  const range = RELEASES[number];
  if (range === undefined) return true;
  const [since, until] = range;
  return (since === undefined || release >= parse(since)) && (until === undefined || release <= parse(until));
}
