import type { Outcome, TestCase } from './case';
import { SYSTEM_CALL } from './subject';

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
const SIGVTALRM = 26;
/** Signals whose si_code and si_addr are compared. For SIGILL QEMU says ILL_ILLOPN, the ARM kernel ILL_ILLOPC. */
const ADDRESSED = new Set([7, 11]);

/** Lines that tell how two outcomes differ; none if they agree. */
export function differences(ours: Outcome, theirs: Outcome): string[] {
  // A loop ends at different places.
  if (ours.signal === SIGVTALRM && theirs.signal === SIGVTALRM) return [];
  if (ours.signal === SYSTEM_CALL) return [];
  const lines: string[] = [];
  const word = (name: string, a: number, b: number): void => {
    if (a >>> 0 !== b >>> 0) lines.push(`${name}: ours ${hex(a)}, qemu ${hex(b)}`);
  };
  if (ours.signal !== theirs.signal) lines.push(`signal: ours ${ours.signal}, qemu ${theirs.signal}`);
  if (ADDRESSED.has(ours.signal) && ours.signal === theirs.signal) {
    word('si_code', ours.code, theirs.code);
    word('si_addr', ours.address, theirs.address);
  }
  for (let n = 0; n < 16; n++) word(`r${n}`, ours.r[n]!, theirs.r[n]!);
  word('cpsr', ours.cpsr, theirs.cpsr);
  word('fpscr', ours.fpscr, theirs.fpscr);
  for (let n = 0; n < 64; n++) word(`d${n >> 1}[${n & 1}]`, ours.d[n]!, theirs.d[n]!);
  if (ours.modified !== theirs.modified)
    lines.push(`words of memory changed: ours ${ours.modified}, qemu ${theirs.modified}`);
  for (const [i, change] of theirs.changes.entries()) {
    const [index, value] = ours.changes[i] ?? [-1, 0];
    if (index !== change[0] || value !== change[1])
      lines.push(`memory[${i}]: ours [${index}]=${hex(value)}, qemu [${change[0]}]=${hex(change[1])}`);
  }
  return lines;
}

/** The initial state of a case, as text. */
export function describeState(test: TestCase): string[] {
  const registers = Array.from(test.r, (value, n) => `r${n}=${hex(value)}`);
  const vectors = Array.from(
    { length: 32 },
    (_, n) => `d${n}=${hex(test.d[2 * n + 1]!)}${hex(test.d[2 * n]!)}`,
  );
  const wrap = (items: readonly string[], width: number): string[] =>
    Array.from({ length: Math.ceil(items.length / width) }, (_, i) =>
      items.slice(i * width, (i + 1) * width).join(' '),
    );
  return [
    ...wrap(registers, 8),
    `cpsr=${hex(test.cpsr)} fpscr=${hex(test.fpscr)} seed=${hex(test.seed)}`,
    ...wrap(vectors, 4),
  ];
}
