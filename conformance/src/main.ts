/** The command `npm run conformance`: real programs under anyuser and under an oracle. */
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PackagesUnavailable } from './debian/apt';
import { SysrootStore } from './debian/sysroot';
import { PROGRAM_LISTS } from './lists';
import { type Options, parseOptions, USAGE } from './options';
import { anyuser } from './programs/engine';
import type { ProgramList } from './programs/program-case';
import { type CaseResult, runList, workFolder } from './programs/suite';
import { describeExpected, describeResult, summarise } from './report';

function selectLists({ lists }: Options): readonly ProgramList[] {
  for (const name of lists) {
    if (!PROGRAM_LISTS.some((list) => list.name === name)) {
      throw new Error(`no list ${name}; have ${PROGRAM_LISTS.map((list) => list.name).join(', ')}`);
    }
  }
  return PROGRAM_LISTS.filter(({ name }) => lists.length === 0 || lists.includes(name));
}

async function fetchAll(options: Options, store: SysrootStore): Promise<number> {
  let missing = 0;
  for (const list of selectLists(options)) {
    for (const architecture of options.architectures.filter((each) => list.architectures.includes(each))) {
      try {
        const { path, archives } = await store.get(list.packages, architecture);
        console.log(`${list.packages} ${architecture}: ${archives.length} packages in ${path}`);
      } catch (error) {
        if (!(error instanceof PackagesUnavailable)) {
          throw error;
        }
        missing++;
        console.error(`${list.packages} ${architecture}: skipped, ${error.message}`);
      }
    }
  }
  return missing === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const store = new SysrootStore(join(options.cache, 'debian'));
  if (options.fetchOnly) {
    return await fetchAll(options, store);
  }
  if (!options.oracleOnly && !existsSync(resolve(__dirname, '../../cli/dist/main.js'))) {
    throw new Error('cli/dist/main.js is absent; run npm run build first');
  }
  const results: CaseResult[] = [];
  for (const list of selectLists(options)) {
    for (const architecture of options.architectures.filter((each) => list.architectures.includes(each))) {
      const part = await runList(list, architecture, {
        engine: options.oracleOnly ? undefined : anyuser(options.emulator),
        store,
        cache: join(options.cache, 'user'),
        filter: options.filter,
        jobs: options.jobs,
        patience: options.patience,
        onResult: (result) => {
          if (!options.json && (options.verbose || result.state === 'failed')) {
            console.log(describeResult(result));
          }
          if (options.show) {
            console.log(describeExpected(result));
          }
        },
      });
      results.push(...part);
      if (!options.json && part.length > 0) {
        console.log(summarise(list, architecture, part));
      }
    }
  }
  const count = (state: CaseResult['state']): number =>
    results.filter((result) => result.state === state).length;
  if (options.json) {
    console.log(JSON.stringify(results, null, 2));
  } else {
    console.log(
      `conformance: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`,
    );
  }
  return count('failed') > 0 || (options.strict && count('skipped') > 0) ? 1 : 0;
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(`conformance: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 2;
  },
);

process.on('exit', () => rmSync(workFolder(), { recursive: true, force: true }));
