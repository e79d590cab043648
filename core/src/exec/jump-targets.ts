import { type Location, locationKey } from '../isa/location';

/** Jumps of which targets are known, and targets of one jump, at the most: what comes later is not taken. */
const MOST_SITES = 8192;
const MOST_TARGETS = 48;

/** Where computed jumps and calls have gone, by the location of the instruction. */
export class JumpTargets {
  private readonly bySite = new Map<number, Location[]>();

  /** The targets of a jump, in no order. */
  of({ pc, mode }: Location): readonly Location[] {
    return this.bySite.get(locationKey(pc, mode)) ?? [];
  }

  add(site: Location, target: Location): void {
    const key = locationKey(site.pc, site.mode);
    const known = this.bySite.get(key);
    if (known === undefined) {
      if (this.bySite.size < MOST_SITES) this.bySite.set(key, [target]);
    } else if (
      known.length < MOST_TARGETS &&
      !known.some(({ pc, mode }) => pc === target.pc && mode === target.mode)
    )
      known.push(target);
  }

  /** All of it, in a form that `load` takes. */
  save(): Uint8Array {
    const words: number[] = [];
    for (const [key, targets] of this.bySite) {
      words.push(key % 0x1_0000_0000, Math.floor(key / 0x1_0000_0000), targets.length);
      for (const { pc, mode } of targets) words.push(pc, mode);
    }
    return new Uint8Array(Int32Array.from(words, (word) => word | 0).buffer);
  }

  /** Adds what `save` gave, from bytes at a multiple of four. */
  load({ buffer, byteOffset, length }: Uint8Array): void {
    const words = new Int32Array(buffer, byteOffset, length >>> 2);
    for (let at = 0; at + 3 <= words.length; ) {
      const site = { pc: words[at]! >>> 0, mode: words[at + 1]! };
      const end = at + 3 + 2 * words[at + 2]!;
      for (at += 3; at < end; at += 2) this.add(site, { pc: words[at]! >>> 0, mode: words[at + 1]! });
    }
  }
}
