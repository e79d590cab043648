import type { Encoding, Outcome, TestCase } from './case';
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
    const { SIGVTALRM: loops, SIGBUS: misaligned } = target.signals;
    // A loop comes to a misaligned access early or never: patience is for those that count.
    const ends = theirs.signal !== loops && theirs.signal !== misaligned;
    const ours = own[i]!.signal === loops && ends ? subject.run(test, true) : own[i]!;
    const lines = differences(target, ours, theirs);
    return lines.length === 0 ? undefined : { test, ours, theirs, lines };
  });
}

/**
 * Shrinks differing blocks: each to its shortest prefix that still differs, and of that to what is left when instructions that
 * do not matter are dropped one by one. All blocks take a step at a time, since a run of the oracle costs more than its cases.
 */
export async function reduceAll(
  subject: Subject,
  oracle: Oracle,
  found: readonly Difference[],
): Promise<readonly Difference[]> {
  const best = [...found];
  let open = best.map((_, i) => i);
  await step(subject, oracle, best, open, (block) => block.map((_, i) => block.slice(0, i + 1)));
  while (open.length > 0)
    open = await step(subject, oracle, best, open, (block) =>
      block.map((_, i) => block.filter((__, j) => j !== i)),
    );
  return best;
}

/**
 * Replaces differences by the first of their variants that still differs.
 *
 * @param open Which ones; those of one instruction are as short as they can be.
 * @returns those that were replaced.
 */
async function step(
  subject: Subject,
  oracle: Oracle,
  best: Difference[],
  open: readonly number[],
  variants: (block: readonly Encoding[]) => readonly (readonly Encoding[])[],
): Promise<number[]> {
  const tests = open.flatMap((index) => {
    const { test } = best[index]!;
    if (test.block.length <= 1) return [];
    return variants(test.block).map((block) => ({ index, test: withBlock(subject.target, test, block) }));
  });
  if (tests.length === 0) return [];
  const outcomes = await compareAll(
    subject,
    oracle,
    tests.map(({ test }) => test),
  );
  const replaced = new Set<number>();
  outcomes.forEach((difference, i) => {
    const { index } = tests[i]!;
    if (difference === undefined || replaced.has(index)) return;
    best[index] = difference;
    replaced.add(index);
  });
  return [...replaced];
}

/** As `reduceAll`, for one. */
export async function reduce(subject: Subject, oracle: Oracle, found: Difference): Promise<Difference> {
  return (await reduceAll(subject, oracle, [found]))[0]!;
}
