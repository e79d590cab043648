import { S_IFDIR, S_IFMT, S_IFREG } from '../stat';
import { MemoryFileSystem } from './memory-filesystem';
import { SparseBytes } from './sparse-bytes';

describe('memory file system', () => {
  const make = () => new MemoryFileSystem(() => 5n).root;

  it('counts links', () => {
    const root = make();
    const file = root.mknod('f', S_IFREG | 0o644, 0);
    root.link('g', file);
    expect(file.stat().st_nlink).toBe(2);
    root.unlink('f');
    expect(file.stat().st_nlink).toBe(1);
    expect(root.lookup('g')).toBe(file);
    const directory = root.mkdir('d', 0o755);
    directory.mkdir('e', 0o755);
    expect([root.stat().st_nlink, directory.stat().st_nlink]).toEqual([3, 3]);
    expect(() => root.link('h', directory)).toThrow('EPERM');
  });

  it('removes only what is empty, and takes nothing new into what is gone', () => {
    const root = make();
    const directory = root.mkdir('d', 0o755);
    directory.mknod('f', S_IFREG | 0o644, 0);
    expect(() => root.rmdir('d')).toThrow('ENOTEMPTY');
    expect(() => root.unlink('d')).toThrow('EISDIR');
    directory.unlink('f');
    root.rmdir('d');
    expect(directory.stat().st_nlink).toBe(0);
    expect(() => directory.mkdir('late', 0o755)).toThrow('ENOENT');
  });

  it('renames over files and empty directories, never into itself', () => {
    const root = make();
    const from = root.mkdir('from', 0o755);
    const to = root.mkdir('to', 0o755);
    const file = root.mknod('f', S_IFREG | 0o644, 0);
    expect(() => root.rename('from', from, 'x', {})).toThrow('EINVAL');
    expect(() => root.rename('f', root, 'to', {})).toThrow('EISDIR');
    expect(() => root.rename('from', root, 'f', {})).toThrow('ENOTDIR');
    expect(() => root.rename('f', root, 'to', { noreplace: true })).toThrow('EEXIST');
    root.rename('from', to, 'inside', {});
    expect(to.lookup('inside')).toBe(from);
    expect([root.stat().st_nlink, to.stat().st_nlink, from.stat().st_nlink]).toEqual([3, 3, 2]);
    root.rename('f', root, 'to', { exchange: true });
    expect(root.lookup('to')).toBe(file);
    expect(root.lookup('f')!.type & S_IFMT).toBe(S_IFDIR);
    expect([root.stat().st_nlink, to.stat().st_nlink, file.stat().st_nlink]).toEqual([3, 3, 1]);
  });

  it('says that it is full', () => {
    const { root } = new MemoryFileSystem(() => 0n, 0o755, 40_000);
    const file = root.tmpfile(0, 0o600) as unknown as {
      bytes: { write(data: Uint8Array, at: number): number };
    };
    expect(file.bytes.write(new Uint8Array(30_000), 0)).toBe(30_000);
    const other = root.create('f', 0, 0o600) as unknown as typeof file;
    other.bytes.write(new Uint8Array(30_000), 0);
    expect(() => other.bytes.write(new Uint8Array(30_000), 30_000)).toThrow('ENOSPC');
  });
});

describe('sparse bytes', () => {
  it('read as zero where nothing was written', () => {
    const bytes = new SparseBytes();
    bytes.write(Uint8Array.of(1, 2, 3), 100_000);
    expect(bytes.size).toBe(100_003);
    expect(bytes.allocated).toBeLessThan(40_000);
    const buffer = new Uint8Array(6).fill(9);
    expect(bytes.read(buffer, 99_999)).toBe(4);
    expect([...buffer]).toEqual([0, 1, 2, 3, 9, 9]);
    expect(bytes.next(0, false)).toBe(98_304);
    expect(bytes.next(98_304, true)).toBe(100_003);
  });
  it('lose what lies beyond a new end, for good', () => {
    const bytes = new SparseBytes();
    bytes.write(new Uint8Array(20_000).fill(7), 0);
    bytes.truncate(10);
    bytes.truncate(20_000);
    const buffer = new Uint8Array(20_000);
    bytes.read(buffer, 0);
    expect(buffer[9]).toBe(7);
    expect(buffer.subarray(10).every((byte) => byte === 0)).toBe(true);
  });
});
