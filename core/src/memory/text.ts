/**
 * Guest strings are bytes; JavaScript's are UTF-16. Valid UTF-8 decodes as usual, any other byte b becomes the lone
 * surrogate U+DC00 + b, so that every byte string survives the way there and back (as Python's surrogateescape does).
 */
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Decodes guest bytes. */
export function decodeText(bytes: Uint8Array): string {
  let ascii = true;
  for (let i = 0; i < bytes.length && ascii; i++) ascii = bytes[i]! < 0x80;
  if (ascii && bytes.length < 4096) return String.fromCharCode(...bytes);
  try {
    return strict.decode(bytes);
  } catch {
    return decodeEscaped(bytes);
  }
}

function decodeEscaped(bytes: Uint8Array): string {
  let out = '';
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at]!;
    const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
    const char = length === 0 ? undefined : tryDecode(bytes.subarray(at, at + length));
    out += char ?? String.fromCharCode(0xdc00 + lead);
    at += char === undefined ? 1 : length;
  }
  return out;
}

function tryDecode(bytes: Uint8Array): string | undefined {
  try {
    const text = strict.decode(bytes);
    return text.length > 0 ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Encodes text into guest bytes; the inverse of decodeText. */
export function encodeText(text: string): Uint8Array {
  if (!/[\udc80-\udcff]/.test(text)) return encoder.encode(text);
  const out: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (code >= 0xdc80 && code <= 0xdcff) out.push(code - 0xdc00);
    else out.push(...encoder.encode(char));
  }
  return Uint8Array.from(out);
}
