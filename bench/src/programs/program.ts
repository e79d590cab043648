import type { PackageSetName } from '@anyuser/conformance';
import { arches } from '../toolchain';
import type { Context, Group, Task, Workload } from '../workload';
import { fetchProgram } from './packages';

/** A workload that runs one fetched program with the same arguments everywhere. */
export interface ProgramRow {
  readonly name: string;
  readonly group: Group;
  readonly packages: PackageSetName;
  /** Path of the program inside the packages. */
  readonly path: string;
  /** What it is given; `root` is the folder of the files of the runner's own kind. */
  invoke(context: Context, root: string): Invocation;
}

/** Arguments and input of one run. */
export interface Invocation {
  readonly arguments: readonly string[];
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Makes a workload of a row. */
export function programWorkload(row: ProgramRow): Workload {
  return {
    name: row.name,
    group: row.group,
    arches: arches.filter((arch) => arch !== 'mips'),
    async prepare(context: Context): Promise<Task> {
      const { root, program, native } = await fetchProgram(context, row.packages, row.path);
      const guest = { program, sysroot: root, ...row.invoke(context, root) };
      if (native === undefined) return { guest: [guest] };
      const invocation = row.invoke(context, native.root);
      return {
        guest: [guest],
        native: [
          {
            ...invocation,
            program: native.program,
            arguments: [...native.arguments, ...invocation.arguments],
          },
        ],
      };
    },
  };
}
