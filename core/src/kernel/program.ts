import type { Abi } from '../abi/abi';
import type { Execution } from '../exec/engine';
import type { Architecture, CpuModel } from '../isa/architecture';
import type { AddressSpace } from '../memory/address-space';
import { STATE_BASE } from '../memory/layout';
import type { OsPersonality } from './personality';
import type { Thread } from './thread';

/** What exec replaces and fork copies: the memory and who runs in it. Processes that share memory (vfork) share it. */
export class Program {
  private users = 1;
  /** The thread whose registers lie in the memory. */
  private resident: Thread | undefined;

  constructor(
    readonly personality: OsPersonality,
    readonly abi: Abi,
    readonly architecture: Architecture,
    readonly model: CpuModel,
    readonly space: AddressSpace,
    readonly execution: Execution,
    /** Guest path of the file that runs. */
    readonly exe: string,
  ) {}

  /** How many processes share the memory. */
  get shared(): number {
    return this.users;
  }
  retain(): this {
    this.users++;
    return this;
  }
  /** A process is done with it; the last one destroys the memory. */
  release(): void {
    if (--this.users > 0) return;
    this.execution.dispose();
    this.space.destroy();
  }

  /** Brings a thread's registers into the memory, so that it can run. */
  load(thread: Thread): void {
    if (this.resident === thread) return;
    this.evict();
    const { state } = thread;
    const { words } = this.space;
    const base = STATE_BASE >>> 2;
    copy(state.words, state.base, words, base, this.architecture.stateSize >>> 2);
    thread.parked = state.words;
    state.words = words;
    state.base = base;
    this.resident = thread;
  }

  /** Puts the registers of a thread, or of whichever lies in the memory, into a buffer of its own. */
  evict(thread?: Thread): void {
    const { resident } = this;
    if (resident === undefined || (thread !== undefined && thread !== resident)) return;
    const { state } = resident;
    const count = this.architecture.stateSize >>> 2;
    const words = resident.parked?.length === count ? resident.parked : new Int32Array(count);
    copy(state.words, state.base, words, 0, count);
    state.words = words;
    state.base = 0;
    this.resident = undefined;
  }
}

function copy(from: Int32Array, at: number, to: Int32Array, start: number, count: number): void {
  for (let i = 0; i < count; i++) to[start + i] = from[at + i]!;
}
