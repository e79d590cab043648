import type { CodeReader, Location } from '@anyuser/core';
import { mipsDecoder } from './decoder';

/** Text of the instruction at a location, as binutils prints it with register names of o32. */
export function disassemble(
  code: CodeReader,
  { pc }: Location,
): { readonly text: string; readonly size: number } {
  const word = code.u32(pc);
  if (word === 0) return { text: 'nop', size: 4 };
  const found = mipsDecoder().decode(word);
  return {
    text: found?.instruction.text(found.fields, pc) ?? `.word 0x${word.toString(16).padStart(8, '0')}`,
    size: 4,
  };
}
