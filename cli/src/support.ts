import { type SupportRow, supportRows } from '@anyuser/core';
import { assemble } from './assemble';
import { UsageError } from './usage-error';

/**
 * What `anyuser support` prints: without a cell the cells that exist, with one its system calls.
 *
 * @throws UsageError listing the cells, if there is none of this name
 */
export function support(name: string | undefined): string {
  const { abis } = assemble({});
  const cells = new Map(abis.map((abi) => [`${abi.os}/${abi.arch}`, abi]));
  if (name === undefined) {
    return [...cells].map(([cell, abi]) => `${cell}  ${summary(supportRows(abi))}\n`).join('');
  }
  const abi = cells.get(name);
  if (abi === undefined) throw new UsageError(`no ABI for ${name}; have ${[...cells.keys()].join(', ')}`);
  const rows = supportRows(abi);
  return `${name}: ${summary(rows)}\n\n${rows.map(line).join('')}`;
}

function summary(rows: readonly SupportRow[]): string {
  const implemented = rows.filter(({ state }) => state === 'implemented').length;
  return `${implemented} of ${rows.length} system calls`;
}

function line({ number, name, state, args, reason, errno }: SupportRow): string {
  const what = state === 'implemented' ? `${name}(${args.join(', ')})` : `${name}: not implemented`;
  return `${String(number).padStart(6)}  ${what}${errno === undefined ? '' : `, always ${errno}`}${reason === undefined ? '' : `, ${reason}`}\n`;
}
