import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type Abi,
  AddressSpace,
  arrayOf,
  bytes,
  type DataModel,
  type FieldType,
  type FieldValue,
  type GuestView,
  layOut,
  MemoryPool,
  PAGE_SIZE,
  ProtFlag,
  pad,
  type StructType,
  type StructValue,
  struct,
} from '@anyuser/core';
import { freebsdArm, freebsdMips } from '@anyuser/os-freebsd';
import { linuxArm, linuxMips } from '@anyuser/os-linux';
import { netbsdArm, netbsdMips } from '@anyuser/os-netbsd';
import { openbsdArm } from '@anyuser/os-openbsd';
import { Random } from './fuzz/random';

/** Where structs are written. */
const BASE = 0x1_0000;
const LIMIT = 64 * PAGE_SIZE;

/** Memory of one byte order. */
function memoryOf(bigEndian: boolean): GuestView {
  const space = new AddressSpace(new MemoryPool(), { userTop: 0x7fff_8000, mmapTop: 0x7000_0000 }, bigEndian);
  space.map({
    address: BASE,
    length: LIMIT,
    prot: ProtFlag.PROT_READ | ProtFlag.PROT_WRITE,
    fixed: 'replace',
  });
  return space.view;
}
const memories = { little: memoryOf(false), big: memoryOf(true) };
const ORDERS = ['little', 'big'] as const;

const random = new Random(4);
const unsigned = (size: number): number => random.word() % 2 ** Math.min(8 * size, 32);
const wide = (): number => (random.word() % 2 ** 20) * 2 ** 32 + random.word();

/** Bytes of a scalar in a data model, and whether it is signed. */
function scalar(type: string, { word, time }: DataModel): readonly [size: number, signed: boolean] {
  switch (type) {
    case 'long':
    case 'ulong':
    case 'ptr':
      return [word, type === 'long'];
    case 'time':
      return [time, true];
    default:
      return [Number(/\d+/.exec(type)![0]) / 8, type.startsWith('i')];
  }
}

/** A random value of a field; undefined for what has none. */
function randomValue(type: FieldType, model: DataModel): FieldValue | undefined {
  if (typeof type === 'object') {
    if ('pad' in type) return undefined;
    if ('bytes' in type) return Uint8Array.from({ length: type.bytes }, () => unsigned(1));
    if ('array' in type) return Array.from({ length: type.length }, () => randomValue(type.array, model)!);
    return structValue(type, model);
  }
  if (type === 'b64') return (BigInt(random.word()) << 32n) | BigInt(random.word());
  // Of a long that is 64 bits wide to others, 32-bit kernels look at the lower half.
  if (type === 'long64') return random.word() >>> 1;
  const [size, signed] = scalar(type, model);
  if (size === 8) return signed && random.percent(50) ? -wide() : wide();
  const value = unsigned(size);
  return signed && value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
}

function structValue(type: StructType, model: DataModel): StructValue {
  const values = Object.entries(type.fields).map(
    ([name, field]) => [name, randomValue(field, model)] as const,
  );
  return Object.fromEntries(values.filter(([, value]) => value !== undefined)) as StructValue;
}

/** The bytes of a number in memory, read without the codec. */
function number(memory: GuestView, at: number, size: number, bigEndian: boolean): bigint {
  const digits = Array.from({ length: size }, (_, i) =>
    BigInt(memory.u8(at + (bigEndian ? i : size - 1 - i))),
  );
  return digits.reduce((all, digit) => (all << 8n) | digit, 0n);
}

/** Writes random values, reads them back, and looks at the bytes of each number of the top level. */
function roundTrip(type: StructType, model: DataModel, order: (typeof ORDERS)[number]): void {
  const bigEndian = order === 'big';
  const memory = memories[order];
  const own = { ...model, bigEndian };
  const codec = layOut(type, own);
  const value = structValue(type, own);
  codec.write(memory, BASE, value);
  expect([type.name, codec.read(memory, BASE)]).toEqual([type.name, value]);
  if (type.union) return;
  for (const { name, offset, size } of codec.fields) {
    const field = value[name];
    if (typeof field !== 'number' && typeof field !== 'bigint') continue;
    const found = number(memory, BASE + offset, size, bigEndian);
    expect([type.name, name, BigInt.asIntN(8 * size, found)]).toEqual([
      type.name,
      name,
      BigInt.asIntN(8 * size, BigInt(field)),
    ]);
  }
}

