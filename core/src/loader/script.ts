import { decodeText } from '../memory/text';

/** Bytes that the kernel looks at (BINPRM_BUF_SIZE). */
export const SCRIPT_LINE = 256;

/** The interpreter of a `#!` script and its one optional argument. */
export interface Script {
  readonly interpreter: string;
  readonly argument: string | undefined;
}

const BLANK = /^[ \t]+|[ \t]+$/g;

/**
 * Reads the first line of a script.
 * @param start - the file's first SCRIPT_LINE bytes, or all of it.
 * @returns undefined where it does not begin with `#!` or names no interpreter (fs/binfmt_script.c)
 */
export function parseScript(start: Uint8Array): Script | undefined {
  if (start[0] !== 0x23 || start[1] !== 0x21) return undefined;
  const newline = start.indexOf(0x0a);
  const cut = newline < 0;
  const nul = start.indexOf(0);
  const end = cut ? (nul < 0 ? start.length : nul) : newline;
  const text = decodeText(start.subarray(2, end).slice());
  const line = text.replace(BLANK, '');
  const [, interpreter = '', argument = ''] = /^([^ \t]*)[ \t]*(.*)$/s.exec(line) ?? [];
  if (interpreter === '') return undefined;
  // A path that the buffer cuts off may be the wrong program.
  if (cut && start.length >= SCRIPT_LINE && !/[ \t]/.test(text.replace(/^[ \t]+/, ''))) return undefined;
  return { interpreter, argument: argument === '' ? undefined : argument };
}
