import type { Process } from './process';
import type { Thread } from './thread';

/** Nanoseconds of processor time between two looks: the profiling clock of the BSDs has 100 Hz here. */
const TICK = 1e7;

/** Where a process keeps counts of how often its threads were seen at which places (profil(2)). */
export interface ProfileBuffer {
  /** Address of 16-bit counters, and how many bytes they take. */
  readonly samples: number;
  readonly size: number;
  /** What is taken from a program counter. */
  readonly offset: number;
  /** Bytes of counters for each byte of code, with 16 bits behind the point. */
  readonly scale: number;
}

/** The profile that a process makes of itself. */
export class Profile {
  /** Processor time of the process at the last tick. */
  private last: number;

  constructor(
    private readonly process: Process,
    readonly buffer: ProfileBuffer,
  ) {
    this.last = this.time();
  }

  /** Counts the ticks since the last turn at the place where a thread's turn has ended; false where the counters cannot be written. */
  look({ state, process }: Thread): boolean {
    const ticks = Math.floor((this.time() - this.last) / TICK);
    if (ticks === 0) return true;
    this.last += ticks * TICK;
    const { samples, size, offset, scale } = this.buffer;
    const pc = state.words[state.base + (process.architecture.pc.offset >>> 2)]! >>> 0;
    if (pc < offset) return true;
    // The product may have 48 bits.
    const at = Math.floor(((pc - offset) * scale) / 0x1_0000) & ~1;
    if (at < 0 || at >= size) return true;
    try {
      const { view } = process.space;
      view.setU16(samples + at, Math.min(0xffff, view.u16(samples + at) + ticks));
      return true;
    } catch {
      return false;
    }
  }

  private time(): number {
    const { user, system } = this.process.usage();
    return user + system;
  }
}
