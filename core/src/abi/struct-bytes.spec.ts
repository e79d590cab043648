import type { Abi } from './abi';
import { arrayOf, bytes, struct } from './struct';
import { structBytes } from './struct-bytes';

const sample = struct('sample', {
  first: 'u8',
  half: 'i16',
  list: arrayOf('u32', 2),
  name: bytes(4),
  long: 'u64',
});
const abi = (bigEndian: boolean): Abi =>
  ({ data: { bigEndian, word: 4, align64: 8, time: 8 }, structs: { sample } }) as unknown as Abi;

test('fields lie in the order of the guest, and what is left out is 0', () => {
  const values = { half: -2, list: [1], name: 'long text', long: 0x1_0000_0002n };
  // biome-ignore format: one row a field
  expect([...structBytes(abi(false), 'sample', values)]).toEqual([
    0, 0, 0xfe, 0xff, 1, 0, 0, 0, 0, 0, 0, 0, 108, 111, 110, 0, 2, 0, 0, 0, 1, 0, 0, 0,
  ]);
  expect([...structBytes(abi(true), 'sample', values)].slice(2, 8)).toEqual([0xff, 0xfe, 0, 0, 0, 1]);
});
