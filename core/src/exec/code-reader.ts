import { CodeFault, type CodeReader } from '../isa/architecture';
import { AccessResult, type GuestMemory } from '../memory/guest-memory';
import { PAGE_SHIFT } from '../memory/layout';

/** Reads guest code out of an address space; each page is checked once per block. */
export class GuestCodeReader implements CodeReader {
  /** Why the last CodeFault was thrown: an AccessResult. */
  fault: number = AccessResult.ok;
  private page = -1;
  private readonly words: Int32Array;

  constructor(private readonly memory: GuestMemory) {
    this.words = memory.words;
  }

  /** Forgets which page was checked. */
  begin(): void {
    this.page = -1;
  }

  u16(address: number): number {
    if ((address & 1) === 0 && !this.memory.bigEndian) {
      this.check(address);
      return (this.words[address >>> 2]! >>> ((address & 2) << 3)) & 0xffff;
    }
    const low = this.byte(address);
    const high = this.byte(address + 1);
    return this.memory.bigEndian ? (low << 8) | high : low | (high << 8);
  }

  u32(address: number): number {
    if ((address & 3) === 0) {
      this.check(address);
      const word = this.words[address >>> 2]!;
      return this.memory.bigEndian ? reverse(word) : word >>> 0;
    }
    const first = this.u16(address);
    const second = this.u16(address + 2);
    return (this.memory.bigEndian ? (first << 16) | second : first | (second << 16)) >>> 0;
  }

  private byte(address: number): number {
    this.check(address);
    return (this.words[address >>> 2]! >>> ((address & 3) << 3)) & 0xff;
  }

  private check(address: number): void {
    const page = address >>> PAGE_SHIFT;
    if (page === this.page) return;
    const result = this.memory.prepare(address >>> 0, 1, 'execute');
    if (result !== AccessResult.ok) {
      this.fault = result;
      throw new CodeFault(address >>> 0);
    }
    this.page = page;
  }
}

function reverse(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}
