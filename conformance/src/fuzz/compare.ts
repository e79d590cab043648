import type { Outcome, TestCase } from './case';
import { SYSTEM_CALL } from './subject';
import type { FuzzTarget } from './target';

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');

/** Lines that tell how two outcomes differ; none if they agree. */
export function differences(target: FuzzTarget, ours: Outcome, theirs: Outcome): string[] {
  const { signals, coded, addressed, registers } = target;
  // A loop ends at different places.
  if (ours.signal === signals['SIGVTALRM'] && theirs.signal === ours.signal) return [];
  if (ours.signal === SYSTEM_CALL) return [];
  const lines: string[] = [];
  const word = (name: string, a: number, b: number): void => {
    if (a >>> 0 !== b >>> 0) lines.push(`${name}: ours ${hex(a)}, qemu ${hex(b)}`);
  };
  if (ours.signal !== theirs.signal) lines.push(`signal: ours ${ours.signal}, qemu ${theirs.signal}`);
  else {
    if (coded.has(ours.signal)) word('si_code', ours.code, theirs.code);
    if (addressed.has(ours.signal)) word('si_addr', ours.address, theirs.address);
  }
  for (const [n, name] of registers.entries()) {
    const mask = target.compared(n, ours);
    word(name, ours.state[n]! & mask, theirs.state[n]! & mask);
  }
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
export function describeState({ registers }: FuzzTarget, test: TestCase): string[] {
  const items = [...registers.map((name, n) => `${name}=${hex(test.state[n]!)}`), `seed=${hex(test.seed)}`];
  return Array.from({ length: Math.ceil(items.length / 8) }, (_, i) =>
    items.slice(i * 8, (i + 1) * 8).join(' '),
  );
}
