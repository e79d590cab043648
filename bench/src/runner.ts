import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildDirectory, findCommand } from './places';
import type { FoundNode } from './second-node';
import { type Arch, toolchains } from './toolchain';
import type { Launch, Task } from './workload';

/** Who runs the programs. */
export type RunnerName = 'anyuser' | 'node24' | 'qemu' | 'native';

/** The runners in the order of each round; `node24` is anyuser under Node 24. */
export const runnerNames = ['anyuser', 'node24', 'qemu', 'native'] as const satisfies readonly RunnerName[];

/** A complete command of the host. */
export interface Command {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** One way to run a task. */
export interface Runner {
  readonly name: RunnerName;
  /** Why it cannot run anything here; undefined if it can. */
  readonly absent?: string;
  /** Folder where it keeps from run to run what it has translated; absent where it does not. */
  readonly cache?: string;
  /** The steps of a task as commands, or undefined if the task does not exist for this runner. */
  commands(task: Task): readonly Command[] | undefined;
}

/** What {@link createRunners} needs of the options. */
export interface RunnerOptions {
  readonly arch: Arch;
  readonly node: string;
  readonly cli: string;
  readonly engine?: string;
  /** Node 24, or why it is left out. */
  readonly second: FoundNode;
}

/** The runners for one guest processor. */
export function createRunners(options: RunnerOptions): Record<RunnerName, Runner> {
  const qemu = findCommand(toolchains[options.arch].qemu);
  const prefix = [options.cli, ...(options.engine === undefined ? [] : ['--engine', options.engine])];
  const emulated = (file: string, before: readonly string[], launch: Launch): Command => ({
    file,
    arguments: [
      ...before,
      ...(launch.sysroot === undefined ? [] : ['-L', launch.sysroot]),
      launch.program,
      ...launch.arguments,
    ],
    input: launch.input,
    environment: launch.environment,
  });
  const built = existsSync(options.cli) ? undefined : `${options.cli} is not built`;
  const { second } = options;
  const under = (name: 'anyuser' | 'node24', node: string): Runner => {
    const cache = join(buildDirectory, 'cache', name);
    return {
      name,
      absent: built,
      cache,
      commands: (task) =>
        task.guest.map((launch) => {
          const environment = { ...launch.environment, XDG_CACHE_HOME: cache };
          return emulated(node, prefix, { ...launch, environment });
        }),
    };
  };
  return {
    anyuser: under('anyuser', options.node),
    node24:
      'absent' in second
        ? { name: 'node24', absent: second.absent, commands: () => undefined }
        : under('node24', second.file),
    qemu: {
      name: 'qemu',
      absent: qemu === undefined ? `${toolchains[options.arch].qemu} is not installed` : undefined,
      commands: (task) => (task.qemu ?? task.guest).map((launch) => emulated(qemu ?? '', [], launch)),
    },
    native: {
      name: 'native',
      commands: (task) =>
        task.native?.map((launch) => ({
          file: launch.program,
          arguments: launch.arguments,
          input: launch.input,
          environment: launch.environment,
        })),
    },
  };
}
