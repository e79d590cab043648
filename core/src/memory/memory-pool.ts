import { errno } from '../kernel/errno';
import { MEMORY_BYTES, PAGE_SIZE, PERMISSIONS_BASE } from './layout';
import { PageFlag } from './page-flags';
import { createWasmMemory } from './wasm-memory';

const PAGES = MEMORY_BYTES / PAGE_SIZE;
/** Memories kept for reuse, and how many touched pages each may keep from the host. */
const POOLED = 8;
const POOLED_PAGES = 8192;

/** A memory of 4 GiB with the state of its pages. Between uses only `dirty` bits are set. */
export interface Frame {
  readonly memory: WebAssembly.Memory;
  readonly words: Int32Array;
  readonly permissions: Uint8Array;
  /** PageFlag bits, one byte a page. */
  readonly pages: Uint8Array;
  /** Which stretches of CHUNK pages may have bits set: so that few bytes are looked at. */
  readonly chunks: Uint8Array;
}

/** log2 of the pages of a chunk. */
const CHUNK_SHIFT = 12;

/** Notes that pages [from, to) may get bits. */
export function markChunks({ chunks }: Frame, from: number, to: number): void {
  chunks.fill(1, from >> CHUNK_SHIFT, ((to - 1) >> CHUNK_SHIFT) + 1);
}

/**
 * Memories for address spaces. Creating one takes milliseconds, so those of ended processes are used again; pages are
 * zeroed where they are touched next.
 */
export class MemoryPool {
  private readonly free: Frame[] = [];

  take(): Frame {
    return this.free.pop() ?? create();
  }

  /** Takes back a memory whose permission bytes are all zero again. */
  give(frame: Frame): void {
    if (this.free.length >= POOLED) return;
    const words = new Int32Array(frame.pages.buffer);
    let dirty = 0;
    for (let chunk = 0; chunk < frame.chunks.length; chunk++)
      if (frame.chunks[chunk] !== 0) dirty += clean(words, chunk << (CHUNK_SHIFT - 2));
    if (dirty <= POOLED_PAGES) this.free.push(frame);
  }
}

/** Leaves only the dirty bits of a chunk, four pages a word; returns how many there are. */
function clean(words: Int32Array, from: number): number {
  let dirty = 0;
  for (let i = from; i < from + (1 << (CHUNK_SHIFT - 2)); i++) {
    const four = words[i]!;
    if (four === 0) continue;
    const left = four & (PageFlag.dirty * 0x0101_0101);
    words[i] = left;
    for (let rest = left; rest !== 0; rest &= rest - 1) dirty++;
  }
  return dirty;
}

function create(): Frame {
  const memory = allocate();
  return {
    memory,
    words: new Int32Array(memory.buffer),
    permissions: new Uint8Array(memory.buffer, PERMISSIONS_BASE, PAGES),
    pages: new Uint8Array(PAGES),
    chunks: new Uint8Array(PAGES >> CHUNK_SHIFT),
  };
}

/** @throws KernelError ENOMEM where the host has no address space left */
function allocate(): WebAssembly.Memory {
  try {
    return createWasmMemory();
  } catch (error) {
    if (error instanceof RangeError) throw errno('ENOMEM');
    throw error;
  }
}
