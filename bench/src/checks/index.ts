import type { Verdict } from '../reach';
import type { Check, CheckContext } from './check';
import { checkCodeGrowth } from './code-growth';
import { checkForkLarge } from './fork-large';
import { checkLatency } from './latency';
import { checkLoopGrowth } from './loop-growth';
import { checkSleepers } from './sleepers';

const checks: Readonly<Record<string, Check>> = {
  latency: checkLatency,
  'fork-large': checkForkLarge,
  sleepers: checkSleepers,
  'loop-growth': checkLoopGrowth,
  'code-growth': checkCodeGrowth,
};

/** Runs all checks; one that cannot be carried out gives an unmet verdict with the reason. */
export async function runChecks(context: CheckContext): Promise<Verdict[]> {
  const { absent } = context.runners.anyuser;
  if (absent !== undefined) return [];
  const verdicts: Verdict[] = [];
  for (const [name, check] of Object.entries(checks)) {
    try {
      verdicts.push(...(await check(context)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      verdicts.push({ demand: `check ${name}`, measured: reason, met: false });
    }
    console.log(`check ${name} done`);
  }
  return verdicts;
}
