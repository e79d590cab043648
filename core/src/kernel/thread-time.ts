/**
 * Processor time of a thread, nanoseconds. Reading the host's clock around each system call would cost as much as a short call
 * itself, so one call in SAMPLE is timed and stands for all, as kernels do that count by timer ticks.
 */
export class ThreadTime {
  user = 0;
  system = 0;
  /** Estimated for calls, and not yet part of the time that has passed. */
  private owed = 0;

  /** Adds what one sampled call took, in milliseconds. */
  sample(milliseconds: number): void {
    this.owed += SAMPLE * milliseconds * 1e6;
  }
  /** Adds time that has passed while the thread ran, in milliseconds. */
  add(milliseconds: number): void {
    const elapsed = milliseconds * 1e6;
    const system = Math.min(this.owed, elapsed);
    this.owed -= system;
    this.system += system;
    this.user += elapsed - system;
  }
  clear(): void {
    this.user = 0;
    this.system = 0;
    this.owed = 0;
  }
}

/** One system call of this many is timed; a prime, so that a program's own rhythm does not matter. */
export const SAMPLE = 61;
