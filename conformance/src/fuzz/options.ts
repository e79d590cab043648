import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SETS, type SetName } from './encodings';

/** What the command line asks for. */
export interface FuzzOptions {
  readonly count: number;
  readonly seed: number;
  readonly batch: number;
  readonly cpu: string;
  readonly sets: ReadonlySet<SetName>;
  readonly filter: RegExp | undefined;
  /** Differences after which the run stops. */
  readonly stop: number;
  readonly engine: 'interp' | 'jit';
  readonly qemu: string;
  readonly harness: string;
  readonly help: boolean;
}

/** Text of `--help`. */
export const FUZZ_USAGE = `Usage: npm run fuzz:arm -- [options]

Runs random ARM instructions and blocks under qemu-arm and under anyuser and compares registers, flags, memory and faults.

  --count N       cases (10000)
  --seed S        seed of the generator (1)
  --set NAME      only rows of ${SETS.join(', ')}; may be given several times
  --filter RE     only rows whose name matches the regular expression
  --cpu MODEL     CPU model (cortex-a15)
  --engine NAME   interp or jit, which compiles every block (interp)
  --stop N        stop after so many unexplained differences (20)
  --batch N       cases per process of qemu-arm (2000)
  --qemu PATH     qemu-arm
`;

/** @throws Error with a sentence for the user when the command line is wrong. */
export function parseFuzzOptions(args: readonly string[]): FuzzOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: text,
      seed: text,
      batch: text,
      stop: text,
      cpu: text,
      engine: text,
      filter: text,
      qemu: text,
      set: { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
    },
  });
  const number = (value: string | undefined, otherwise: number): number => {
    const result = value === undefined ? otherwise : Number(value);
    if (!Number.isSafeInteger(result)) throw new Error(`not a number: ${value}`);
    return result;
  };
  const sets = new Set((values.set ?? SETS) as SetName[]);
  for (const set of sets) if (!SETS.includes(set)) throw new Error(`no set ${set}; have ${SETS.join(', ')}`);
  return {
    count: number(values.count, 10_000),
    seed: number(values.seed, 1),
    batch: number(values.batch, 2000),
    stop: number(values.stop, 20),
    cpu: values.cpu ?? 'cortex-a15',
    sets,
    filter: values.filter === undefined ? undefined : new RegExp(values.filter),
    engine: values.engine === 'jit' ? 'jit' : 'interp',
    qemu: values.qemu ?? 'qemu-arm',
    harness: resolve(__dirname, '../../harness/arm'),
    help: values.help,
  };
}
