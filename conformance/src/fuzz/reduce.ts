import type { Outcome, TestCase } from './case';
import { differences } from './compare';
import type { Oracle } from './oracle';
import type { Subject } from './subject';
import { withBlock } from './target';

/** A case on which the two sides disagree, and how. */
export interface Difference {
  readonly test: TestCase;
  readonly ours: Outcome;
  readonly theirs: Outcome;
  readonly lines: readonly string[];
}

/** Compares cases on both sides. */
export async function compareAll(
  subject: Subject,
  oracle: Oracle,
  tests: readonly TestCase[],
): Promise<readonly (Difference | undefined)[]> {
  const { target } = subject;
  const own = tests.map((test) => subject.run(test));
  const runnable = tests.filter(
    (_, i) => !target.isTaken(own[i]!.state[target.pc]!) && !target.isTaken(own[i]!.address),
  );
  const outcomes = new Map((await oracle.run(runnable)).map((outcome, i) => [runnable[i]!, outcome]));
  return tests.map((test, i) => {
    const theirs = outcomes.get(test);
    if (theirs === undefined) return undefined;
    const ours = own[i]!;
    const lines = differences(target, ours, theirs);
    return lines.length === 0 ? undefined : { test, ours, theirs, lines };
  });
}

/**
 * Shrinks a differing block: its shortest prefix that still differs, and of that what is left when instructions that do not
 * matter are dropped one by one.
 */
export async function reduce(subject: Subject, oracle: Oracle, found: Difference): Promise<Difference> {
  const { block } = found.test;
  const prefixes = block.map((_, i) => withBlock(subject.target, found.test, block.slice(0, i + 1)));
  let best = (await compareAll(subject, oracle, prefixes)).find((each) => each !== undefined) ?? found;
  for (;;) {
    const current = best.test.block;
    if (current.length <= 1) return best;
    const shorter = current.map((_, i) =>
      withBlock(
        subject.target,
        best.test,
        current.filter((__, j) => j !== i),
      ),
    );
    const next = (await compareAll(subject, oracle, shorter)).find((each) => each !== undefined);
    if (next === undefined) return best;
    best = next;
  }
}
