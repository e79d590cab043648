import { encodeText } from '../memory/text';
import type { Abi } from './abi';
import { structCodec } from './codecs';

/**
 * A struct of a cell as bytes, for results that are handed on before it is known where they go: fields by name, 0 for those
 * that are left out. Arrays are of 32-bit elements; texts end with a NUL.
 */
export function structBytes(
  abi: Abi,
  name: string,
  values: Readonly<Record<string, number | bigint | string | readonly number[]>>,
): Uint8Array {
  const { size, fields } = structCodec(abi, name);
  const data = new Uint8Array(size);
  const view = new DataView(data.buffer);
  const little = !abi.data.bigEndian;
  const word = (at: number, bytes: number, value: number): void =>
    bytes === 1
      ? view.setUint8(at, value)
      : bytes === 2
        ? view.setUint16(at, value, little)
        : view.setUint32(at, value >>> 0, little);
  for (const { name: field, offset, size: length } of fields) {
    const value = values[field];
    if (typeof value === 'string') data.set(encodeText(value).subarray(0, length - 1), offset);
    else if (typeof value === 'object')
      for (const [n, each] of value.entries()) word(offset + 4 * n, 4, each);
    else if (length === 8) view.setBigUint64(offset, BigInt.asUintN(64, BigInt(value ?? 0)), little);
    else word(offset, length, Number(value ?? 0));
  }
  return data;
}
