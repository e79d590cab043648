import { Machine } from './machine';
import { coreState, type StateName, vectorState } from './vector-states';

/** One line of a recorded table. */
export interface Recorded {
  /** Encoding and text as Machine reads them. */
  readonly listing: string;
  readonly state: StateName;
  readonly fpscr: number;
  /** What the instruction changes: `d1=…`, `r2=…`, `nzcv=…`, `fpscr=…`; sorted. */
  readonly changes: string;
}

/** Parses a recorded table. */
export const parseRecorded = (table: string): Recorded[] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [listing, start, changes] = line.split(' | ') as [string, string, string];
      const [state, fpscr] = start.split(' fpscr=') as [StateName, string?];
      return {
        // Remarks follow a second tab.
        listing: listing.replace(' @ ', '\t@ '),
        state,
        fpscr: fpscr === undefined ? 0 : parseInt(fpscr, 16),
        changes,
      };
    });

/** The T32 encoding of a VFP or Advanced SIMD line in A32. */
function asThumb(listing: string): string {
  const first = { f2: 'ef', f3: 'ff', f4: 'f9' }[listing.slice(0, 2)];
  return first === undefined ? listing : first + listing.slice(2);
}

const hex = (value: number | bigint, digits: number): string => value.toString(16).padStart(digits, '0');

/** Runs a recorded line in one of the instruction sets; returns what changed, as the line writes it. */
export function run(machine: Machine, recorded: Recorded, thumb: boolean): string {
  const { cpu } = machine;
  const before = vectorState(recorded.state);
  machine.reset();
  before.forEach((value, n) => {
    cpu.setVectorWord(2 * n, Number(value & 0xffff_ffffn));
    cpu.setVectorWord(2 * n + 1, Number(value >> 32n));
  });
  for (let n = 0; n < 13; n++) cpu.setR(n, coreState(n));
  cpu.cpsr = 0x10;
  const registers = { fpscr: recorded.fpscr };
  if (thumb) machine.thumb(asThumb(recorded.listing), registers);
  else machine.a32(recorded.listing, registers);
  const changes: string[] = [];
  for (let n = 0; n < 13; n++) if (cpu.r(n) !== coreState(n)) changes.push(`r${n}=${hex(cpu.r(n), 8)}`);
  if (cpu.cpsr >>> 28 !== 0) changes.push(`nzcv=${hex(cpu.cpsr >>> 28, 1)}`);
  before.forEach((value, n) => {
    const after = BigInt(cpu.vectorWord(2 * n)) | (BigInt(cpu.vectorWord(2 * n + 1)) << 32n);
    if (after !== value) changes.push(`d${n}=${hex(after, 16)}`);
  });
  if (cpu.fpscr !== recorded.fpscr) changes.push(`fpscr=${hex(cpu.fpscr, 8)}`);
  return changes.join(' ') || '-';
}
