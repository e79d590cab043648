import type { Context } from '../workload';

/** Words of the generated texts: a small vocabulary, so that compressors and hashes find repetitions as in prose. */
const syllables = 'ka lo mi ne ru ta shi po ve du gra stel an or ith um bel cor dan fen'.split(' ');

/** xorshift32, as in `workloads/bench.h`. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Text of about the given number of bytes: lines of words and numbers, separated by single blanks. */
export function generateText(bytes: number, seed = 4711): string {
  const random = createRandom(seed);
  const lines: string[] = [];
  for (let length = 0; length < bytes; ) {
    const words: string[] = [];
    const count = 4 + (random() % 10);
    for (let i = 0; i < count; i++) words.push(generateWord(random));
    const line = words.join(' ');
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n') + '\n';
}

function generateWord(random: () => number): string {
  if (random() % 8 === 0) return String(random() % 100_000);
  let word = '';
  // Small numbers are likelier, as common words are.
  for (let n = 1 + (random() % 3); n > 0; n--)
    word += syllables[Math.min(random(), random()) % syllables.length];
  return word;
}

/** A generated text file of the given number of KiB at full effort. */
export function textFile({ builder, effort }: Context, kibibytes: number): string {
  const size = Math.max(16, Math.round(kibibytes * effort));
  return builder.input(`text-${size}.txt`, () => generateText(size * 1024));
}
