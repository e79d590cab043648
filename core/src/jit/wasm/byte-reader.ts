/** Reads what ByteWriter wrote. */
export class ByteReader {
  at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  u8(): number {
    if (this.atEnd) throw new RangeError('WebAssembly code ends inside an instruction');
    return this.bytes[this.at++]!;
  }
  /** An unsigned LEB128 number of 32 bits. */
  u32(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
  /** A signed LEB128 number of at most 64 bits. */
  signed(): bigint {
    let value = 0n;
    for (let shift = 0n; ; ) {
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << shift;
      shift += 7n;
      if (byte < 0x80) return BigInt.asIntN(Number(shift), value);
    }
  }
  /** Little-endian bytes as they stand. */
  fixed(size: number): Uint8Array {
    if (this.at + size > this.bytes.length)
      throw new RangeError('WebAssembly code ends inside an instruction');
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }
}
