import { OpenFlag } from '../../abi/flags';
import { MemoryHost } from '../../host/memory-host';
import type { Credentials } from '../credentials';
import type { Thread } from '../thread';
import type { FileContext } from './file-context';
import { HostFileSystem } from './hostfs/host-filesystem';
import { MountTree } from './mount-tree';
import { MemoryFileSystem } from './tmpfs/memory-filesystem';

const root: Credentials = {
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
const user: Credentials = { ...root, uid: 7, euid: 7, suid: 7, fsuid: 7, gid: 7, egid: 7, sgid: 7, fsgid: 7 };
const thread = { process: { limits: new Map() } } as unknown as Thread;
const special = (): never => {
  throw new Error('no special files here');
};

function text(tree: MountTree, context: FileContext, path: string): string {
  const file = tree.open(context, root, path, 0, 0);
  const buffer = new Uint8Array(100);
  return new TextDecoder().decode(buffer.subarray(0, file.read(buffer, thread)));
}
function put(tree: MountTree, context: FileContext, path: string, content: string): void {
  const file = tree.open(context, root, path, OpenFlag.O_CREAT | OpenFlag.O_WRONLY | OpenFlag.O_TRUNC, 0o644);
  file.write(new TextEncoder().encode(content), thread);
}

describe('path resolution', () => {
  const now = (): bigint => 0n;
  let tree: MountTree;
  let fs: MemoryFileSystem;
  let context: FileContext;

  beforeEach(() => {
    tree = new MountTree(special, 0);
    fs = new MemoryFileSystem(now);
    tree.mount('/', fs);
    context = { root: tree.root, cwd: tree.root, umask: 0o022 };
    fs.root.mkdir('a', 0o755).mkdir('b', 0o755);
    put(tree, context, '/a/b/f', 'text');
    fs.root.symlink('to-b', 'a/b');
    fs.root.symlink('loop', 'loop');
    fs.root.symlink('up', '/a/../a/b/f');
  });

  it('follows names, dots and links', () => {
    expect(tree.lookup(context, root, '/a/./b/../b/f').path).toBe('/a/b/f');
    expect(tree.lookup(context, root, '/to-b/f').path).toBe('/a/b/f');
    expect(tree.lookup(context, root, '/up').path).toBe('/a/b/f');
    expect(tree.lookup(context, root, '/../../a').path).toBe('/a');
    expect(tree.lookup(context, root, 'to-b', { follow: false }).path).toBe('/to-b');
    expect(tree.lookup(context, root, 'to-b/', { follow: false }).path).toBe('/a/b');
  });

  it('says why not', () => {
    const fails = (path: string, code: string) =>
      expect(() => tree.lookup(context, root, path)).toThrow(code);
    fails('', 'ENOENT');
    fails('/nothing', 'ENOENT');
    fails('/a/b/f/g', 'ENOTDIR');
    fails('/a/b/f/', 'ENOTDIR');
    fails('/loop', 'ELOOP');
    fails(`/${'n'.repeat(256)}`, 'ENAMETOOLONG');
    fails('/a/'.repeat(2000), 'ENAMETOOLONG');
  });

  it('asks for permission to search, of everybody but the superuser', () => {
    tree.lookup(context, root, '/a').node.setattr({ mode: 0o700 });
    expect(() => tree.lookup(context, user, '/a/b')).toThrow('EACCES');
    expect(tree.lookup(context, root, '/a/b').path).toBe('/a/b');
  });

  it('crosses mounts both ways and hides what lies below', () => {
    const other = new MemoryFileSystem(now);
    tree.mount('/a', other);
    put(tree, context, '/a/new', 'other');
    expect(() => tree.lookup(context, root, '/a/b')).toThrow('ENOENT');
    expect(tree.lookup(context, root, '/a/..').node).toBe(fs.root);
    expect(text(tree, context, '/a/new')).toBe('other');
  });

  it('does not leave a changed root', () => {
    const place = tree.lookup(context, root, '/a');
    const jail: FileContext = { root: place, cwd: place, umask: 0 };
    expect(tree.lookup(jail, root, '/b/f').path).toBe('/a/b/f');
    expect(tree.lookup(jail, root, '../../..').path).toBe('/a');
    expect(() => tree.lookup(jail, root, '/a')).toThrow('ENOENT');
  });

  it('opens as open(2) does', () => {
    const open = (path: string, flags: number) => tree.open(context, root, path, flags, 0o644);
    expect(() => open('/a/b/f', OpenFlag.O_CREAT | OpenFlag.O_EXCL)).toThrow('EEXIST');
    expect(() => open('/a', OpenFlag.O_WRONLY)).toThrow('EISDIR');
    expect(() => open('/a/b/f', OpenFlag.O_DIRECTORY)).toThrow('ENOTDIR');
    expect(() => open('/up', OpenFlag.O_NOFOLLOW)).toThrow('ELOOP');
    expect(() => open('/a/x/', OpenFlag.O_CREAT)).toThrow('EISDIR');
    // A link to nothing is where O_CREAT makes the file, unless it must be new.
    fs.root.symlink('dangling', '/a/made');
    expect(() => open('/dangling', OpenFlag.O_CREAT | OpenFlag.O_EXCL)).toThrow('EEXIST');
    expect(open('/dangling', OpenFlag.O_CREAT | OpenFlag.O_WRONLY).path).toBe('/a/made');
    expect(open('/a', 0).path).toBe('/a');
  });
});

describe('host directories', () => {
  const host = new MemoryHost();
  host.fs.root.mkdir('outside', 0o755);
  const mine = host.fs.root.mkdir('mine', 0o755);
  mine.mkdir('d', 0o755).symlink('escape', '../../outside');
  mine.symlink('absolute', '/outside');
  const outside = new MountTree(special, 0);
  outside.mount('/', host.fs);
  const all: FileContext = { root: outside.root, cwd: outside.root, umask: 0o022 };
  put(outside, all, '/outside/secret', 'secret');
  put(outside, all, '/mine/f', 'mine');

  const now = (): bigint => 0n;
  const tree = new MountTree(special, 0);
  tree.mount('/', new MemoryFileSystem(now));
  tree.mount('/host', new HostFileSystem(host.files, '/mine', now));
  tree.mount('/ro', new HostFileSystem(host.files, '/mine', now, { readOnly: true }));
  const context: FileContext = { root: tree.root, cwd: tree.root, umask: 0o022 };

  it('are left neither by .. nor by symbolic links', () => {
    expect(text(tree, context, '/host/f')).toBe('mine');
    expect(() => tree.lookup(context, root, '/host/d/escape/secret')).toThrow('ENOENT');
    expect(() => tree.lookup(context, root, '/host/absolute/secret')).toThrow('ENOENT');
    expect(tree.lookup(context, root, '/host/d/../..').path).toBe('/');
    expect(() => tree.lookup(context, root, '/host/../outside')).toThrow('ENOENT');
  });

  it('stay as they are if read-only', () => {
    expect(text(tree, context, '/ro/f')).toBe('mine');
    expect(() => put(tree, context, '/ro/f', 'x')).toThrow('EROFS');
    expect(() => put(tree, context, '/ro/new', 'x')).toThrow('EROFS');
    expect(() => tree.lookup(context, root, '/ro').node.mkdir('x', 0o755)).toThrow('EROFS');
    expect(() => tree.lookup(context, root, '/ro/f').node.setattr({ mode: 0 })).toThrow('EROFS');
  });

  it('take files with a mode that forbids their own writing', () => {
    const file = tree.open(context, root, '/host/locked', OpenFlag.O_CREAT | OpenFlag.O_WRONLY, 0o400);
    expect(file.write(new Uint8Array(3), thread)).toBe(3);
    expect(file.stat().st_mode & 0o777).toBe(0o400);
  });
});

describe('sysroot', () => {
  const host = new MemoryHost();
  const outside = new MountTree(special, 0);
  outside.mount('/', host.fs);
  const all: FileContext = { root: outside.root, cwd: outside.root, umask: 0o022 };
  for (const path of ['/lib', '/etc', '/arm', '/arm/lib', '/arm/usr', '/arm/proc']) {
    const { directory, name } = outside.lookupParent(all, root, path);
    directory.node.mkdir(name, 0o755);
  }
  put(outside, all, '/lib/libc', 'host libc');
  put(outside, all, '/etc/hosts', 'host hosts');
  put(outside, all, '/arm/lib/libc', 'arm libc');
  put(outside, all, '/arm/lib/real', 'arm real');
  outside.lookup(all, root, '/arm/lib').node.symlink('link', '/lib/real');
  outside.lookup(all, root, '/arm/lib').node.symlink('to-hosts', '/etc/hosts');

  const now = (): bigint => 0n;
  const tree = new MountTree(special, 0);
  tree.mount('/', new HostFileSystem(host.files, '/', now));
  tree.mount('/proc', new MemoryFileSystem(now));
  tree.setSysroot(new HostFileSystem(host.files, '/arm', now));
  const context: FileContext = { root: tree.root, cwd: tree.root, umask: 0o022 };

  it('comes first for every absolute path, the host after it', () => {
    expect(text(tree, context, '/lib/libc')).toBe('arm libc');
    expect(text(tree, context, '/etc/hosts')).toBe('host hosts');
    expect(() => tree.lookup(context, root, '/lib/absent')).toThrow('ENOENT');
  });

  it('has its absolute links resolved in it first', () => {
    expect(text(tree, context, '/lib/link')).toBe('arm real');
    expect(text(tree, context, '/lib/to-hosts')).toBe('host hosts');
  });

  it('does not hide mounts', () => {
    tree.lookup(context, root, '/proc').node.mkdir('self', 0o555);
    expect(tree.lookup(context, root, '/proc/self').path).toBe('/proc/self');
  });

  it('leaves new files to the host', () => {
    put(tree, context, '/lib/new', 'made');
    expect(text(outside, all, '/lib/new')).toBe('made');
    put(tree, context, '/lib/libc', 'changed');
    expect(text(outside, all, '/arm/lib/libc')).toBe('changed');
  });

  it('is where a working directory in it looks first too', () => {
    const inside: FileContext = { ...context, cwd: tree.lookup(context, root, '/lib') };
    expect(text(tree, inside, 'real')).toBe('arm real');
    expect(text(tree, inside, '../etc/hosts')).toBe('host hosts');
  });
});
