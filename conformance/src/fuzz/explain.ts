import type { TestCase } from './case';
import { differences } from './compare';
import type { Difference } from './reduce';
import type { Subject } from './subject';
import type { Explanation } from './target';

/** How many instructions of a case may be taken for others. */
const DEPTH = 3;

/**
 * The explanation of a (reduced) difference, if it has one: one that applies to all of it, or several that together apply to
 * each word of the state that differs.
 */
export function explain(subject: Subject, difference: Difference, depth = DEPTH): string | undefined {
  const { explanations } = subject.target;
  const holds = (each: Difference, { applies, instead }: Explanation): boolean =>
    applies(each) && (instead === undefined || isSame(subject, each, instead(each), depth));
  const find = (each: Difference): string | undefined =>
    explanations.find((explanation) => holds(each, explanation))?.reason;
  const whole = find(difference);
  if (whole !== undefined || difference.lines.length < 2) return whole;
  const reasons = difference.lines.map((line) => find({ ...difference, lines: [line] }));
  return reasons.includes(undefined) ? undefined : [...new Set(reasons)].join('; and ');
}

/** Whether our side does with other code what QEMU did with that of the case. */
function isSame(subject: Subject, difference: Difference, code: Uint32Array, depth: number): boolean {
  if (depth === 0) return false;
  const { theirs } = difference;
  const test: TestCase = { ...difference.test, code };
  const ours = subject.run(test);
  const lines = differences(subject.target, ours, theirs);
  return lines.length === 0 || explain(subject, { test, ours, theirs, lines }, depth - 1) !== undefined;
}
