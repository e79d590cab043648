/** Values of one ABI that stand for a name: seek whence, fcntl commands, socket options, ioctl requests. */
export interface Enumeration {
  /** The header's name of a value; undefined where the ABI has none. */
  name(value: number): string | undefined;
  /** The value of a name. */
  value(name: string): number | undefined;
  /** As strace prints it: the name, or the number in hexadecimal. */
  format(value: number): string;
}

/** Builds an enumeration. Where two names have one value the first is the name. */
export function enumeration(values: Readonly<Record<string, number>>): Enumeration {
  const names = new Map<number, string>();
  for (const [name, value] of Object.entries(values))
    if (!names.has(value >>> 0)) names.set(value >>> 0, name);
  return {
    name: (value) => names.get(value >>> 0),
    value: (name) => values[name],
    format: (value) => names.get(value >>> 0) ?? `0x${(value >>> 0).toString(16)}`,
  };
}
