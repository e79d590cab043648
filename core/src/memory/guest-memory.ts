/** Why an access faults; `ok` means that the bytes may now be read or written directly in the memory. */
export const AccessResult = {
  ok: 0,
  /** No mapping there (SEGV_MAPERR). */
  unmapped: 1,
  /** The mapping forbids it (SEGV_ACCERR). */
  forbidden: 2,
  /** Mapped beyond the end of the file (BUS_ADRERR). */
  beyondFile: 3,
} as const;

/**
 * What engines see of an address space: the WebAssembly memory, the fast permission bytes in it, and the slow path behind
 * them. The kernel's side (mappings, files, fork) is AddressSpace.
 */
export interface GuestMemory {
  readonly memory: WebAssembly.Memory;
  /** The whole memory as words: index = address >>> 2. Byte views of addresses above 2 GiB are slow on newer engines. */
  readonly words: Int32Array;
  /** The permission bytes (see Fast), one a page. */
  readonly permissions: Uint8Array;
  /** Whether guest words are stored most significant byte first. */
  readonly bigEndian: boolean;
  /**
   * The slow path: makes [address, address + size) accessible (copies a copy-on-write page, forgets translations of a page
   * that is written) or says why it is not. After `ok` the caller does the access itself. size ≤ 16; may cross a page.
   * On failure faultAddress tells the first byte that faults.
   */
  prepare(address: number, size: number, access: 'read' | 'write' | 'execute'): number;
  readonly faultAddress: number;
  /** Bytes of the page at `address` were translated: writes to it must take the slow path from now on. */
  markCode(address: number): void;
  /** Called with [start, end) when code there was changed, unmapped or made non-executable. One listener: the execution. */
  onCodeChange: ((start: number, end: number) => void) | undefined;
}
