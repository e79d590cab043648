/** So few bytes are copied one by one: copying a range costs two views first. */
const FEW = 32;

/** A queue of bytes with a capacity: what pipes and stream sockets hold. Stored in one buffer that grows up to the capacity. */
export class ByteRing {
  private buffer = new Uint8Array(1024);
  private start = 0;
  private count = 0;

  constructor(public capacity: number) {}

  get length(): number {
    return this.count;
  }
  get room(): number {
    return Math.max(0, this.capacity - this.count);
  }

  /** Takes in as much as fits; returns how much. */
  push(data: Uint8Array): number {
    const n = Math.min(data.length, this.room);
    if (n === 0) return 0;
    if (this.count + n > this.buffer.length) this.grow(this.count + n);
    const size = this.buffer.length;
    const at = (this.start + this.count) % size;
    const first = Math.min(n, size - at);
    if (n <= FEW && first === n) for (let i = 0; i < n; i++) this.buffer[at + i] = data[i]!;
    else {
      this.buffer.set(data.subarray(0, first), at);
      if (first < n) this.buffer.set(data.subarray(first, n), 0);
    }
    this.count += n;
    return n;
  }

  /** Copies from the front without taking. `skip` bytes are left out. */
  peek(into: Uint8Array, skip = 0): number {
    const n = Math.max(0, Math.min(into.length, this.count - skip));
    const size = this.buffer.length;
    const at = (this.start + skip) % size;
    const first = Math.min(n, size - at);
    if (n <= FEW && first === n) for (let i = 0; i < n; i++) into[i] = this.buffer[at + i]!;
    else {
      into.set(this.buffer.subarray(at, at + first), 0);
      if (first < n) into.set(this.buffer.subarray(0, n - first), first);
    }
    return n;
  }

  /** Takes from the front. */
  shift(into: Uint8Array): number {
    const n = this.peek(into);
    this.drop(n);
    return n;
  }
  /** Forgets bytes at the front. */
  drop(n: number): void {
    this.count -= n;
    this.start = this.count === 0 ? 0 : (this.start + n) % this.buffer.length;
  }

  private grow(needed: number): void {
    let size = this.buffer.length;
    while (size < needed) size *= 2;
    const grown = new Uint8Array(size);
    this.peek(grown.subarray(0, this.count));
    this.buffer = grown;
    this.start = 0;
  }
}
