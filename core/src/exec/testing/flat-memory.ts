import { AccessResult, type GuestMemory } from '../../memory/guest-memory';
import { Fast, PAGE_SHIFT, PAGE_SIZE, PERMISSIONS_BASE } from '../../memory/layout';
import { createWasmMemory } from '../../memory/wasm-memory';

/**
 * The least that is a GuestMemory, for tests of engines: pages are mapped one by one, a write to a page of translated code
 * reports the whole page.
 */
export class FlatMemory implements GuestMemory {
  readonly memory: WebAssembly.Memory;
  readonly words: Int32Array;
  readonly permissions: Uint8Array;
  faultAddress = 0;
  onCodeChange: ((start: number, end: number) => void) | undefined;
  /** Calls of `prepare`. */
  prepared = 0;
  private readonly pages = new Map<
    number,
    { read: boolean; write: boolean; execute: boolean; code: boolean }
  >();

  constructor(readonly bigEndian = false) {
    this.memory = createWasmMemory();
    this.words = new Int32Array(this.memory.buffer);
    this.permissions = new Uint8Array(this.memory.buffer, PERMISSIONS_BASE, 2 ** (32 - PAGE_SHIFT));
  }

  /** Maps or changes pages; `rights` has the letters r, w and x. */
  map(address: number, size: number, rights: string): void {
    for (let page = address >>> PAGE_SHIFT; page <= (address + size - 1) >>> PAGE_SHIFT; page++) {
      const entry = {
        read: rights.includes('r'),
        write: rights.includes('w'),
        execute: rights.includes('x'),
        code: false,
      };
      this.pages.set(page, entry);
      this.permissions[page] = (entry.read ? Fast.read : 0) | (entry.write ? Fast.write : 0);
    }
  }

  prepare(address: number, size: number, access: 'read' | 'write' | 'execute'): number {
    this.prepared++;
    for (let at = address; at < address + size; at = (Math.floor(at / PAGE_SIZE) + 1) * PAGE_SIZE) {
      const page = Math.floor(at / PAGE_SIZE) % 2 ** (32 - PAGE_SHIFT);
      const entry = this.pages.get(page);
      this.faultAddress = at >>> 0;
      if (entry === undefined) return AccessResult.unmapped;
      if (!entry[access]) return AccessResult.forbidden;
      if (access === 'write' && entry.code) {
        entry.code = false;
        this.permissions[page]! |= Fast.write;
        this.onCodeChange?.(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
      }
    }
    return AccessResult.ok;
  }

  markCode(address: number): void {
    const page = address >>> PAGE_SHIFT;
    const entry = this.pages.get(page);
    if (entry === undefined) throw new Error('code on a page that is not mapped');
    entry.code = true;
    this.permissions[page]! &= ~Fast.write;
  }

  /** Bytes, for set-up and inspection; no permission is asked. */
  bytes(address: number, size: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, size);
  }
}
