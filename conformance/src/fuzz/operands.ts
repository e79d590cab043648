import { DATA_BASE, PAGE } from './case';
import type { Random } from './random';

const words = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
/** Bit patterns of single and double precision (upper words) that behave unlike ordinary numbers. */
const singles = [
  0x0000_0000, 0x8000_0000, 0x3f80_0000, 0xbf80_0000, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0x7f80_0001,
  0xffc1_2345, 0x0000_0001, 0x807f_ffff, 0x0080_0000, 0x7f7f_ffff, 0x4f00_0000, 0xcf00_0000, 0x4f80_0000,
  0x3f00_0000, 0x4b00_0001,
];
const doubleTops = [
  0x0000_0000, 0x8000_0000, 0x3ff0_0000, 0xbff0_0000, 0x7ff0_0000, 0xfff0_0000, 0x7ff8_0000, 0x7ff0_0001,
  0x0010_0000, 0x000f_ffff, 0x7fef_ffff, 0x41e0_0000, 0xc1e0_0000, 0x41f0_0000, 0x3fe0_0000, 0x4330_0000,
  0x36a0_0000, 0x47ef_ffff,
];

/** A pointer into the data page, a small number, a limit, or anything. */
export function registerValue(random: Random): number {
  switch (random.below(10)) {
    case 0:
    case 1:
      return DATA_BASE + 0x400 + 8 * random.below(0x100);
    case 2:
      return DATA_BASE + 0x400 + 4 * random.below(0x200);
    case 3:
      return DATA_BASE + random.below(PAGE);
    case 4:
      return DATA_BASE + random.pick([0, 4, PAGE - 16, PAGE - 8, PAGE - 4, PAGE - 3, PAGE - 2, PAGE - 1]);
    case 5:
    case 6:
      return random.below(256);
    case 7:
      return random.pick(words);
    default:
      return random.word();
  }
}

/** Two words of float registers: a double, two singles, ordinary or special, or anything; least significant word first. */
export function doubleWord(random: Random, out: Uint32Array): void {
  const single = (): number => (random.percent(70) ? random.pick(singles) : random.word());
  switch (random.below(5)) {
    case 0:
      out[0] = random.percent(50) ? 0 : random.word();
      out[1] = random.pick(doubleTops);
      break;
    case 1: {
      // Ordinary numbers, so that sums and products are not all infinite or nothing.
      const value = new Float64Array([(random.word() - 0x8000_0000) / 2 ** random.below(40)]);
      out.set(new Uint32Array(value.buffer));
      break;
    }
    case 2: {
      const value = new Float32Array(2).map(() => (random.word() - 0x8000_0000) / 2 ** random.below(40));
      out.set(new Uint32Array(value.buffer));
      break;
    }
    case 3:
      out[0] = single();
      out[1] = single();
      break;
    default:
      out[0] = random.word();
      out[1] = random.word();
  }
}
