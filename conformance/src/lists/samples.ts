/** A few lines of text. */
export const TEXT = `The quick brown fox jumps over the lazy dog.
pack my box with five dozen liquor jugs
How vexingly quick daft zebras jump!
the five boxing wizards jump quickly
Sphinx of black quartz, judge my vow.
the lazy dog sleeps
`;

/** A table with a header. */
export const CSV = `name,age,city
Ada,36,London
Grace,85,Arlington
Edsger,72,Nuenen
Barbara,84,Boston
Alan,41,London
Donald,86,Boston
`;

/** Each byte value, then a run of zeros, then pseudo-random bytes. */
export const BINARY = Buffer.from(
  Array.from({ length: 700 }, (_, index) =>
    index < 256 ? index : index < 300 ? 0 : (index * 2654435761) >>> 24,
  ),
);

/** Forty lines of text, compressed by xz. */
export const XZ = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AKnABxdADGbyfP2vI7Fzh1Xufuulpb7Fhi0JOlxFO9cAAAAHdgBdbUqf3MAATioBQAAAHh19VyxxGf7AgAAAAAEWVo=',
  'base64',
);

/** Forty lines of text, compressed in the older format of lzma. */
export const LZMA = Buffer.from(
  'XQAAgAD//////////wAxm8nz9ryOxc4dV7n7rpZoesgoM342sY0IveLQw///yHsAAA==',
  'base64',
);
