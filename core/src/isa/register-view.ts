import type { CpuState, RegisterSlot } from './architecture';

/** What every architecture's view of a thread's registers is built on: words of the CPU state by their slots. */
export abstract class RegisterView {
  constructor(readonly state: CpuState) {}

  /** Reads a slot of type i32, unsigned. */
  read(slot: RegisterSlot): number {
    const { words, base } = this.state;
    return words[base + (slot.offset >> 2)]! >>> 0;
  }
  /** Writes a slot of type i32. */
  write(slot: RegisterSlot, value: number): void {
    const { words, base } = this.state;
    words[base + (slot.offset >> 2)] = value;
  }
}
