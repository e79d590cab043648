/** Random bytes that repeat for a seed (SplitMix64). For --seed; not fit for keys. */
export class SeededRandom {
  private state: bigint;

  constructor(seed: bigint) {
    this.state = BigInt.asUintN(64, seed);
  }

  fill(buffer: Uint8Array): void {
    for (let at = 0; at < buffer.length; ) {
      let word = this.next();
      for (let i = 0; i < 8 && at < buffer.length; i++, word >>= 8n) buffer[at++] = Number(word & 0xffn);
    }
  }

  private next(): bigint {
    this.state = BigInt.asUintN(64, this.state + 0x9e37_79b9_7f4a_7c15n);
    let z = this.state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn);
    return z ^ (z >> 31n);
  }
}
