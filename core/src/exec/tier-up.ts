import type { Location } from '../isa/location';

/** What the interpreter tells a faster tier, and asks it. */
export interface TierUp {
  /** Whether earlier runs of the program have told what is hot, so that it can be compiled at once. */
  readonly eager: boolean;
  /** Entries until any block is hot. */
  readonly threshold: number;
  /** Entries until the block of a location is hot, at least 1. */
  patience(pc: number, mode: number): number;
  /** The block of a location has been entered so many times more. */
  entered(pc: number, mode: number, times: number): void;
  /** A computed jump has been seen to go to a location. */
  jumped(site: Location, target: Location): void;
  /** Whether there is compiled code for a location that is about to be translated. */
  compiled(pc: number, mode: number): boolean;
  /** A block has become hot. Whether it has been compiled now, will be when it is hot again, or not at all. */
  hot(pc: number, mode: number): 'compiled' | 'later' | 'never';
}
