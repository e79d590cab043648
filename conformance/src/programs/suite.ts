import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PackagesUnavailable } from '../debian/apt';
import type { SysrootStore } from '../debian/sysroot';
import { compare, type Difference } from './compare';
import { type Engine, native, nativeArchitecture, qemu } from './engine';
import type { Architecture, ProgramCase, ProgramList } from './program-case';
import { type Outcome, runCase } from './run-case';

/** What became of one case. */
export interface CaseResult {
  readonly list: string;
  readonly architecture: Architecture;
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped. */
  readonly reason?: string;
  readonly differences: readonly Difference[];
  /** What the oracle's run left behind. */
  readonly expected?: Outcome;
  readonly oracleMilliseconds?: number;
  readonly milliseconds?: number;
}

/** How the cases of a suite are run. */
export interface SuiteSettings {
  /** The engine under test; without it the oracle is run twice and compared with itself. */
  readonly engine: Engine | undefined;
  readonly store: SysrootStore;
  /** The user's cache folder for all runs, the oracle's included. */
  readonly cache: string;
  readonly filter: RegExp | undefined;
  /** Cases that run at a time. */
  readonly jobs: number;
  /** Multiplies every time limit of the engine. */
  readonly patience: number;
  readonly onResult: (result: CaseResult) => void;
}

/** The next port for a case: hardly one that another process of this command uses at the same time. */
let nextPort = 20_000 + (process.pid % 400) * 50;

const TIMEOUT = 60;
const ORACLE_TIMEOUT = 120;

/** The folder below which this process runs its cases. */
export function workFolder(): string {
  return join(tmpdir(), `conformance-${process.pid}`);
}

/** Runs the cases of a list for one architecture; results come in the order of the list. */
export async function runList(
  list: ProgramList,
  architecture: Architecture,
  settings: SuiteSettings,
): Promise<readonly CaseResult[]> {
  const cases = list.cases.filter(({ name }) => settings.filter === undefined || settings.filter.test(name));
  const results: CaseResult[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < cases.length; index = next++) {
      const result = await runOne(cases[index] as ProgramCase, list, architecture, settings);
      results[index] = result;
      settings.onResult(result);
    }
  };
  await Promise.all(Array.from({ length: settings.jobs }, worker));
  return results;
}

async function runOne(
  test: ProgramCase,
  list: ProgramList,
  architecture: Architecture,
  settings: SuiteSettings,
): Promise<CaseResult> {
  const about = { list: list.name, architecture, name: test.name };
  const base = join(workFolder(), `${list.name}-${architecture}-${slug(test.name)}`);
  const common = { base, dynamic: list.dynamic, cache: settings.cache, port: nextPort++ };
  try {
    const { path: sysroot } = await settings.store.get(list.packages, architecture);
    const oracle = await pickOracle(test, list, architecture, settings.store);
    const expected = await runCase(test, oracle.engine, {
      ...common,
      sysroot: oracle.sysroot,
      timeout: ORACLE_TIMEOUT,
    });
    const timeout = (test.timeout ?? TIMEOUT) * settings.patience;
    const actual: Outcome =
      settings.engine === undefined
        ? await runCase(test, oracle.engine, { ...common, sysroot: oracle.sysroot, timeout: ORACLE_TIMEOUT })
        : await runCase(test, settings.engine, { ...common, sysroot, timeout });
    const differences = [...compare(expected, actual)];
    if (expected.end.startsWith('timed out')) {
      differences.push({ what: 'end', text: `the oracle ${oracle.engine.name} ${expected.end}` });
    }
    return {
      ...about,
      state: differences.length === 0 ? 'passed' : 'failed',
      differences,
      expected,
      oracleMilliseconds: expected.milliseconds,
      milliseconds: actual.milliseconds,
    };
  } catch (error) {
    if (error instanceof PackagesUnavailable) {
      return { ...about, state: 'skipped', reason: error.message, differences: [] };
    }
    throw error;
  }
}

async function pickOracle(
  test: ProgramCase,
  list: ProgramList,
  architecture: Architecture,
  store: SysrootStore,
): Promise<{ readonly engine: Engine; readonly sysroot: string }> {
  if (test.oracle === 'native' || test.qemuWrongOn?.includes(architecture)) {
    const own = nativeArchitecture();
    if (own === undefined) {
      throw new PackagesUnavailable('there is no dpkg, hence no native oracle');
    }
    return { engine: native, sysroot: (await store.get(list.packages, own)).path };
  }
  const engine = qemu(architecture);
  if (engine === undefined) {
    throw new PackagesUnavailable(`there is no qemu-user for ${architecture}`);
  }
  return { engine, sysroot: (await store.get(list.packages, architecture)).path };
}

function slug(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 40);
}
