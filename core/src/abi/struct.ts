import type { GuestView } from '../memory/guest-view';
import type { DataModel } from './data-model';

/**
 * Scalar field types. `long`, `ulong` and `ptr` have the data model's word; `time` its time_t. 64-bit integers are JavaScript
 * numbers (exact up to 2^53) save `b64`, an unsigned bigint. `long64` is a 64-bit field that a kernel keeps in a `long`: one of
 * 32 bits takes no notice of the upper half, which programs leave undefined (`get_timespec64` of kernel/time/time.c).
 */
export type ScalarType =
  | 'u8'
  | 'i8'
  | 'u16'
  | 'i16'
  | 'u32'
  | 'i32'
  | 'u64'
  | 'i64'
  | 'b64'
  | 'long64'
  | 'long'
  | 'ulong'
  | 'ptr'
  | 'time';

export interface ArrayType {
  readonly array: FieldType;
  readonly length: number;
}
/** Bytes that are read as they are (a Uint8Array) and written zero-padded; strings are taken as UTF-8. */
export interface BytesType {
  readonly bytes: number;
}
/** Unnamed bytes: skipped when read, zeroed when written. */
export interface PadType {
  readonly pad: number;
}
export type FieldType = ScalarType | ArrayType | BytesType | PadType | StructType;

export interface StructType {
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldType>>;
  readonly union?: boolean;
  /** No padding between fields, alignment 1. */
  readonly packed?: boolean;
  /** Alignment of the whole struct, where an attribute lowers it. */
  readonly align?: number;
}

/** Declares a C struct by its header's field names, in order; the layout follows from each cell's data model. */
export const struct = (
  name: string,
  fields: StructType['fields'],
  options: Pick<StructType, 'packed' | 'align'> = {},
): StructType => ({ name, fields, ...options });
export const arrayOf = (array: FieldType, length: number): ArrayType => ({ array, length });
export const bytes = (length: number): BytesType => ({ bytes: length });
export const pad = (length: number): PadType => ({ pad: length });

/** A value of a struct: field name → number, bigint, Uint8Array, array or nested value. Missing fields are written as 0. */
export interface StructValue {
  readonly [field: string]: FieldValue | undefined;
}
export type FieldValue = number | bigint | string | Uint8Array | readonly FieldValue[] | StructValue;

export interface FieldLayout {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** A struct laid out for one data model. */
export interface StructCodec {
  readonly name: string;
  readonly size: number;
  readonly align: number;
  /** Named fields of the top level, with byte offsets. */
  readonly fields: readonly FieldLayout[];
  /** @throws KernelError EFAULT */
  read(memory: GuestView, address: number): Record<string, FieldValue>;
  /** @throws KernelError EFAULT */
  write(memory: GuestView, address: number, value: StructValue): void;
}

/** Lays a struct out. */
export type LayOut = (type: StructType, model: DataModel) => StructCodec;
