import type { Segment } from './image';

/** Reads an ELF header's fields one after the other, in the file's class and byte order. */
export class ElfReader {
  private readonly view: DataView;
  private at = 0;

  constructor(
    data: Uint8Array,
    private readonly elfClass: 32 | 64,
    private readonly bigEndian: boolean,
  ) {
    this.view = new DataView(data.buffer, data.byteOffset, data.length);
  }

  skip(count: number): void {
    this.at += count;
  }
  half(): number {
    this.at += 2;
    return this.view.getUint16(this.at - 2, !this.bigEndian);
  }
  word(): number {
    this.at += 4;
    return this.view.getUint32(this.at - 4, !this.bigEndian);
  }
  /** An address, offset or size: of 32 or 64 bits by class. */
  address(): number {
    if (this.elfClass === 32) return this.word();
    this.at += 8;
    return Number(this.view.getBigUint64(this.at - 8, !this.bigEndian));
  }
  /** A program header: the two classes order its fields differently. */
  segment(): Segment {
    const type = this.word();
    const early = this.elfClass === 64 ? this.word() : 0;
    const offset = this.address();
    const vaddr = this.address();
    this.address();
    const filesz = this.address();
    const memsz = this.address();
    const flags = this.elfClass === 32 ? this.word() : early;
    return { type, flags, offset, vaddr, filesz, memsz, align: this.address() };
  }
}
