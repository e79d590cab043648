import type { Abi } from '../abi/abi';

/** One row of a support page. */
export interface SupportRow {
  readonly number: number;
  readonly name: string;
  readonly state: 'implemented' | 'unimplemented';
  /** Argument names and widths, in order. */
  readonly args: readonly string[];
  /** Why it is not provided, where that is known. */
  readonly reason: string | undefined;
  /** The one error that it always gives, as a real kernel does. */
  readonly errno: string | undefined;
}

/** Every row of a cell's syscall table with its state: what `anyuser support` and docs/support.md show. */
export function supportRows(abi: Abi): SupportRow[] {
  return Object.entries(abi.syscalls).map(([number, row]) =>
    'unimplemented' in row
      ? {
          number: Number(number),
          name: row.name,
          state: 'unimplemented',
          args: [],
          reason: row.reason,
          errno: row.errno,
        }
      : {
          number: Number(number),
          name: row.name,
          state: 'implemented',
          args: Object.keys(row.args),
          reason: undefined,
          errno: undefined,
        },
  );
}
