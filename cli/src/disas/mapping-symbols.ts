import { Mode } from '@anyuser/arch-arm';
import type { ElfSymbol } from '@anyuser/core';
import type { ModeChange } from './listing';

/**
 * Where ARM code changes between A32, Thumb and data, by the mapping symbols `$a`, `$t` and `$d` (ELF for the Arm
 * Architecture, 5.5.5) and by functions, whose address has bit 0 set if they are Thumb. Files of other processors have
 * neither and give an empty list.
 */
export function modeChanges(symbols: readonly ElfSymbol[]): ModeChange[] {
  const marks = symbols.flatMap(({ name, address }): ModeChange[] => {
    const mark = /^\$([atd])(\.|$)/.exec(name)?.[1];
    if (mark === undefined) return [];
    return [{ address, mode: mark === 'd' ? 'data' : mark === 't' ? Mode.thumb : 0 }];
  });
  const source = marks.length > 0 ? marks : functionModes(symbols);
  return source.sort((a, b) => a.address - b.address);
}

/** Stripped files keep no mapping symbols, but the functions of their dynamic symbol table. */
function functionModes(symbols: readonly ElfSymbol[]): ModeChange[] {
  return symbols
    .filter(({ type }) => type === 2 || type === 10)
    .map(({ address }) => ({ address: address - (address & 1), mode: address & 1 ? Mode.thumb : 0 }));
}

/** Symbols as labels: without mapping symbols, and a Thumb function at its code rather than one byte after. */
export function labelSymbols(symbols: readonly ElfSymbol[]): ElfSymbol[] {
  return symbols
    .filter(({ name }) => !/^\$[atdx]/.test(name))
    .map((symbol) =>
      symbol.type === 2 ? { ...symbol, address: symbol.address - (symbol.address & 1) } : symbol,
    );
}
