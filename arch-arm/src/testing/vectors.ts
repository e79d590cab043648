import type { Machine } from './machine';

/** D n as 16 hexadecimal digits, the highest element first. */
export const d = ({ cpu }: Machine, n: number): string =>
  (BigInt(cpu.vectorWord(2 * n)) | (BigInt(cpu.vectorWord(2 * n + 1)) << 32n)).toString(16).padStart(16, '0');

/** Writes D n. */
export function setD({ cpu }: Machine, n: number, value: bigint): void {
  cpu.setVectorWord(2 * n, Number(value & 0xffff_ffffn));
  cpu.setVectorWord(2 * n + 1, Number(value >> 32n));
}

/** D `first` to D `last`. */
export const ds = (machine: Machine, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => d(machine, first + i));

const asWord = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0]!;

/** Writes S registers from `first` on. */
export const setS = ({ cpu }: Machine, first: number, ...values: readonly number[]): void =>
  values.forEach((value, i) => {
    cpu.setVectorWord(first + i, asWord(value));
  });

/** Reads `count` S registers. */
export const s = ({ cpu }: Machine, first: number, count: number): number[] => [
  ...new Float32Array(Uint32Array.from({ length: count }, (_, i) => cpu.vectorWord(first + i)).buffer),
];
