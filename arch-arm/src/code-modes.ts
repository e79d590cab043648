import { type CodeModes, type ElfSymbol, type ModeChange, STT } from '@anyuser/core';
import { Mode } from './mode';

/**
 * Where a file changes between A32, Thumb and data, by the mapping symbols `$a`, `$t` and `$d` (ELF for the Arm Architecture,
 * 5.5.5). Stripped files keep only the functions of their dynamic symbol table, whose addresses have bit 0 set for Thumb, as
 * the entry address has.
 */
export function codeModes(symbols: readonly ElfSymbol[], entry: number): CodeModes {
  const marks = symbols.flatMap(({ name, address }): ModeChange[] => {
    const mark = /^\$([atd])(\.|$)/.exec(name)?.[1];
    return mark === undefined ? [] : [{ address, mode: mark === 'd' ? 'data' : modeOf(mark === 't') }];
  });
  const changes = marks.length > 0 ? marks : functionModes(symbols);
  return { initial: modeOf(entry % 2 === 1), changes: changes.sort((a, b) => a.address - b.address) };
}

const functionModes = (symbols: readonly ElfSymbol[]): ModeChange[] =>
  symbols
    .filter(({ type }) => type === STT.FUNC || type === STT.GNU_IFUNC)
    .map(({ address }) => ({ address: address - (address % 2), mode: modeOf(address % 2 === 1) }));

const modeOf = (thumb: boolean): number => (thumb ? Mode.thumb : 0);
