import { type ElfSymbol, STT } from '@anyuser/core';

/** Symbols as labels: no mapping symbols (`$a`, `$x`), and functions of compressed instruction sets without their bit 0. */
export const labels = (symbols: readonly ElfSymbol[]): ElfSymbol[] =>
  symbols
    .filter(({ name }) => !/^\$[atdx]/.test(name))
    .map((symbol) =>
      symbol.type === STT.FUNC ? { ...symbol, address: symbol.address - (symbol.address % 2) } : symbol,
    );
