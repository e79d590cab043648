import { encodeText } from '../memory/text';

const escapes: Readonly<Record<number, string>> = {
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

/** Bytes as a C string literal, cut after `limit` bytes with `...`, as strace shows them. `total` is the real length. */
export function quote(bytes: Uint8Array, limit: number, total = bytes.length): string {
  let out = '';
  const shown = Math.min(bytes.length, limit);
  for (let i = 0; i < shown; i++) {
    const byte = bytes[i]!;
    const next = i + 1 < shown ? bytes[i + 1]! : 0;
    if (escapes[byte] !== undefined) out += escapes[byte];
    else if (byte >= 0x20 && byte < 0x7f) out += String.fromCharCode(byte);
    else
      out +=
        next >= 0x30 && next <= 0x39 ? `\\${byte.toString(8).padStart(3, '0')}` : `\\${byte.toString(8)}`;
  }
  return `"${out}"${total > shown ? '...' : ''}`;
}

/** A path or other text as a C string literal, uncut. */
export const quotePath = (text: string): string => {
  const bytes = encodeText(text);
  return quote(bytes, bytes.length);
};
