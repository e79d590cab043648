/** 32-bit words as bytes in guest order. */
export function encodeWords(words: readonly number[], bigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => {
    view.setUint32(i * 4, word, !bigEndian);
  });
  return bytes;
}
