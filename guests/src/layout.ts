import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GUEST_PROGRAMS, type GuestProgram, isPart } from './program';
import { GUEST_TARGETS, type GuestTarget } from './target';

/** The folder of this package, from its sources as well as from its build. */
export const GUESTS_ROOT = resolve(__dirname, '..');

/** Path of a built guest, committed or about to be built. */
export function guestPath(target: string, name: string): string {
  return join(GUESTS_ROOT, 'bin', target, name);
}

/** Path of the recorded output: one file for each target where its processor is the oracle, one for all where a kernel is. */
export function expectedPath(target: string, program: GuestProgram): string {
  const folder = { qemu: target, manual: target.split('-')[0] ?? target, native: '' }[program.oracle];
  return join(GUESTS_ROOT, 'expected', folder, `${program.name}.txt`);
}

/** A program on a target, with the output and end that it must have. */
export interface BuiltGuest {
  readonly target: GuestTarget;
  readonly program: GuestProgram;
  readonly path: string;
  /** Standard output, and a last line that tells the end as `describeEnd` does. */
  readonly expected: string;
}

/** Whether a program exists for a target. */
export function isFor(program: GuestProgram, target: GuestTarget): boolean {
  if (!(program.systems ?? ['linux']).includes(target.system)) return false;
  return program.targets === undefined || program.targets.includes(target.name);
}

/**
 * All committed guests with what is expected of them.
 *
 * @throws Error when a file or its record is missing, so that a forgotten commit is not taken for a passed test.
 */
export function builtGuests(): readonly BuiltGuest[] {
  return GUEST_TARGETS.flatMap((target) =>
    GUEST_PROGRAMS.filter((program) => isFor(program, target) && !isPart(program)).map((program) => {
      const path = guestPath(target.name, program.name);
      const record = expectedPath(target.name, program);
      if (!existsSync(path) || !existsSync(record)) {
        throw new Error(
          `the guest ${target.name}/${program.name} or its record is missing; run guests/build.sh`,
        );
      }
      return { target, program, path, expected: readFileSync(record, 'utf8') };
    }),
  );
}
