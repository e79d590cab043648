import type { LoadedImage, Process } from '@anyuser/core';
import { machineArchOf, paxOf } from './notes';

/** What NetBSD's kernel keeps of the program that a process runs (struct proc: p_pax, p_md.md_march). */
export interface NetbsdProgram {
  /** No page is ever both writable and executable, nor first one and then the other. */
  readonly mprotect: boolean;
  /** Addresses were chosen at random. */
  readonly aslr: boolean;
  /** As its note says. */
  readonly machineArch: string | undefined;
}

const KEY = Symbol('netbsd program');
const PLAIN: NetbsdProgram = { mprotect: false, aslr: false, machineArch: undefined };

export const programState = (process: Process): NetbsdProgram =>
  (process.extra.get(KEY) as NetbsdProgram | undefined) ?? PLAIN;

/** Keeps what a new program's notes say, and holds its own mappings to it. */
export function beginProgramState(process: Process, { image }: LoadedImage): void {
  const state: NetbsdProgram = { ...paxOf(image), machineArch: machineArchOf(image) };
  process.extra.set(KEY, state);
  if (!state.mprotect) return;
  const { regions, layout } = process.space;
  regions.change(0, layout.userTop, (region) => ({ ...region, maxProt: region.prot }));
}

/** A child runs the same program. */
export const forkProgramState = (parent: Process, child: Process): void =>
  void child.extra.set(KEY, programState(parent));
