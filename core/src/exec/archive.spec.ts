import { pack, unpack } from './archive';

const parts = [Uint8Array.of(1, 2, 3), new Uint8Array(0), Uint8Array.from({ length: 40 }, (_, n) => n)];

test('gives back what was packed, wherever it lies', () => {
  const packed = pack(7, parts);
  expect(unpack(7, packed)).toEqual(parts);
  const shifted = new Uint8Array(packed.length + 1);
  shifted.set(packed, 1);
  expect(unpack(7, shifted.subarray(1))).toEqual(parts);
  expect(unpack(7, pack(7, []))).toEqual([]);
});

test('takes nothing of another kind', () => {
  expect(unpack(8, pack(7, parts))).toBeUndefined();
});

test('takes nothing that any byte is wrong in, or that is cut', () => {
  const packed = pack(7, parts);
  for (let at = 0; at < packed.length; at++) {
    const damaged = packed.slice();
    damaged[at]! ^= 0x10;
    expect(unpack(7, damaged)).toBeUndefined();
  }
  for (let length = 0; length < packed.length; length++)
    expect(unpack(7, packed.slice(0, length))).toBeUndefined();
});
