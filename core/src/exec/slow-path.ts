import { SoftwareFloat } from '../float/operations';
import { ExitKind, MemoryFlag } from '../ir/op';
import { type CpuState, type Helper } from '../isa/architecture';
import { AccessResult, type GuestMemory } from '../memory/guest-memory';
import { STATE_BASE } from '../memory/layout';
import type { Exit } from './engine';
import { Micro, type MicroOp, microOps, SOFTWARE_FLOAT } from './threaded/micro-op';

/** How often what was done here. */
export interface SlowCounters {
  slowAccesses: number;
  slowHelpers: number;
  slowFloats: number;
}

/**
 * Does in TypeScript what a micro-op left to it: memory accesses that the permission bytes do not allow at once, helpers of
 * the architecture, floating-point operations whose quick form does not apply.
 */
export class SlowPath {
  private readonly words: Int32Array;
  private readonly float: SoftwareFloat;

  constructor(
    private readonly memory: GuestMemory,
    private readonly state: CpuState,
    private readonly helperTable: readonly Helper[],
    fpFlags: number | undefined,
    private readonly counters: SlowCounters,
  ) {
    this.words = memory.words;
    this.float = new SoftwareFloat(memory.words, fpFlags === undefined ? -1 : (STATE_BASE + fpFlags) >>> 2);
  }

  /** Does the micro-op at an address. Returns false after a fault, which it describes in `exit`. */
  run(at: number, exit: Exit): boolean {
    const { words } = this;
    const index = at >>> 2;
    const micro = microOps[words[index]!]!;
    const { body } = micro;
    if (body.kind === 'load' || body.kind === 'store') return this.access(index, micro, exit);
    if (body.kind === 'float' || micro.code === SOFTWARE_FLOAT) {
      this.counters.slowFloats++;
      this.float.run(
        words[index + 5]!,
        words[index + 6]!,
        words[index + 1]! >>> 2,
        words[index + 2]! >>> 2,
        words[index + 3]! >>> 2,
        words[index + 4]! >>> 2,
      );
      return true;
    }
    if (micro.code === Micro.helper) {
      this.counters.slowHelpers++;
      const helper = this.helperTable[words[index + 5]!];
      if (helper === undefined) throw new Error(`the architecture has no helper ${words[index + 5]}`);
      const operand = (n: number): number => words[words[index + n]! >>> 2]!;
      words[words[index + 1]! >>> 2] = helper(this.state, operand(2), operand(3), operand(4));
      return true;
    }
    if (micro.code === Micro.align) return this.misaligned(index, exit);
    throw new Error(`micro-op ${micro.name} has no slow path`);
  }

  private misaligned(index: number, exit: Exit): boolean {
    const { words } = this;
    // The access that demands the alignment follows.
    const access = microOps[words[index + 3]!]!.body.kind === 'load' ? 'read' : 'write';
    this.fault(exit, ExitKind.unaligned, AccessResult.ok, words[words[index + 1]! >>> 2]!, access);
    return false;
  }

  private access(index: number, { body }: MicroOp, exit: Exit): boolean {
    if (body.kind !== 'load' && body.kind !== 'store') throw new Error('not a memory access');
    const { words, memory } = this;
    this.counters.slowAccesses++;
    const load = body.kind === 'load';
    const first = index + (load ? 2 : 1);
    let address = words[words[first]! >>> 2]!;
    if (body.sum) address += words[words[first + 1]! >>> 2]!;
    address >>>= 0;
    const flags = words[first + (body.sum ? 1 : 0) + (load ? 1 : 2)]!;
    const access = load ? 'read' : 'write';
    const unit = (flags & MemoryFlag.alignedWord) !== 0 ? Math.min(body.size, 4) : body.size;
    if ((flags & MemoryFlag.aligned) !== 0 && (address & (unit - 1)) !== 0) {
      this.fault(exit, ExitKind.unaligned, AccessResult.ok, address, access);
      return false;
    }
    const result = memory.prepare(address, body.size, access);
    if (result !== AccessResult.ok) {
      this.fault(exit, ExitKind.fault, result, memory.faultAddress, access);
      return false;
    }
    const { size, swapped } = body;
    if (load) {
      const to = words[index + 1]! >>> 2;
      const bytes = this.bytes;
      for (let k = 0; k < size; k++) bytes[swapped ? size - 1 - k : k] = this.byte(address + k);
      if (size === 1) words[to] = body.access === 'i8' ? (bytes[0]! << 24) >> 24 : bytes[0]!;
      else if (size === 2) {
        const half = bytes[0]! | (bytes[1]! << 8);
        words[to] = body.access === 'i16' ? (half << 16) >> 16 : half;
      } else for (let k = 0; k < size >> 2; k++) words[to + k] = this.bytesAsWords[k]!;
      return true;
    }
    const from = words[first + (body.sum ? 2 : 1)]! >>> 2;
    for (let k = 0; k < size; k++) {
      const source = swapped ? size - 1 - k : k;
      this.setByte(address + k, words[from + (source >> 2)]! >>> ((source & 3) << 3));
    }
    return true;
  }

  private readonly bytesAsWords = new Int32Array(4);
  private readonly bytes = new Uint8Array(this.bytesAsWords.buffer);

  private byte(address: number): number {
    return (this.words[address >>> 2]! >>> ((address & 3) << 3)) & 0xff;
  }
  private setByte(address: number, value: number): void {
    const shift = (address & 3) << 3;
    const index = address >>> 2;
    this.words[index] = (this.words[index]! & ~(0xff << shift)) | ((value & 0xff) << shift);
  }
  private fault(exit: Exit, kind: number, info: number, address: number, access: 'read' | 'write'): void {
    exit.kind = kind;
    exit.info = info;
    exit.address = address >>> 0;
    exit.access = access;
  }
}
