/** What an archive begins with: mark, kind of content, checksum in two words, number of parts; the parts' lengths follow. */
const HEAD = 5;
const MARK = 0x41_55_41_32;

const wordsOf = (bytes: number): number => (bytes + 3) >>> 2;

/** Byte arrays as one, with a checksum: the form in which translations are kept from run to run. */
export function pack(kind: number, parts: readonly Uint8Array[]): Uint8Array {
  const head = HEAD + parts.length;
  const total = parts.reduce((sum, { length }) => sum + wordsOf(length), head);
  const words = new Int32Array(total);
  const bytes = new Uint8Array(words.buffer);
  let at = head;
  parts.forEach((part, n) => {
    words[HEAD + n] = part.length;
    bytes.set(part, 4 * at);
    at += wordsOf(part.length);
  });
  words[0] = MARK;
  words[1] = kind;
  words[4] = parts.length;
  const [first, second] = checksum(words);
  words[2] = first;
  words[3] = second;
  return bytes;
}

/**
 * The parts of an archive, as views of it that begin at multiples of four bytes.
 * @returns undefined for what is no archive, is of another kind or is damaged.
 */
export function unpack(kind: number, bytes: Uint8Array): Uint8Array[] | undefined {
  if (bytes.length < 4 * HEAD || (bytes.length & 3) !== 0) return undefined;
  const aligned = (bytes.byteOffset & 3) === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset, length } = aligned;
  const words = new Int32Array(buffer, byteOffset, length >> 2);
  if (words[0] !== MARK || words[1] !== kind) return undefined;
  const [first, second] = checksum(words);
  if (words[2] !== first || words[3] !== second) return undefined;
  const parts: Uint8Array[] = [];
  let at = HEAD + words[4]!;
  for (let n = 0; n < words[4]!; n++) {
    const size = words[HEAD + n]!;
    parts.push(new Uint8Array(buffer, byteOffset + 4 * at, size));
    at += wordsOf(size);
  }
  return at === words.length ? parts : undefined;
}

/** Of all words but the checksum's own. Every change of one word changes both halves. */
function checksum(words: Int32Array): [number, number] {
  let first = words.length;
  let second = words[1]! | 0;
  for (let k = 4; k < words.length; k++) {
    const word = words[k]!;
    first = (Math.imul(first, 31) + word) | 0;
    second = Math.imul(second ^ word, 0x9e37_79b1);
  }
  return [first, second];
}