const cells = [
  linuxArm,
  linuxMips,
  freebsdArm,
  freebsdMips,
  netbsdArm,
  netbsdMips,
  openbsdArm,
] as unknown as Abi[];

describe.each(cells.map((abi) => [`${abi.os}/${abi.arch}`, abi] as const))(
  'the structs of %s',
  (_name, abi) => {
    test.each(ORDERS)('come back as they were written, %s-endian', (order) => {
      const types = Object.values(abi.structs).filter((type) => layOut(type, abi.data).size <= LIMIT);
      expect(types.length).toBeGreaterThan(20);
      for (const type of types) roundTrip(type, abi.data, order);
    });
  },
);

interface Field {
  readonly name: string;
  readonly off: number;
  readonly size: number;
  readonly elem?: number;
  readonly agg?: number;
  readonly rel?: number;
  readonly bits?: number;
}
interface Layout {
  readonly size: number;
  readonly align: number;
  readonly fields?: readonly Field[];
}

const facts = resolve(__dirname, '../../../shared/abi');
const files = existsSync(facts)
  ? readdirSync(facts).filter((name) => /^structs-linux-.*\.json$/.test(name))
  : [];
if (files.length === 0)
  console.warn('no kernel facts beside this checkout: struct layouts are not made from them');

/** The type of a field by its bytes. */
function typeOf({ size, elem }: Field): FieldType {
  const one = (bytesOfOne: number): FieldType | undefined =>
    (({ 1: 'u8', 2: 'u16', 4: 'u32', 8: 'b64' }) as const)[bytesOfOne];
  if (elem !== undefined && elem < size && size % elem === 0) {
    const type = one(elem);
    return elem === 1 || type === undefined ? bytes(size) : arrayOf(type, size / elem);
  }
  return one(size) ?? bytes(size);
}

/** A struct whose members lie where the fact says: what they leave free is padding, of a union the first members count. */
function made(name: string, { size, fields = [] }: Layout): { type: StructType; members: readonly Field[] } {
  const members: Field[] = [];
  const types: Record<string, FieldType> = {};
  let at = 0;
  const fill = (to: number): void => {
    if (to > at) types[`pad at ${at}`] = pad(to - at);
  };
  for (const field of [...fields].sort((a, b) => a.off - b.off)) {
    if (field.agg || field.rel || field.bits !== undefined || field.size === 0 || field.off < at) continue;
    fill(field.off);
    types[field.name] = typeOf(field);
    members.push(field);
    at = field.off + field.size;
  }
  fill(size);
  return { type: struct(name, types, { packed: true }), members };
}

(files.length > 0 ? describe : describe.skip)('structs as the kernel lays them out', () => {
  test.each(files)('%s', (file) => {
    const { structs } = JSON.parse(readFileSync(join(facts, file), 'utf8')) as {
      structs: Record<string, Layout>;
    };
    let members = 0;
    for (const [name, layout] of Object.entries(structs)) {
      if (layout.size === 0 || layout.size > LIMIT) continue;
      const { type, members: expected } = made(name, layout);
      const model: DataModel = { bigEndian: false, word: 4, align64: 8, time: 4 };
      const codec = layOut(type, model);
      expect([name, codec.size]).toEqual([name, layout.size]);
      const places = new Map(codec.fields.map((field) => [field.name, field]));
      for (const field of expected) {
        const place = places.get(field.name);
        expect([name, field.name, place?.offset, place?.size]).toEqual([
          name,
          field.name,
          field.off,
          field.size,
        ]);
      }
      for (const order of ORDERS) roundTrip(type, model, order);
      members += expected.length;
    }
    expect(members).toBeGreaterThan(300);
  });
});
