import { opcode, ops } from '../ir/op';
import type { OpName } from '../ir/ops.table';
import { FpEnv, FpFlag, Rounding } from './environment';
import { SoftwareFloat, softwareOperations } from './operations';

const words = new Int32Array(64);
const floats = new Float32Array(words.buffer);
const doubles = new Float64Array(words.buffer);
const RESULT = 0;
const A = 4;
const B = 8;
const C = 12;
const FLAGS = 16;
const software = new SoftwareFloat(words, FLAGS);

const run = (name: OpName, env = 0): number => {
  words[FLAGS] = 0;
  software.run(opcode[name], env, RESULT, A, B, C);
  return words[FLAGS]!;
};

/** A generator of the same numbers in each run (xorshift). */
let seed = 0x2545f491;
const random = (): number => {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return seed;
};
const special64 = [
  0,
  -0,
  1,
  -1,
  0.1,
  1.5,
  2 ** 53,
  2 ** -1074,
  2 ** -1022,
  2 ** 1023,
  1e308,
  -1e-308,
  1 / 3,
  2 ** 31,
  -(2 ** 31),
];
const random64 = (at: number): void => {
  const kind = random() & 7;
  if (kind === 0) doubles[at >> 1] = special64[(random() >>> 0) % special64.length]!;
  else {
    words[at] = kind < 3 ? 0 : random();
    words[at + 1] = kind < 6 ? (random() & 0x800f_ffff) | ((0x3f0 + (random() & 31)) << 20) : random();
  }
};
const random32 = (at: number): void => {
  const kind = random() & 7;
  if (kind === 0) floats[at] = special64[(random() >>> 0) % special64.length]!;
  else words[at] = kind < 5 ? (random() & 0x807f_ffff) | ((0x78 + (random() & 15)) << 23) : random();
};

describe('software floating point against the host, to nearest even', () => {
  const double: Partial<Record<OpName, (a: number, b: number) => number>> = {
    'fp.add_f64': (a, b) => a + b,
    'fp.sub_f64': (a, b) => a - b,
    'fp.mul_f64': (a, b) => a * b,
    'fp.div_f64': (a, b) => a / b,
    'fp.sqrt_f64': (a) => Math.sqrt(a),
  };
  for (const [name, host] of Object.entries(double)) {
    test(name, () => {
      for (let n = 0; n < 4000; n++) {
        random64(A);
        random64(B);
        const [a, b] = [doubles[A >> 1]!, doubles[B >> 1]!];
        run(name as OpName);
        expect([a, b, doubles[RESULT >> 1]!]).toEqual([a, b, host(a, b)]);
      }
    });
  }
  const single: Partial<Record<OpName, (a: number, b: number) => number>> = {
    'fp.add_f32': (a, b) => a + b,
    'fp.sub_f32': (a, b) => a - b,
    'fp.mul_f32': (a, b) => a * b,
    'fp.div_f32': (a, b) => a / b,
    'fp.sqrt_f32': (a) => Math.sqrt(a),
  };
  for (const [name, host] of Object.entries(single)) {
    test(name, () => {
      for (let n = 0; n < 4000; n++) {
        random32(A);
        random32(B);
        const [a, b] = [floats[A]!, floats[B]!];
        run(name as OpName);
        expect([a, b, floats[RESULT]!]).toEqual([a, b, Math.fround(host(a, b))]);
      }
    });
  }
  test('conversions', () => {
    for (let n = 0; n < 4000; n++) {
      random64(A);
      const a = doubles[A >> 1]!;
      run('fp.f32_from_f64');
      expect(floats[RESULT]).toBe(Math.fround(a));
      run('fp.rint_f64', Rounding.down);
      expect(doubles[RESULT >> 1]).toBe(Math.floor(a));
      run('fp.rint_f64', Rounding.up);
      expect(doubles[RESULT >> 1]).toBe(Math.ceil(a));
      run('fp.s32_from_f64', Rounding.zero);
      const integer = Number.isNaN(a) ? 0 : Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.trunc(a)));
      expect(words[RESULT]! + 0).toBe(integer + 0);
      const word = random();
      words[A] = word;
      run('fp.f32_from_u32');
      expect(floats[RESULT]).toBe(Math.fround(word >>> 0));
      run('fp.f64_from_s32');
      expect(doubles[RESULT >> 1]).toBe(word);
    }
  });
});

