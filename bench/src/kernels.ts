import { type Kernel, kernels } from './kernels.table';
import { findCommand } from './places';
import { arches, toolchains } from './toolchain';
import type { Context, Task, Workload } from './workload';

/** What remains of the effort of a quick run: kernels are longer than other workloads at full size, and not so at quick size. */
const QUICK_SHARE = 1 / 3;

/** The argument for an amount of work; never zero. */
function scaled(scale: number, effort: number): string {
  const share = effort < 1 ? effort * QUICK_SHARE : effort;
  return String(Math.max(1, Math.round(scale * share)));
}

function kernelWorkload(name: string, kernel: Kernel): Workload {
  return {
    name,
    group: kernel.group,
    arches: kernel.arches ?? arches,
    async prepare({ arch, effort, builder }: Context): Promise<Task> {
      const argument = scaled(kernel.scale, effort);
      const guest = await builder.compile(name, arch, arch === 'arm' ? kernel.armFlags : []);
      const native = await builder.compile(name, 'native');
      return {
        guest: [{ program: guest, arguments: [argument] }],
        native: [{ program: native, arguments: [argument] }],
      };
    },
  };
}

const forkExec: Workload = {
  name: 'fork-exec',
  group: 'process',
  arches,
  async prepare({ arch, effort, builder }: Context): Promise<Task> {
    const rounds = scaled(300, effort);
    const program = await builder.compile('fork-exec', arch);
    const hello = await builder.compile('hello', arch);
    const qemu = findCommand(toolchains[arch].qemu) ?? toolchains[arch].qemu;
    return {
      guest: [{ program, arguments: [rounds, hello] }],
      // Without binfmt_misc the host cannot exec a guest file: name qemu, as binfmt_misc would.
      qemu: [{ program, arguments: [rounds, qemu, hello] }],
      native: [
        {
          program: await builder.compile('fork-exec', 'native'),
          arguments: [rounds, await builder.compile('hello', 'native', ['-static'], 'hello-static')],
        },
      ],
    };
  },
};

const hello: Workload = {
  name: 'hello',
  group: 'short',
  arches,
  async prepare({ arch, builder }: Context): Promise<Task> {
    return {
      guest: [{ program: await builder.compile('hello', arch), arguments: [] }],
      native: [{ program: await builder.compile('hello', 'native'), arguments: [] }],
    };
  },
};

/** All workloads compiled from our own C sources. */
export const kernelWorkloads: readonly Workload[] = [
  ...Object.entries(kernels).map(([name, kernel]) => kernelWorkload(name, kernel)),
  forkExec,
  hello,
];
