import type { EmulatorOptions } from '../emulator-options';
import { Devices } from './devices';
import { KernelError } from './errno';
import type { Kernel } from './kernel';
import type { OpenFile } from './open-file';
import { FifoTable } from './pipe';
import { standardFiles } from './stdio';
import { createDevfs, createDevpts } from './vfs/devfs/devfs';
import type { FileContext } from './vfs/file-context';
import { HostFileSystem } from './vfs/hostfs/host-filesystem';
import { MountTree } from './vfs/mount-tree';
import { ProcFileSystem } from './vfs/procfs/procfs';
import { MemoryFileSystem } from './vfs/tmpfs/memory-filesystem';

/** What guests see as files: the tree, the devices and the standard streams of one emulator. */
export class FileTree {
  readonly vfs: MountTree;
  readonly devices: Devices;
  private readonly leaving: (() => void)[] = [];

  /**
   * Mounts the host's files (or an empty memory file system in a sandbox), /dev, /proc and what the options ask for.
   * @param kernel - used later; its `vfs` may not be there yet.
   * @throws KernelError where a mount's host path or the sysroot is not there.
   */
  constructor(
    private readonly kernel: Kernel,
    options: Pick<EmulatorOptions, 'sysroot' | 'mounts' | 'sandbox'> = {},
  ) {
    const { host } = kernel;
    const now = (): bigint => kernel.now('realtime');
    const elapsed = (): bigint => host.clock.monotonic();
    this.devices = new Devices(kernel, new FifoTable(now));
    this.vfs = new MountTree(this.devices.open, host.user.uid);
    const root = options.sandbox
      ? new MemoryFileSystem(now)
      : new HostFileSystem(host.files, '/', now, { elapsed });
    this.vfs.mount('/', root);
    if (root instanceof MemoryFileSystem) {
      root.root.mkdir('tmp', 0o1777);
      for (const name of ['dev', 'proc']) root.root.mkdir(name, 0o755);
    }
    const devfs = createDevfs(now);
    this.vfs.mount('/dev', devfs);
    this.vfs.mount('/dev/pts', createDevpts(now, this.devices));
    this.vfs.mount('/dev/shm', new MemoryFileSystem(now, 0o1777));
    this.vfs.mount('/proc', new ProcFileSystem(kernel, (process) => this.devices.controllingTty(process)));
    if (options.sysroot !== undefined)
      this.vfs.setSysroot(new HostFileSystem(host.files, options.sysroot, now, { elapsed }));
    for (const { host: source, guest, readOnly } of options.mounts ?? []) {
      const fs = new HostFileSystem(host.files, source, now, { readOnly: readOnly ?? false, elapsed });
      this.makeMountPoint(guest, root);
      this.vfs.mount(guest, fs);
    }
  }

  /** In a sandbox the directories above a mount point are made; the host's own are left alone. */
  private makeMountPoint(path: string, root: MemoryFileSystem | HostFileSystem): void {
    if (!(root instanceof MemoryFileSystem)) return;
    let node = root.root;
    for (const name of path.split('/').filter((part) => part !== ''))
      node = node.lookup(name) ?? node.mkdir(name, 0o755);
  }

  /** Descriptors 0, 1 and 2 of the first process. */
  standardFiles(): readonly (OpenFile | undefined)[] {
    return standardFiles(this.kernel, this.devices, this.leaving);
  }

  /** Where the first process's paths begin: the host's working directory, or `/` where the guest cannot see that. */
  context(cwd = this.kernel.host.cwd): FileContext {
    const { user, umask } = this.kernel.host;
    const { root } = this.vfs;
    const context: FileContext = { root, cwd: root, umask: umask ?? 0o022 };
    const credentials = {
      uid: user.uid,
      euid: user.uid,
      suid: user.uid,
      fsuid: user.uid,
      gid: user.gid,
      egid: user.gid,
      sgid: user.gid,
      fsgid: user.gid,
      groups: user.groups,
    };
    try {
      context.cwd = this.vfs.lookup(context, credentials, cwd);
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
    }
    return context;
  }

  /** Gives back what was borrowed of the host: terminal modes, the offset of standard input. */
  dispose(): void {
    for (const leave of this.leaving) leave();
    this.devices.restoreTerminals();
  }
}
