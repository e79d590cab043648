import { CODE_BASE, CONSTANTS_BASE } from './layout';

/** Constants of threaded code, in the address space so that operands can name them. Words are shared between blocks. */
export class ConstantPool {
  private readonly known = new Map<number, number>();
  private next = CONSTANTS_BASE;

  constructor(private readonly words: Int32Array) {}

  /** Whether `count` more constants are sure to fit. */
  fits(count: number): boolean {
    return this.next + 16 * count <= CODE_BASE;
  }

  clear(): void {
    this.known.clear();
    this.next = CONSTANTS_BASE;
  }

  /** The address of a word. */
  word(value: number): number {
    let address = this.known.get(value);
    if (address === undefined) {
      address = this.next;
      this.next += 4;
      this.words[address >>> 2] = value;
      this.known.set(value, address);
    }
    return address;
  }

  /** The address of several words in a row: 64-bit and vector constants. */
  wide(values: ArrayLike<number>): number {
    const address = this.next;
    for (let i = 0; i < values.length; i++) this.words[(address >>> 2) + i] = values[i]!;
    this.next += 4 * values.length;
    return address;
  }
}
