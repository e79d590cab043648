import { MEMORY_BYTES } from './layout';

/** V8's page is 64 KiB. */
export const WASM_PAGES = MEMORY_BYTES / 65536;

/**
 * Whether memories are declared as shared. No other agent sees them; but V8 counts the 4 GiB of a memory that is not shared
 * as pressure on its heap, and collects all garbage at each one's creation (6 to 35 ms), and a shared memory costs the same
 * in use. Where SharedArrayBuffer is missing (pages without cross-origin isolation) memories are plain.
 */
export const SHARED_MEMORY = typeof SharedArrayBuffer !== 'undefined';

/** Limits of an imported memory in a module (Core Specification 2.0 with threads, 5.3.9): flags, minimum, maximum. */
export const MEMORY_LIMITS = {
  flags: SHARED_MEMORY ? 3 : 1,
  minimum: WASM_PAGES,
  maximum: WASM_PAGES,
} as const;

/** A memory that modules which declare MEMORY_LIMITS take. */
export const createWasmMemory = (): WebAssembly.Memory =>
  new WebAssembly.Memory({ initial: WASM_PAGES, maximum: WASM_PAGES, shared: SHARED_MEMORY });
