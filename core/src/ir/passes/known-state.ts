/**
 * What is known of the CPU state at a point of a block: for a register the value that it holds. An entry stands at the word
 * where its register begins.
 */
export class KnownState {
  private value: Int32Array;
  private op: Int32Array;
  private size: Int32Array;

  /** @param stateSize - bytes of the CPU state. */
  constructor(private readonly stateSize: number) {
    const words = (stateSize + 3) >> 2;
    this.value = new Int32Array(words).fill(-1);
    this.op = new Int32Array(words);
    this.size = new Int32Array(words);
  }

  /** The value of the register that `get` operation `op` reads at an offset, or −1. */
  find(op: number, offset: number): number {
    const word = offset >> 2;
    return this.op[word] === op ? this.value[word]! : -1;
  }

  /** The register at an offset holds a value from now on; `get` is the operation that reads it. */
  learn(get: number, offset: number, size: number, value: number): void {
    this.forget(offset, size);
    const word = offset >> 2;
    this.value[word] = value;
    this.op[word] = get;
    this.size[word] = size;
  }

  /** Bytes at an offset have changed in a way that is not known. */
  forget(offset: number, size: number): void {
    const first = offset >> 2;
    const end = (offset + size + 3) >> 2;
    // The widest register has four words.
    for (let word = Math.max(0, first - 3); word < end; word++) {
      if (this.value[word] !== -1 && (word << 2) + this.size[word]! > offset) this.value[word] = -1;
    }
  }

  clear(): void {
    this.value.fill(-1);
  }

  copy(): KnownState {
    const copy = new KnownState(this.stateSize);
    copy.value.set(this.value);
    copy.op.set(this.op);
    copy.size.set(this.size);
    return copy;
  }
}
