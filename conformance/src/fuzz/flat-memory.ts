import {
  AccessResult,
  createWasmMemory,
  Fast,
  type GuestMemory,
  MEMORY_BYTES,
  PAGE_SHIFT,
  PERMISSIONS_BASE,
} from '@anyuser/core';
import { CODE_BASE, DATA_BASE } from './case';

const CODE_PAGE = CODE_BASE >>> PAGE_SHIFT;
const DATA_PAGE = DATA_BASE >>> PAGE_SHIFT;
const rights = { [CODE_PAGE]: 'read execute', [DATA_PAGE]: 'read write' } as Readonly<
  Record<number, string | undefined>
>;

/** An address space of exactly two pages: code (read, execute) and data (read, write). */
export class FlatMemory implements GuestMemory {
  readonly memory = createWasmMemory();
  readonly words = new Int32Array(this.memory.buffer);
  readonly permissions = new Uint8Array(this.memory.buffer, PERMISSIONS_BASE, MEMORY_BYTES >>> PAGE_SHIFT);
  faultAddress = 0;
  onCodeChange: ((start: number, end: number) => void) | undefined;

  constructor(readonly bigEndian: boolean) {
    this.permissions[CODE_PAGE] = Fast.read;
    this.permissions[DATA_PAGE] = Fast.read | Fast.write;
  }

  prepare(address: number, size: number, access: 'read' | 'write' | 'execute'): number {
    const first = address >>> 0;
    const last = (first + size - 1) >>> 0;
    for (const at of first >>> PAGE_SHIFT === last >>> PAGE_SHIFT ? [first] : [first, last]) {
      const page = at >>> PAGE_SHIFT;
      const allowed = rights[page];
      if (allowed?.includes(access)) continue;
      this.faultAddress = at === first ? first : page << PAGE_SHIFT;
      this.faultAddress >>>= 0;
      return allowed === undefined ? AccessResult.unmapped : AccessResult.forbidden;
    }
    return AccessResult.ok;
  }

  markCode(): void {}
}
