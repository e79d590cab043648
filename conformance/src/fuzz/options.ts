import { parseArgs } from 'node:util';
import { armTarget } from './arm/target';
import { mipselTarget, mipsTarget } from './mips/target';
import type { FuzzTarget } from './target';

/** What the command line asks for. */
export interface FuzzOptions {
  readonly target: FuzzTarget;
  readonly count: number;
  readonly seed: number;
  readonly batch: number;
  readonly cpu: string;
  readonly sets: ReadonlySet<string>;
  readonly filter: RegExp | undefined;
  /** Differences after which the run stops. */
  readonly stop: number;
  readonly engine: 'interp' | 'jit';
  readonly qemu: string;
  readonly help: boolean;
}

/** Text of `--help`. */
export const FUZZ_USAGE = `Usage: npm run fuzz:arm -- [options]
       npm run fuzz:mips -- [options]

Runs random instructions and blocks under qemu-user and under anyuser and compares registers, flags, memory and faults.

  --count N       cases (10000)
  --seed S        seed of the generator (1)
  --set NAME      only rows of ${armTarget.sets.join(', ')} (ARM) or ${mipsTarget.sets.join(', ')} (MIPS);
                  may be given several times
  --filter RE     only rows whose name matches the regular expression
  --big-endian    MIPS with the most significant byte first
  --cpu MODEL     CPU model (cortex-a15, 24Kf)
  --engine NAME   interp or jit, which compiles every block (interp)
  --stop N        stop after so many unexplained differences (20)
  --batch N       cases per process of qemu-user (2000)
  --qemu PATH     program of qemu-user (qemu-arm, qemu-mipsel, qemu-mips)
`;

function targetOf(name: string | undefined, bigEndian: boolean): FuzzTarget {
  if (name === 'mips') return bigEndian ? mipsTarget : mipselTarget;
  if (name !== undefined && name !== 'arm') throw new Error(`no target ${name}; have arm, mips`);
  if (bigEndian) throw new Error('--big-endian is for MIPS');
  return armTarget;
}

/** @throws Error with a sentence for the user when the command line is wrong. */
export function parseFuzzOptions(args: readonly string[]): FuzzOptions {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
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
      'big-endian': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const number = (value: string | undefined, otherwise: number): number => {
    const result = value === undefined ? otherwise : Number(value);
    if (!Number.isSafeInteger(result)) throw new Error(`not a number: ${value}`);
    return result;
  };
  const target = targetOf(positionals[0], values['big-endian']);
  const sets = new Set(values.set ?? target.sets);
  for (const set of sets)
    if (!target.sets.includes(set)) throw new Error(`no set ${set}; have ${target.sets.join(', ')}`);
  return {
    target,
    count: number(values.count, 10_000),
    seed: number(values.seed, 1),
    batch: number(values.batch, 2000),
    stop: number(values.stop, 20),
    cpu: values.cpu ?? target.architecture.models[0]!.name,
    sets,
    filter: values.filter === undefined ? undefined : new RegExp(values.filter),
    engine: values.engine === 'jit' ? 'jit' : 'interp',
    qemu: values.qemu ?? target.qemu,
    help: values.help,
  };
}
