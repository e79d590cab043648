/** A whole number as C's `strtoull` with base 0 takes it: decimal, `0x` hexadecimal or `0` octal. */
const NUMBER = /^(?:0x[0-9a-f]+|[0-9]+)$/i;

/**
 * Reads the value of `--seed`.
 *
 * @throws RangeError unless it is an unsigned 64-bit number
 */
export function parseSeed(text: string): bigint {
  const value = NUMBER.test(text) ? parse(text) : undefined;
  if (value === undefined || value >= 1n << 64n) throw new RangeError(`'${text}' is not a 64-bit number`);
  return value;
}

/**
 * Reads the value of `-s`: bytes, or with a suffix `k`, `K` (KiB) or `M` (MiB), as in QEMU.
 *
 * @throws RangeError unless it is a size between one page and 1 GiB
 */
export function parseStackSize(text: string): number {
  const [, digits, suffix] = /^(\w+?)([kKM]?)$/.exec(text) ?? [];
  const count = digits !== undefined && NUMBER.test(digits) ? parse(digits) : undefined;
  if (count === undefined) throw new RangeError(`'${text}' is not a size`);
  const bytes = Number(count) * (suffix === 'M' ? 1 << 20 : suffix ? 1 << 10 : 1);
  if (bytes < 4096 || bytes > 1 << 30) throw new RangeError(`a stack of ${text} is not between 4k and 1024M`);
  return bytes;
}

function parse(text: string): bigint | undefined {
  if (!/^0[0-9]/.test(text)) return BigInt(text);
  return /^[0-7]+$/.test(text) ? BigInt(`0o${text}`) : undefined;
}
