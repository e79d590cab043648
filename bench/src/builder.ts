import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchDirectory, buildDirectory, findCommand, workloadDirectory } from './places';
import { lastLine, runTool } from './process';
import { commonFlags, type Target, toolchains } from './toolchain';

/** Compiles C sources and writes generated input, each only when it is missing or older than what it comes from. */
export class Builder {
  /** @param directory where results are kept, one folder per target */
  constructor(private readonly directory = buildDirectory) {}

  /**
   * Compiles `workloads/<source>.c` (or `.S`) for a target.
   *
   * @param flags added to those of the target
   * @param name of the executable, where one source is compiled in several ways
   * @returns path of the executable
   * @throws Error if the compiler is absent or fails
   */
  async compile(
    source: string,
    target: Target,
    flags: readonly string[] = [],
    name = source,
  ): Promise<string> {
    const file = source.includes('.') ? source : `${source}.c`;
    return this.link([join(workloadDirectory, file)], target, flags, name.replace(/\.\w+$/, ''));
  }

  /** Compiles the helper that runs and measures commands. */
  async measureTool(): Promise<string> {
    return this.link([join(benchDirectory, 'tools', 'measure.c')], 'native', [], 'measure');
  }

  /** As {@link Builder.compile}, from sources at any place. */
  async link(
    sources: readonly string[],
    target: Target,
    flags: readonly string[],
    name: string,
  ): Promise<string> {
    const toolchain = toolchains[target];
    const folder = join(this.directory, target);
    const output = join(folder, name);
    if (isNewer(output, [...sources, ...sharedSources])) return output;
    const compiler = findCommand(toolchain.compiler);
    if (compiler === undefined) throw new Error(`${toolchain.compiler} is not installed`);
    mkdirSync(folder, { recursive: true });
    const partial = `${output}.partial`;
    const args = [
      ...commonFlags,
      ...toolchain.flags,
      ...flags,
      '-o',
      partial,
      ...sources,
      '-lm',
      '-lpthread',
    ];
    const { status, stderr } = await runTool(compiler, args);
    if (status !== 0) throw new Error(`${toolchain.compiler} failed on ${name}: ${lastLine(stderr)}`);
    renameSync(partial, output);
    return output;
  }

  /**
   * Writes generated input once.
   *
   * @param name tells the content apart: it must change when the content does
   */
  input(name: string, generate: () => string | Buffer): string {
    const folder = join(this.directory, 'input');
    const output = join(folder, name);
    if (!existsSync(output)) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${output}.partial`, generate());
      renameSync(`${output}.partial`, output);
    }
    return output;
  }

  /** A path for a file that a workload writes. */
  scratch(name: string): string {
    const folder = join(this.directory, 'scratch');
    mkdirSync(folder, { recursive: true });
    return join(folder, name);
  }
}

const sharedSources = ['bench.h', 'fft.inc', 'linpack.inc'].map((name) => join(workloadDirectory, name));

function isNewer(output: string, sources: readonly string[]): boolean {
  if (!existsSync(output)) return false;
  const made = statSync(output).mtimeMs;
  return sources.every((source) => statSync(source).mtimeMs <= made);
}
