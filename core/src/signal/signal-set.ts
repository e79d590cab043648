import { SIGNALS, type Signal, signalIndex } from './signal';

const WORDS = Math.ceil(SIGNALS.length / 32);

/** A set of signals. Mutable; `clone` before sharing. */
export class SignalSet {
  private readonly bits = new Int32Array(WORDS);

  static of(...signals: Signal[]): SignalSet {
    const set = new SignalSet();
    for (const signal of signals) set.add(signal);
    return set;
  }
  static full(): SignalSet {
    const set = new SignalSet();
    set.bits.fill(-1);
    return set;
  }

  has(signal: Signal): boolean {
    return this.hasIndex(signalIndex(signal));
  }
  hasIndex(index: number): boolean {
    return ((this.bits[index >> 5]! >>> (index & 31)) & 1) !== 0;
  }
  add(signal: Signal): this {
    const index = signalIndex(signal);
    this.bits[index >> 5]! |= 1 << (index & 31);
    return this;
  }
  delete(signal: Signal): this {
    const index = signalIndex(signal);
    this.bits[index >> 5]! &= ~(1 << (index & 31));
    return this;
  }
  addAll(other: SignalSet): this {
    for (let i = 0; i < WORDS; i++) this.bits[i]! |= other.bits[i]!;
    return this;
  }
  deleteAll(other: SignalSet): this {
    for (let i = 0; i < WORDS; i++) this.bits[i]! &= ~other.bits[i]!;
    return this;
  }
  assign(other: SignalSet): this {
    this.bits.set(other.bits);
    return this;
  }
  clear(): this {
    this.bits.fill(0);
    return this;
  }
  get empty(): boolean {
    for (let i = 0; i < WORDS; i++) if (this.bits[i] !== 0) return false;
    return true;
  }
  clone(): SignalSet {
    return new SignalSet().assign(this);
  }
  *[Symbol.iterator](): Iterator<Signal> {
    for (let index = 0; index < SIGNALS.length; index++) if (this.hasIndex(index)) yield SIGNALS[index]!;
  }
}
