import { mipselArchitecture } from '@anyuser/arch-mips';
import type { CodeReader } from '@anyuser/core';
import { CODE_START, type Encoding } from '../case';

/** Text of an instruction at the start of a case. */
export function disassemble({ word }: Encoding): string {
  const code: CodeReader = { u16: () => word & 0xffff, u32: () => word >>> 0 };
  return mipselArchitecture.disassemble(code, { pc: CODE_START, mode: 0 }).text.replace('\t', ' ');
}
