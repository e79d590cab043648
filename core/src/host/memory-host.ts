import { OpenFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import type { RegularFile } from '../kernel/regular-file';
import { S_IFDIR, S_IFIFO, S_IFLNK, S_IFMT, S_IFREG, S_IFSOCK } from '../kernel/vfs/stat';
import { MemoryFileSystem } from '../kernel/vfs/tmpfs/memory-filesystem';
import type { MemoryNode } from '../kernel/vfs/tmpfs/memory-node';
import type { Host, HostFile, HostFiles, HostOpen, HostStat, HostStream } from './host';

const TYPES: Readonly<Record<number, HostStat['type']>> = {
  [S_IFREG]: 'file',
  [S_IFDIR]: 'directory',
  [S_IFLNK]: 'symlink',
  [S_IFIFO]: 'fifo',
  [S_IFSOCK]: 'socket',
};

function statOf(node: MemoryNode): HostStat {
  const stat = node.stat();
  return {
    type: TYPES[stat.st_mode & S_IFMT] ?? 'character',
    dev: stat.st_dev,
    ino: stat.st_ino,
    mode: stat.st_mode & 0o7777,
    nlink: stat.st_nlink,
    uid: stat.st_uid,
    gid: stat.st_gid,
    rdev: stat.st_rdev,
    size: stat.st_size,
    blksize: stat.st_blksize,
    blocks: stat.st_blocks,
    atime: stat.st_atim,
    mtime: stat.st_mtim,
    ctime: stat.st_ctim,
    birthtime: stat.st_birthtim,
  };
}

/** An open file of the host in memory. */
class MemoryHostFile implements HostFile {
  private offset = 0;
  constructor(
    private readonly node: MemoryNode,
    private readonly file: RegularFile,
  ) {}
  read(buffer: Uint8Array, position: number | 'current'): number {
    const n = this.file.bytes.read(buffer, position === 'current' ? this.offset : position);
    if (position === 'current') this.offset += n;
    return n;
  }
  write(buffer: Uint8Array, position: number | 'append' | 'current'): number {
    const n = this.file.bytes.write(buffer, position === 'current' ? this.offset : position);
    if (position === 'current') this.offset += n;
    return n;
  }
  stat(): HostStat {
    return statOf(this.node);
  }
  truncate(size: number): void {
    this.node.setattr({ size });
  }
  sync(): void {}
  chmod(mode: number): void {
    this.node.setattr({ mode });
  }
  chown(uid: number, gid: number): void {
    this.node.setattr({ uid, gid });
  }
  utimes(atime: bigint, mtime: bigint): void {
    this.node.setattr({ atime, mtime });
  }
  close(): void {}
}

/** The files of a host in memory: what a real host does with paths, links in the middle included. */
class MemoryHostFiles implements HostFiles {
  constructor(private readonly fs: MemoryFileSystem) {}

  /** Follows every symbolic link but one at the end, as lstat does. */
  private at(path: string, depth = 0): MemoryNode {
    const { directory, name } = this.parent(path, depth);
    if (name === '') return directory;
    const node = directory.lookup(name);
    if (node === undefined) throw errno('ENOENT');
    return node;
  }
  private parent(path: string, depth = 0): { readonly directory: MemoryNode; readonly name: string } {
    if (depth > 40) throw errno('ELOOP');
    const names = path.split('/').filter((name) => name !== '' && name !== '.');
    const name = names.pop() ?? '';
    let directory = this.fs.root;
    let walked = '';
    for (const part of names) {
      if (part === '..')
        return this.parent(
          `${walked.slice(0, walked.lastIndexOf('/'))}/${path.split(`${part}/`).slice(1).join(`${part}/`)}`,
          depth + 1,
        );
      let next = directory.lookup(part);
      if (next !== undefined && next.type === S_IFLNK) {
        const target = next.readlink();
        next = this.at(target.startsWith('/') ? target : `${walked}/${target}`, depth + 1);
      }
      if (next === undefined) throw errno('ENOENT');
      if (next.type !== S_IFDIR) throw errno('ENOTDIR');
      directory = next;
      walked += `/${part}`;
    }
    return { directory, name };
  }

  open(path: string, how: HostOpen): HostFile {
    const { directory, name } = this.parent(path);
    let node = name === '' ? directory : directory.lookup(name);
    if (node === undefined) {
      if (!how.create) throw errno('ENOENT');
      node = directory.mknod(name, S_IFREG | (how.mode ?? 0o666), 0);
    } else if (how.exclusive) throw errno('EEXIST');
    else if (node.type === S_IFLNK) {
      if (how.nofollow) throw errno('ELOOP');
      node = this.at(node.readlink());
    }
    if (how.truncate) node.setattr({ size: 0 });
    return new MemoryHostFile(node, node.open(how.write ? OpenFlag.O_RDWR : 0) as RegularFile);
  }
  lstat(path: string): HostStat {
    return statOf(this.at(path));
  }
  readlink(path: string): string {
    return this.at(path).readlink();
  }
  readdir(path: string) {
    return this.at(path)
      .readdir()
      .map(({ name, ino, type }) => ({ name, ino, type: TYPES[type] ?? ('unknown' as const) }));
  }
  mkdir(path: string, mode: number): void {
    const { directory, name } = this.parent(path);
    directory.mkdir(name, mode);
  }
  rmdir(path: string): void {
    const { directory, name } = this.parent(path);
    directory.rmdir(name);
  }
  unlink(path: string): void {
    const { directory, name } = this.parent(path);
    directory.unlink(name);
  }
  rename(from: string, to: string): void {
    const source = this.parent(from);
    const target = this.parent(to);
    source.directory.rename(source.name, target.directory, target.name, {});
  }
  link(from: string, to: string): void {
    const target = this.parent(to);
    target.directory.link(target.name, this.at(from));
  }
  symlink(target: string, path: string): void {
    const { directory, name } = this.parent(path);
    directory.symlink(name, target);
  }
  mkfifo(path: string, mode: number): void {
    const { directory, name } = this.parent(path);
    directory.mknod(name, S_IFIFO | mode, 0);
  }
  chmod(path: string, mode: number): void {
    this.at(path).setattr({ mode });
  }
  lchown(path: string, uid: number, gid: number): void {
    this.at(path).setattr({ uid, gid });
  }
  lutimes(path: string, atime: bigint, mtime: bigint): void {
    this.at(path).setattr({ atime, mtime });
  }
  statfs() {
    return this.fs.statfs();
  }
}

/** A stream of the host in memory: what is pushed is read, what is written is kept. */
export class MemoryStream implements HostStream {
  onReady: (() => void) | undefined;
  readonly written: number[] = [];
  private readonly input: number[] = [];
  private ended = false;

  /** Gives bytes to whoever reads; nothing: the end. */
  push(text: string | undefined): void {
    if (text === undefined) this.ended = true;
    else this.input.push(...new TextEncoder().encode(text));
    this.onReady?.();
  }
  /** What was written, as text. */
  get text(): string {
    return new TextDecoder().decode(Uint8Array.from(this.written));
  }
  read(buffer: Uint8Array): number | undefined {
    if (this.input.length === 0) return this.ended ? 0 : undefined;
    const part = this.input.splice(0, buffer.length);
    buffer.set(part);
    return part.length;
  }
  write(buffer: Uint8Array): number {
    this.written.push(...buffer);
    return buffer.length;
  }
  get readable(): boolean {
    return this.input.length > 0 || this.ended;
  }
  readonly writable = true;
  get hangup(): boolean {
    return this.ended;
  }
  stat(): HostStat {
    return {
      type: 'fifo',
      dev: 0,
      ino: 1,
      mode: 0o600,
      nlink: 1,
      uid: 0,
      gid: 0,
      rdev: 0,
      size: 0,
      blksize: 4096,
      blocks: 0,
      atime: 0n,
      mtime: 0n,
      ctime: 0n,
      birthtime: 0n,
    };
  }
  close(): void {}
}

/** A host that is all memory, for tests: files, three streams, a clock that tests move. */
export class MemoryHost implements Host {
  readonly fs: MemoryFileSystem;
  readonly files: HostFiles;
  readonly stdio = { 0: new MemoryStream(), 1: new MemoryStream(), 2: new MemoryStream() };
  readonly network = undefined;
  readonly user = { uid: 0, gid: 0, groups: [] };
  readonly machine = {
    hostname: 'memory',
    cpus: 1,
    memory: 2 ** 30,
    freeMemory: () => 2 ** 29,
    loadAverage: () => [0, 0, 0],
  };
  readonly environment = {};
  readonly umask = 0o022;
  readonly cwd = '/';
  readonly pid = 1;
  readonly ppid = 0;
  onSignal: Host['onSignal'];
  /** Nanoseconds since the start. */
  time = 0n;
  private readonly timers = new Set<{ readonly at: bigint; readonly callback: () => void }>();
  private random32 = 1;

  constructor() {
    this.fs = new MemoryFileSystem(() => this.clock.realtime());
    this.files = new MemoryHostFiles(this.fs);
  }

  readonly clock = {
    realtime: (): bigint => 1_700_000_000_000_000_000n + this.time,
    monotonic: (): bigint => this.time,
    milliseconds: (): number => Number(this.time) / 1e6,
    after: (milliseconds: number, callback: () => void): (() => void) => {
      const timer = { at: this.time + BigInt(Math.ceil(milliseconds * 1e6)), callback };
      this.timers.add(timer);
      return () => void this.timers.delete(timer);
    },
    yield: (): Promise<void> => Promise.resolve(),
  };

  /** Lets time pass; timers that are due call back. */
  advance(nanoseconds: bigint): void {
    this.time += nanoseconds;
    for (const timer of [...this.timers]) {
      if (timer.at > this.time) continue;
      this.timers.delete(timer);
      timer.callback();
    }
  }
  /** The same numbers in every test. */
  random(buffer: Uint8Array): void {
    for (let i = 0; i < buffer.length; i++) {
      this.random32 = (Math.imul(this.random32, 1_664_525) + 1_013_904_223) >>> 0;
      buffer[i] = this.random32 >>> 24;
    }
  }
  stop(): void {}
}
