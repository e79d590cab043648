/** A growing byte buffer with the encodings of the WebAssembly binary format (Core Specification 2.0, chapter 5). */
export class ByteWriter {
  private buffer: Uint8Array<ArrayBuffer>;
  private used = 0;

  /** @param capacity - bytes reserved at first; the buffer doubles as needed. */
  constructor(capacity = 1024) {
    this.buffer = new Uint8Array(capacity);
  }

  /** Bytes written. */
  get length(): number {
    return this.used;
  }

  /** Forgets what was written and keeps the buffer. */
  clear(): void {
    this.used = 0;
  }

  /** The bytes written so far: a view that the next write may invalidate. */
  view(): Uint8Array<ArrayBuffer> {
    return this.buffer.subarray(0, this.used);
  }

  u8(value: number): void {
    if (this.used === this.buffer.length) this.grow(1);
    this.buffer[this.used++] = value;
  }

  /** Unsigned LEB128 of a 32-bit number; negative numbers count as their unsigned 32-bit value. */
  u32(value: number): void {
    if (this.used + 5 > this.buffer.length) this.grow(5);
    value >>>= 0;
    while (value > 0x7f) {
      this.buffer[this.used++] = (value & 0x7f) | 0x80;
      value >>>= 7;
    }
    this.buffer[this.used++] = value;
  }

  /** Signed LEB128 of a 32-bit number. */
  s32(value: number): void {
    if (this.used + 5 > this.buffer.length) this.grow(5);
    value |= 0;
    while (value < -64 || value > 63) {
      this.buffer[this.used++] = (value & 0x7f) | 0x80;
      value >>= 7;
    }
    this.buffer[this.used++] = value & 0x7f;
  }

  /** Signed LEB128 of a 64-bit number given as two words. */
  s64(low: number, high: number): void {
    low |= 0;
    high |= 0;
    while (!((high === 0 && low >= 0 && low <= 63) || (high === -1 && low < 0 && low >= -64))) {
      this.u8((low & 0x7f) | 0x80);
      low = (low >>> 7) | (high << 25);
      high >>= 7;
    }
    this.u8(low & 0x7f);
  }

  /** Four bytes, least significant first: floats as bits, words of vectors. */
  fixed32(bits: number): void {
    if (this.used + 4 > this.buffer.length) this.grow(4);
    this.buffer[this.used++] = bits;
    this.buffer[this.used++] = bits >>> 8;
    this.buffer[this.used++] = bits >>> 16;
    this.buffer[this.used++] = bits >>> 24;
  }

  bytes(bytes: Uint8Array): void {
    if (this.used + bytes.length > this.buffer.length) this.grow(bytes.length);
    this.buffer.set(bytes, this.used);
    this.used += bytes.length;
  }

  /** A name: length and bytes. Names in generated modules are ASCII. */
  name(text: string): void {
    this.u32(text.length);
    for (let i = 0; i < text.length; i++) this.u8(text.charCodeAt(i));
  }

  private grow(needed: number): void {
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.used + needed));
    grown.set(this.buffer);
    this.buffer = grown;
  }
}
