import { armArchitecture } from '@anyuser/arch-arm';
import type { CodeReader } from '@anyuser/core';
import type { Encoding } from '../case';

/** Text of an instruction outside any memory. */
export function disassemble({ word, bytes }: Encoding, mode: number): string {
  const code: CodeReader = {
    u16: (at) => (bytes === 4 && at === 0 ? word >>> 16 : word & 0xffff),
    u32: () => word >>> 0,
  };
  return armArchitecture.disassemble(code, { pc: 0, mode }).text.replace('\t', ' ');
}
