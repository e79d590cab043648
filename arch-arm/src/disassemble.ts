import { CodeFault, type CodeReader, type Location } from '@anyuser/core';
import { decoderOf } from './decoders';
import { fetchThumb } from './fetch';
import { conditionNames } from './flags';
import { Mode } from './mode';

const hex = (word: number, digits: number): string => `0x${word.toString(16).padStart(digits, '0')}`;

/**
 * Text of one instruction in UAL. Rows write the mnemonic with `{c}` where a condition goes and, in 16-bit rows, `{s}`
 * where the S goes that an IT block takes away.
 */
export function disassemble(code: CodeReader, at: Location): { text: string; size: number } {
  const thumb = (at.mode & Mode.thumb) !== 0;
  const it = (at.mode & Mode.it) >>> Mode.itShift;
  let word: number;
  let size: number;
  try {
    ({ word, size } = thumb ? fetchThumb(code, at.pc) : { word: code.u32(at.pc), size: 4 });
  } catch (error) {
    if (!(error instanceof CodeFault)) throw error;
    return { text: '<unreadable>', size: thumb ? 2 : 4 };
  }
  const always = !thumb && word >>> 28 === 15;
  const set = thumb ? (size === 2 ? 't16' : 't32') : always ? 'a32Unconditional' : 'a32';
  const found = decoderOf(set).decode(word);
  if (!found) return { text: thumb && size === 2 ? `.hword ${hex(word, 4)}` : `.inst ${hex(word, 8)}`, size };
  const condition = thumb ? (it !== 0 ? it >>> 4 : 14) : word >>> 28;
  const text = found.instruction
    .text(found.fields as never, at.pc)
    .replace('{c}', conditionNames[condition]!)
    .replace('{s}', it !== 0 ? '' : 's');
  return { text, size };
}
