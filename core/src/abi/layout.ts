import type { GuestView } from '../memory/guest-view';
import { encodeText } from '../memory/text';
import type { DataModel } from './data-model';
import type {
  FieldLayout,
  FieldType,
  FieldValue,
  ScalarType,
  StructCodec,
  StructType,
  StructValue,
} from './struct';

interface FieldCodec {
  readonly size: number;
  readonly align: number;
  read(memory: GuestView, address: number): FieldValue;
  write(memory: GuestView, address: number, value: FieldValue | undefined): void;
}

const TWO_32 = 0x1_0000_0000;

const asNumber = (value: FieldValue | undefined): number =>
  typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : 0;

function asBigint(value: FieldValue | undefined): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number' || Number.isNaN(value)) return 0n;
  if (!Number.isFinite(value)) return value > 0 ? 0xffff_ffff_ffff_ffffn : 0n;
  return BigInt(Math.trunc(value));
}

const u8: FieldCodec = {
  size: 1,
  align: 1,
  read: (memory, address) => memory.u8(address),
  write: (memory, address, value) => memory.setU8(address, asNumber(value) & 0xff),
};
const i8: FieldCodec = { ...u8, read: (memory, address) => (memory.u8(address) << 24) >> 24 };
const u16: FieldCodec = {
  size: 2,
  align: 2,
  read: (memory, address) => memory.u16(address),
  write: (memory, address, value) => memory.setU16(address, asNumber(value) & 0xffff),
};
const i16: FieldCodec = { ...u16, read: (memory, address) => (memory.u16(address) << 16) >> 16 };

/** The low 32 bits of a number that may exceed 2^32 (as C's conversion to a 32-bit type). */
const low32 = (value: FieldValue | undefined): number =>
  typeof value === 'bigint' ? Number(BigInt.asUintN(32, value)) : wrap32(asNumber(value));

function wrap32(value: number): number {
  if (!Number.isFinite(value)) return value > 0 ? 0xffff_ffff : 0;
  return value >= -0x8000_0000 && value < TWO_32
    ? value >>> 0
    : Number(BigInt.asUintN(32, BigInt(Math.trunc(value))));
}

const u32: FieldCodec = {
  size: 4,
  align: 4,
  read: (memory, address) => memory.u32(address),
  write: (memory, address, value) => memory.setU32(address, low32(value)),
};
const i32: FieldCodec = { ...u32, read: (memory, address) => memory.i32(address) };

function wide(align: number, read: (raw: bigint) => FieldValue): FieldCodec {
  return {
    size: 8,
    align,
    read: (memory, address) => read(memory.u64(address)),
    write(memory, address, value) {
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
        memory.setU64(address, BigInt.asUintN(64, asBigint(value)));
        return;
      }
      const high = Math.floor(value / TWO_32) >>> 0;
      memory.setU32(address, memory.bigEndian ? high : value >>> 0);
      memory.setU32(address + 4, memory.bigEndian ? value >>> 0 : high);
    },
  };
}

function scalar(type: ScalarType, model: DataModel): FieldCodec {
  switch (type) {
    case 'u8':
      return u8;
    case 'i8':
      return i8;
    case 'u16':
      return u16;
    case 'i16':
      return i16;
    case 'u32':
      return u32;
    case 'i32':
      return i32;
    case 'u64':
      return wide(model.align64, Number);
    case 'i64':
      return wide(model.align64, (raw) => Number(BigInt.asIntN(64, raw)));
    case 'b64':
      return wide(model.align64, (raw) => raw);
    case 'long64':
      return wide(model.align64, (raw) => Number(BigInt.asIntN(8 * model.word, raw)));
    case 'long':
      return scalar(model.word === 8 ? 'i64' : 'i32', model);
    case 'ulong':
    case 'ptr':
      return scalar(model.word === 8 ? 'u64' : 'u32', model);
    case 'time':
      return scalar(model.time === 8 ? 'i64' : 'i32', model);
  }
}

function byteField(size: number): FieldCodec {
  return {
    size,
    align: 1,
    read: (memory, address) => memory.bytes(address, size).slice(),
    write(memory, address, value) {
      const data =
        typeof value === 'string'
          ? encodeText(value)
          : value instanceof Uint8Array
            ? value
            : new Uint8Array(0);
      memory.write(address, data.subarray(0, size));
      if (data.length < size) memory.zero(address + data.length, size - data.length);
    },
  };
}

