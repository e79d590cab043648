import { errno } from '../../errno';
import type { Kernel } from '../../kernel';
import type { Process } from '../../process';
import { anonymousDevice } from '../device-number';
import type { FileSystem, Node } from '../node';
import { type ProcContext, ProcDirectory, ProcFile, ProcLink } from './proc-node';
import { processDirectory } from './process-directory';
import type { Terminal } from './process-text';
import { systemFiles } from './system-files';

/** A tree of files and directories by name. */
export interface ProcTree {
  readonly [name: string]: ProcTree | (() => string | Uint8Array) | ProcVariable;
}
/** A file that can be written. */
export interface ProcVariable {
  readonly read: () => string;
  readonly write: (value: string) => void;
}

const isVariable = (entry: ProcTree[string]): entry is ProcVariable =>
  typeof entry === 'object' && typeof entry['read'] === 'function';

/** /proc as Linux shows it: processes by number, `self`, and files about the machine. */
export class ProcFileSystem implements FileSystem {
  readonly type = 'proc';
  readonly source = 'proc';
  readonly dev = anonymousDevice();
  readonly readOnly = false;
  readonly root: Node;
  private readonly context: ProcContext;
  private readonly tree: ProcTree;

  /** @param controlling - the terminal of a process's session. */
  constructor(
    private readonly kernel: Kernel,
    private readonly controlling: (process: Process) => Terminal | undefined,
  ) {
    this.context = { fs: this, now: () => kernel.now('realtime') };
    this.tree = systemFiles(kernel);
    this.root = new ProcDirectory(
      this.context,
      '/',
      (name) => this.lookup(name),
      () => [
        ...[...kernel.processes.keys()].map(String),
        'self',
        'thread-self',
        'mounts',
        ...this.names(this.tree, '/'),
      ],
    );
  }

  /** Files that the program's own cell adds, by path: `cpuinfo`, `sys/kernel/osrelease`. */
  private get own(): Readonly<Record<string, (process: Process) => string>> {
    return this.kernel.current?.abi.procFiles ?? {};
  }
  /** Names in a directory of the tree; `base` begins and ends with a slash. */
  private names(tree: ProcTree, base: string): string[] {
    const added = Object.keys(this.own)
      .map((path) => `/${path}`)
      .filter((path) => path.startsWith(base) && !path.slice(base.length).includes('/'))
      .map((path) => path.slice(base.length));
    return [...Object.keys(tree), ...added];
  }

  private lookup(name: string): Node | undefined {
    const { kernel, context } = this;
    if (name === 'self') return new ProcLink(context, '/self', () => String(this.asker().process.pid));
    if (name === 'thread-self')
      return new ProcLink(context, '/thread-self', () => {
        const { tid, process } = this.asker();
        return `${process.pid}/task/${tid}`;
      });
    if (name === 'mounts') return new ProcLink(context, '/mounts', () => 'self/mounts');
    if (/^[1-9]\d*$/.test(name)) {
      const process = kernel.processes.get(Number(name));
      if (process !== undefined)
        return processDirectory(context, process, process.leader, `/${name}`, this.controlling);
      // A thread's number leads to its directory too, though it is not listed.
      for (const each of kernel.processes.values())
        for (const thread of each.threads)
          if (String(thread.tid) === name)
            return processDirectory(context, each, thread, `/${name}`, this.controlling);
      return undefined;
    }
    return this.entry(this.tree, '', name);
  }

  private asker(): NonNullable<Kernel['current']> {
    const { current } = this.kernel;
    if (current === undefined) throw errno('ENOENT');
    return current;
  }

  private entry(tree: ProcTree, base: string, name: string): Node | undefined {
    const id = `${base}/${name}`;
    const own = this.own[id.slice(1)];
    if (own !== undefined) return new ProcFile(this.context, id, () => own(this.asker().process));
    if (!Object.hasOwn(tree, name)) return undefined;
    const found = tree[name]!;
    if (typeof found === 'function') return new ProcFile(this.context, id, found);
    if (isVariable(found))
      return new ProcFile(this.context, id, found.read, {
        store: (data) => found.write(new TextDecoder().decode(data).trim()),
      });
    return new ProcDirectory(
      this.context,
      id,
      (child) => this.entry(found, id, child),
      () => this.names(found, `${id}/`),
    );
  }

  statfs(): ReturnType<FileSystem['statfs']> {
    return { type: 0x9fa0, bsize: 4096, blocks: 0, bfree: 0, bavail: 0, files: 0, ffree: 0, namelen: 255 };
  }
}
