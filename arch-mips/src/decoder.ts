import { Decoder } from '@anyuser/core';
import type { MipsContext } from './context';
import { rows } from './rows';

let decoder: Decoder<MipsContext> | undefined;

/** The decoder, built when the first instruction is met. */
export function mipsDecoder(): Decoder<MipsContext> {
  decoder ??= new Decoder<MipsContext>(rows, 32);
  return decoder;
}
