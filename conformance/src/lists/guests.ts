import { GUEST_PROGRAMS, type GuestProgram } from '@anyuser/guests';
import type { ProgramCase, ProgramList } from '../programs/program-case';

/** Guests for Linux alone, on all targets, whose note says nothing of qemu-user: what they print there is what they must print. */
const comparable = ({ systems, targets, oracle, note = '' }: GuestProgram): boolean =>
  systems === undefined && targets === undefined && oracle !== 'manual' && !note.includes('qemu-user');

const asCase = ({ name, args = [], env, stdin }: GuestProgram): ProgramCase => ({
  name,
  argv: [`/${name}`, ...args],
  ...(env && { env }),
  ...(stdin !== undefined && { stdin }),
});

/** The committed guests beside qemu-user, besides the records that their own test compares them with. */
export const guests: ProgramList = {
  name: 'guests',
  title: 'the guests of this repository',
  packages: 'guests',
  architectures: ['armhf', 'armel', 'mipsel', 'mips'],
  dynamic: false,
  cases: GUEST_PROGRAMS.filter(comparable).map(asCase),
};
