import { encodeText } from '@anyuser/core';

/** A host path as Node wants it: text where it is valid, bytes where it holds escaped ones (see core's memory/text.ts). */
export function nativePath(path: string): string | Buffer {
  return /[\udc80-\udcff]/.test(path) ? Buffer.from(encodeText(path)) : path;
}
