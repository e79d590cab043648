import { MemoryHost } from '../host/memory-host';
import type { Credentials } from '../kernel/credentials';
import { DescriptorTable } from '../kernel/descriptor-table';
import type { Kernel } from '../kernel/kernel';
import type { Thread, WaitOptions } from '../kernel/thread';
import { MountTree } from '../kernel/vfs/mount-tree';
import { MemoryFileSystem } from '../kernel/vfs/tmpfs/memory-filesystem';
import type { WaitQueue } from '../kernel/wait-queue';

const ROOT: Credentials = {
  uid: 0,
  euid: 0,
  suid: 0,
  fsuid: 0,
  gid: 0,
  egid: 0,
  sgid: 0,
  fsgid: 0,
  groups: [],
};

/** A thread for tests of kernel objects: it sleeps and has files, but runs no program. */
export interface TestThread {
  readonly thread: Thread;
  readonly host: MemoryHost;
  /** Signals that it was sent, by name. */
  readonly signals: string[];
}

/** Makes a thread of a process of its own; threads of one `machine` share its files and network. */
export function testThread(machine?: TestThread, pid = 100): TestThread {
  const host = machine?.host ?? new MemoryHost();
  const kernel = machine?.thread.kernel ?? makeKernel(host);
  const { root } = kernel.vfs;
  const signals: string[] = [];
  const thread = {
    tid: pid,
    kernel,
    files: new DescriptorTable(),
    process: {
      pid,
      kernel,
      credentials: ROOT,
      fs: { root, cwd: root, umask: 0o022 },
      limits: new Map(),
      files: undefined,
    },
    mem: { bigEndian: false },
    signal: ({ signal }: { readonly signal: string }) => void signals.push(signal),
    wait: sleep,
  };
  return { thread: thread as unknown as Thread, host, signals };
}

function makeKernel(host: MemoryHost): Kernel {
  const vfs = new MountTree(() => {
    throw new Error('no special files here');
  }, 0);
  vfs.mount('/', new MemoryFileSystem(() => host.clock.realtime()));
  const now = (clock: 'realtime' | 'monotonic'): bigint => host.clock[clock]();
  return { host, vfs, now, processes: new Map() } as unknown as Kernel;
}

/** Sleeps without limit and without signals. */
async function sleep<T>(
  queues: WaitQueue | readonly WaitQueue[],
  ready: () => T | undefined,
  _options?: WaitOptions,
): Promise<T | undefined> {
  const all = Array.isArray(queues) ? (queues as readonly WaitQueue[]) : [queues as WaitQueue];
  for (;;) {
    const value = ready();
    if (value !== undefined) return value;
    await new Promise<void>((resolve) => {
      for (const queue of all) queue.add(resolve);
    });
  }
}
