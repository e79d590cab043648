import type { ByteWriter } from '../wasm/byte-writer';
import type { FunctionWriter } from '../wasm/function-writer';

/** A call in a function's body whose target gets its number when a module is put together. */
export interface Relocation {
  /** Byte offset in the finished body of five bytes that hold the function index as padded LEB128. */
  readonly at: number;
  /** Location key of the target region, or one of the module's own helpers. */
  readonly target: number | 'indirect';
}

/** Writes a call or tail call with room for any function index; returns the offset of the index in the code. */
export function writeRelocatableCall(writer: FunctionWriter, opcode: number): number {
  writer.code.u8(opcode);
  const at = writer.code.length;
  writePadded(writer.code, 0);
  return at;
}

/** Writes a number below 2^27 as LEB128 of five bytes, unsigned or signed. */
export function writePadded(to: ByteWriter, value: number): void {
  for (let i = 0; i < 4; i++) to.u8(((value >>> (7 * i)) & 0x7f) | 0x80);
  to.u8((value >>> 28) & 0xf);
}

/** Puts a function index at a relocation's place. */
export function patchIndex(body: Uint8Array, at: number, index: number): void {
  for (let i = 0; i < 4; i++) body[at + i] = ((index >>> (7 * i)) & 0x7f) | 0x80;
  body[at + 4] = (index >>> 28) & 0xf;
}