function arrayField(element: FieldCodec, length: number): FieldCodec {
  return {
    size: element.size * length,
    align: element.align,
    read: (memory, address) =>
      Array.from({ length }, (_, i) => element.read(memory, address + i * element.size)),
    write(memory, address, value) {
      const values = Array.isArray(value) ? (value as readonly FieldValue[]) : [];
      for (let i = 0; i < length; i++) element.write(memory, address + i * element.size, values[i]);
    },
  };
}

function field(type: FieldType, model: DataModel): FieldCodec {
  if (typeof type === 'string') return scalar(type, model);
  if ('array' in type) return arrayField(field(type.array, model), type.length);
  if ('bytes' in type) return byteField(type.bytes);
  if ('pad' in type) return byteField(type.pad);
  const codec = layOut(type, model);
  return {
    size: codec.size,
    align: codec.align,
    read: (memory, address) => codec.read(memory, address) as StructValue,
    write: (memory, address, value) => codec.write(memory, address, (value ?? {}) as StructValue),
  };
}

const roundUp = (value: number, align: number): number => Math.ceil(value / align) * align;

/** Lays a struct out by C's rules on a data model and returns its reader and writer. */
export function layOut(type: StructType, model: DataModel): StructCodec {
  const placed: (FieldLayout & { readonly codec: FieldCodec; readonly named: boolean })[] = [];
  let offset = 0;
  let align = 1;
  let size = 0;
  for (const [name, fieldType] of Object.entries(type.fields)) {
    const codec = field(fieldType, model);
    const fieldAlign = type.packed ? 1 : codec.align;
    const at = type.union ? 0 : roundUp(offset, fieldAlign);
    placed.push({
      name,
      offset: at,
      size: codec.size,
      codec,
      named: !(typeof fieldType === 'object' && 'pad' in fieldType),
    });
    offset = at + codec.size;
    size = Math.max(size, offset);
    align = Math.max(align, fieldAlign);
  }
  align = Math.min(align, type.align ?? align);
  size = roundUp(size, align);
  let uses = 0;
  const codec: Writable<StructCodec> = {
    name: type.name,
    size,
    align,
    fields: placed
      .filter(({ named }) => named)
      .map(({ name, offset: at, size: bytes }) => ({ name, offset: at, size: bytes })),
    read(memory, address) {
      if (++uses === GENERAL_USES) specialise(codec, placed);
      const value: Record<string, FieldValue> = {};
      for (const { name, offset: at, codec, named } of placed)
        if (named) value[name] = codec.read(memory, address + at);
      return value;
    },
    write(memory, address, value) {
      if (++uses === GENERAL_USES) specialise(codec, placed);
      memory.zero(address, size);
      for (const { name, offset: at, codec } of placed) {
        const given = value[name];
        if (given !== undefined) codec.write(memory, address + at, given);
      }
    },
  };
  return codec;
}

/** Uses of a codec before it gets code of its own. */
const GENERAL_USES = 50;

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Place = FieldLayout & { readonly codec: FieldCodec; readonly named: boolean };
type Maker = (codecs: readonly FieldCodec[]) => Pick<StructCodec, 'read' | 'write'>;

/**
 * Gives a struct code made from text that has the names and offsets in it, which engines see through. Where hosts forbid that (a
 * content security policy) the general code stays.
 */
function specialise(struct: Writable<StructCodec>, places: readonly Place[]): void {
  const named = places.map((place, i) => ({ ...place, i })).filter(({ named: shown }) => shown);
  const reads = named.map(
    ({ name, offset, i }) => `${JSON.stringify(name)}: c${i}.read(memory, address + ${offset})`,
  );
  const writes = named.map(
    ({ name, offset, i }) =>
      `if ((given = value[${JSON.stringify(name)}]) !== undefined) c${i}.write(memory, address + ${offset}, given);`,
  );
  const text = `
    const [${places.map((_, i) => `c${i}`).join()}] = codecs;
    return {
      read(memory, address) { return { ${reads.join()} }; },
      write(memory, address, value) { let given; memory.zero(address, ${struct.size}); ${writes.join(' ')} },
    };`;
  try {
    const made = (new Function('codecs', text) as Maker)(places.map(({ codec }) => codec));
    struct.read = made.read;
    struct.write = made.write;
  } catch {
    return;
  }
}