describe('exceptions and environments', () => {
  const set64 = (at: number, value: number): void => void (doubles[at >> 1] = value);
  const { invalid, divideByZero, overflow, underflow, inexact, inputDenormal, outputDenormal } = FpFlag;
  test('flags', () => {
    set64(A, 1);
    set64(B, 0);
    expect(run('fp.div_f64')).toBe(divideByZero);
    set64(A, 0);
    expect(run('fp.div_f64')).toBe(invalid);
    expect(words[RESULT + 1]).toBe(0x7ff8_0000);
    set64(A, 1e308);
    set64(B, 1e308);
    expect(run('fp.mul_f64')).toBe(overflow | inexact);
    expect(run('fp.mul_f64', FpEnv.quiet)).toBe(0);
    set64(A, 1);
    set64(B, 3);
    expect(run('fp.div_f64')).toBe(inexact);
    set64(A, 2 ** -1000);
    set64(B, 2 ** -60);
    expect(run('fp.mul_f64')).toBe(0);
    set64(B, 2 ** -60 / 3);
    expect(run('fp.mul_f64')).toBe(underflow | inexact);
  });
  test('flush to zero', () => {
    set64(A, 2 ** -1000);
    set64(B, -(2 ** -60));
    expect(run('fp.mul_f64', FpEnv.flushOutputs)).toBe(underflow | outputDenormal);
    expect(run('fp.mul_f64', FpEnv.flushOutputs | FpEnv.flushInexact)).toBe(
      underflow | outputDenormal | inexact,
    );
    expect(words[RESULT + 1]).toBe(0x8000_0000 | 0);
    set64(A, -(2 ** -1060));
    set64(B, 5);
    expect(run('fp.add_f64', FpEnv.flushInputs)).toBe(inputDenormal);
    expect(doubles[RESULT >> 1]).toBe(5);
  });
  test('directed rounding', () => {
    set64(A, 1);
    set64(B, 2 ** -60);
    expect(run('fp.add_f64', Rounding.up)).toBe(inexact);
    expect(doubles[RESULT >> 1]).toBe(1 + 2 ** -52);
    run('fp.sub_f64', Rounding.zero);
    expect(doubles[RESULT >> 1]).toBe(1 - 2 ** -53);
    run('fp.sub_f64', Rounding.nearestEven);
    expect(doubles[RESULT >> 1]).toBe(1);
    set64(B, 1);
    run('fp.sub_f64', Rounding.down);
    expect(words[RESULT + 1]).toBe(0x8000_0000 | 0);
    set64(A, 2.5);
    run('fp.rint_f64', Rounding.nearestAway);
    expect(doubles[RESULT >> 1]).toBe(3);
    run('fp.rint_f64', Rounding.nearestEven);
    expect(doubles[RESULT >> 1]).toBe(2);
  });
  test('NaNs', () => {
    words.set([0x7f80_0001, 0, 0, 0, 0xffc0_1234 | 0], A);
    expect(run('fp.add_f32')).toBe(invalid);
    expect(words[RESULT]).toBe(0x7fc0_0001);
    expect(run('fp.add_f32', FpEnv.defaultNan)).toBe(invalid);
    expect(words[RESULT]).toBe(0x7fc0_0000);
    words[A] = 0x3f80_0000;
    expect(run('fp.add_f32')).toBe(0);
    expect(words[RESULT]).toBe(0xffc0_1234 | 0);
    expect(run('fp.minnum_f32')).toBe(0);
    expect(words[RESULT]).toBe(0x3f80_0000);
    expect(run('fp.cmp_f32')).toBe(0);
    expect(words[RESULT]).toBe(3);
    expect(run('fp.cmps_f32')).toBe(invalid);
    expect(run('fp.add_f32', FpEnv.legacyNan)).toBe(invalid);
    expect(words[RESULT]).toBe(0x7fbf_ffff);
    words[A] = 0x7fc0_0000;
    expect(run('fp.s32_from_f32')).toBe(invalid);
    expect(words[RESULT]).toBe(0);
    run('fp.s32_from_f32', FpEnv.nanToMax);
    expect(words[RESULT]).toBe(0x7fff_ffff);
  });
  test('half precision in both formats', () => {
    words[A] = 0x7c00;
    run('fp.f32_from_f16');
    expect(floats[RESULT]).toBe(Number.POSITIVE_INFINITY);
    run('fp.f32_from_f16', FpEnv.alternativeHalf);
    expect(floats[RESULT]).toBe(65536);
    floats[A] = 1e9;
    expect(run('fp.f16_from_f32')).toBe(overflow | inexact);
    expect(words[RESULT]).toBe(0x7c00);
    expect(run('fp.f16_from_f32', FpEnv.alternativeHalf)).toBe(invalid);
    expect(words[RESULT]).toBe(0x7fff);
    floats[A] = 2 ** -24;
    expect(run('fp.f16_from_f32', FpEnv.flushInputs | FpEnv.flushOutputs)).toBe(0);
    expect(words[RESULT]).toBe(1);
  });
  test('a fused multiplication rounds once', () => {
    floats[A] = 1 + 2 ** -23;
    floats[B] = 1 - 2 ** -23;
    floats[C] = -1;
    expect(run('fp.fma_f32')).toBe(0);
    expect(floats[RESULT]).toBe(-(2 ** -46));
    words.set([0, 0, 0, 0, 0x7f80_0000, 0, 0, 0, 0x7fc0_0005], A);
    expect(run('fp.fma_f32', FpEnv.fmaInfZeroDefault)).toBe(invalid);
    expect(words[RESULT]).toBe(0x7fc0_0000);
    expect(run('fp.fma_f32')).toBe(invalid);
    expect(words[RESULT]).toBe(0x7fc0_0005);
  });
});

test('every floating-point operation of the IR has a software form', () => {
  expect(softwareOperations).toEqual(ops.map(({ name }) => name).filter((name) => name.startsWith('fp.')));
});
