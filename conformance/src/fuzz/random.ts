/** A seeded generator of pseudo-random words: equal seeds give equal tests on every machine. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** Uniform over all 32-bit words, unsigned. */
  word(): number {
    this.state = (this.state + 0x9e37_79b9) | 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0_aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a_2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }
  /** Uniform in [0, limit). */
  below(limit: number): number {
    return Math.floor((this.word() / 0x1_0000_0000) * limit);
  }
  /** True with a probability in percent. */
  percent(chance: number): boolean {
    return this.below(100) < chance;
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
  /** A number of `bits` bits; small ones are as frequent as large ones. */
  skewed(bits: number): number {
    return this.word() >>> (32 - (this.percent(50) ? bits : 1 + this.below(bits)));
  }
}
