import type { GuestView } from '../memory/guest-view';
import type { DataModel } from './data-model';
import { layOut } from './layout';
import { struct } from './struct';

/** A field of 64 bits whose upper half a program has left undefined. */
const memory = { u64: () => (4n << 32n) | 200_000_000n } as unknown as GuestView;
const timespec = struct('__kernel_timespec', { tv_nsec: 'long64' });
const model = (word: 4 | 8): DataModel => ({ bigEndian: false, word, align64: 8, time: word });

describe('a 64-bit field that a kernel keeps in a long', () => {
  it('has no upper half for a kernel of 32 bits', () => {
    expect(layOut(timespec, model(4)).read(memory, 0)).toEqual({ tv_nsec: 200_000_000 });
  });

  it('is taken whole by a kernel of 64 bits', () => {
    expect(layOut(timespec, model(8)).read(memory, 0)).toEqual({ tv_nsec: 4 * 2 ** 32 + 200_000_000 });
  });

  it('takes 8 bytes in both', () => {
    expect([layOut(timespec, model(4)).size, layOut(timespec, model(8)).size]).toEqual([8, 8]);
  });
});

describe('a codec that is used often', () => {
  const type = struct('mixed', {
    first: 'u8',
    size: 'i64',
    flags: 'b64',
    inner: struct('inner', { low: 'u16', high: 'i32' }),
    numbers: { array: 'u32', length: 2 },
    unused: { pad: 4 },
  });
  const value = {
    first: 7,
    size: -(2 ** 40) - 3,
    flags: 2n ** 63n,
    inner: { low: 9, high: -9 },
    numbers: [1, 2],
  };

  it.each([false, true])('reads and writes as at first (big-endian: %s)', (bigEndian) => {
    const bytes = new DataView(new ArrayBuffer(64));
    const view = {
      bigEndian,
      u8: (at: number) => bytes.getUint8(at),
      u16: (at: number) => bytes.getUint16(at, !bigEndian),
      u32: (at: number) => bytes.getUint32(at, !bigEndian),
      i32: (at: number) => bytes.getInt32(at, !bigEndian),
      u64: (at: number) => bytes.getBigUint64(at, !bigEndian),
      setU8: (at: number, to: number) => bytes.setUint8(at, to),
      setU16: (at: number, to: number) => bytes.setUint16(at, to, !bigEndian),
      setU32: (at: number, to: number) => bytes.setUint32(at, to, !bigEndian),
      setU64: (at: number, to: bigint) => bytes.setBigUint64(at, to, !bigEndian),
      zero: (at: number, length: number) => new Uint8Array(bytes.buffer, at, length).fill(0),
    } as unknown as GuestView;
    const codec = layOut(type, { bigEndian, word: 4, align64: 8, time: 4 });
    codec.write(view, 8, value);
    const first = new Uint8Array(bytes.buffer).slice();
    for (let use = 0; use < 200; use++) {
      new Uint8Array(bytes.buffer).fill(0xff, 8, 8 + codec.size);
      codec.write(view, 8, value);
      expect(new Uint8Array(bytes.buffer)).toEqual(first);
      expect(codec.read(view, 8)).toEqual(value);
    }
    codec.write(view, 8, { first: 1 });
    expect(codec.read(view, 8)).toEqual({
      ...value,
      first: 1,
      size: 0,
      flags: 0n,
      inner: { low: 0, high: 0 },
      numbers: [0, 0],
    });
  });
});
