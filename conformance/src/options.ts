import { parseArgs } from 'node:util';
import { cacheDirectory } from './cache-directory';
import { ARCHITECTURES, type Architecture } from './programs/program-case';

/** What the command line asks for. */
export interface Options {
  readonly lists: readonly string[];
  readonly architectures: readonly Architecture[];
  readonly filter: RegExp | undefined;
  readonly jobs: number;
  readonly patience: number;
  /** Options for the emulator, placed before its own. */
  readonly emulator: readonly string[];
  readonly oracleOnly: boolean;
  readonly fetchOnly: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly show: boolean;
  readonly strict: boolean;
  readonly help: boolean;
  readonly cache: string;
}

/** Text of `--help`. */
export const USAGE = `Usage: conformance [options]

Runs Debian's own programs under anyuser and under an oracle (qemu-user, or the same package of this machine's own
architecture) and compares output, exit status and the files that they leave.

  --list NAME       only this list; may be given several times
  --arch NAME       only this architecture (${ARCHITECTURES.join(', ')}); may be given several times
  --filter PATTERN  only cases whose name matches the regular expression
  --engine NAME     the emulator's engine, passed on to it
  --option WORD     another option for the emulator; may be given several times
  --jobs N          cases at a time (1)
  --patience N      multiplies the time limits of the emulator (1)
  --oracle-only     run the oracle twice and compare: are the cases deterministic?
  --fetch-only      only fetch and unpack the packages
  --strict          a skipped case is a failure
  --json            print the results as JSON
  --show            print also what the oracle's runs left behind
  --verbose         print also what passed, with times
`;

/**
 * Reads the command line.
 *
 * @throws Error with a sentence for the user when it is wrong.
 */
export function parseOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const texts = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      list: texts,
      arch: texts,
      option: texts,
      filter: text,
      engine: text,
      jobs: text,
      patience: text,
      'oracle-only': flag,
      'fetch-only': flag,
      show: flag,
      strict: flag,
      json: flag,
      verbose: flag,
      help: flag,
    },
  });
  const architectures = (values.arch ?? ARCHITECTURES).map((name) => {
    const known = ARCHITECTURES.find((each) => each === name);
    if (known === undefined) {
      throw new Error(`no architecture ${name}; have ${ARCHITECTURES.join(', ')}`);
    }
    return known;
  });
  return {
    lists: values.list ?? [],
    architectures,
    filter: values.filter === undefined ? undefined : new RegExp(values.filter),
    jobs: positive('--jobs', values.jobs),
    patience: positive('--patience', values.patience),
    emulator: [...(values.engine === undefined ? [] : ['--engine', values.engine]), ...(values.option ?? [])],
    oracleOnly: values['oracle-only'],
    fetchOnly: values['fetch-only'],
    json: values.json,
    verbose: values.verbose,
    show: values.show,
    strict: values.strict,
    help: values.help,
    cache: cacheDirectory(),
  };
}

function positive(name: string, value = '1'): number {
  const number = Number(value);
  if (!(number > 0)) {
    throw new Error(`${name} needs a positive number, not ${value}`);
  }
  return number;
}
