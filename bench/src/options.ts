import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryDirectory, resultDirectory } from './places';
import { type Arch, arches } from './toolchain';
import { type Group, groups } from './workload';

/** What the command line asked for. */
export interface Options {
  readonly arch: Arch;
  /** Passed to anyuser as `--engine`; its own default without. */
  readonly engine?: string;
  /** The Node that runs anyuser. */
  readonly node: string;
  /** A second Node to be measured beside it: fetched, none, or this file. */
  readonly node24: 'fetch' | 'none' | string;
  /** anyuser's compiled entry file. */
  readonly cli: string;
  readonly rounds: number;
  /** Factor on the amount of work. */
  readonly effort: number;
  /** Milliseconds that one run may take. */
  readonly timeout: number;
  readonly filter?: RegExp;
  readonly groups: readonly Group[];
  /** Whether the checks that are not ratios (memory, latency, linear growth) run too. */
  readonly checks: boolean;
  /** Whether each workload is run once more under a profiler, to tell what its time is spent on. */
  readonly where: boolean;
  /** Folder for the results. */
  readonly out: string;
  readonly list: boolean;
  readonly help: boolean;
}

/** Text of `--help`. */
export const usage = `usage: npm run bench -- [options]
  --filter REGEXP    only workloads whose name matches
  --group NAME,...   only these groups: ${groups.join(' ')}; "checks" for the checks alone
  --arch NAME        ${arches.join(', ')} (default arm)
  --rounds N         rounds of anyuser, qemu, native in turn (default 5, quick 3)
  --quick            about a fifth of the work
  --engine NAME      passed to anyuser
  --node FILE        the Node that runs anyuser
  --node24 FILE      the Node 24 of the second column; 'none' leaves it out (default: fetched by npm)
  --cli FILE         anyuser's entry file (default cli/bin/anyuser.js)
  --timeout SECONDS  for one run (default 120)
  --where            run each workload once more under a profiler and tell what its time is spent on
  --no-checks        leave out memory, latency and growth
  --out DIR          folder for the results (default bench/results)
  --list             name the workloads and stop`;

/**
 * Reads the command line.
 *
 * @throws Error with one sentence on a wrong option
 */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      filter: { type: 'string' },
      group: { type: 'string' },
      arch: { type: 'string', default: 'arm' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      engine: { type: 'string' },
      node: { type: 'string', default: process.execPath },
      node24: { type: 'string', default: 'fetch' },
      cli: { type: 'string', default: join(repositoryDirectory, 'cli', 'bin', 'anyuser.js') },
      timeout: { type: 'string', default: '120' },
      where: { type: 'boolean', default: false },
      'no-checks': { type: 'boolean', default: false },
      out: { type: 'string', default: resultDirectory },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const arch = arches.find((name) => name === values.arch);
  if (arch === undefined) throw new Error(`unknown --arch ${values.arch}; have ${arches.join(', ')}`);
  const asked = values.group?.split(',') ?? [...groups, 'checks'];
  const unknown = asked.filter((name) => name !== 'checks' && !groups.some((group) => group === name));
  if (unknown.length > 0)
    throw new Error(`unknown --group ${unknown.join(', ')}; have ${groups.join(', ')}, checks`);
  if (!existsSync(values.node)) throw new Error(`--node ${values.node} does not exist`);
  return {
    arch,
    engine: values.engine,
    node: resolve(values.node),
    node24: values.node24,
    cli: resolve(values.cli),
    rounds: positive('--rounds', values.rounds ?? (values.quick ? '3' : '5')),
    effort: values.quick ? 0.2 : 1,
    timeout: positive('--timeout', values.timeout) * 1000,
    filter: values.filter === undefined ? undefined : new RegExp(values.filter),
    groups: groups.filter((group) => asked.includes(group)),
    checks: asked.includes('checks') && !values['no-checks'] && values.filter === undefined,
    where: values.where,
    out: resolve(values.out),
    list: values.list,
    help: values.help,
  };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${option} must be a positive whole number, not ${text}`);
  return value;
}
