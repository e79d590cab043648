import { errno } from '../errno';
import type { OpenFile } from '../open-file';
import type { Attributes, DirectoryEntry, FileSystem, Node } from './node';
import { S_IFDIR, S_IFMT, type Stat } from './stat';

/** What each operation answers where an object does not have it: ENOTDIR on files, EPERM on fixed directories. */
export abstract class NodeBase implements Node {
  abstract readonly fs: FileSystem;
  abstract readonly id: number | string;
  abstract readonly type: number;
  abstract stat(): Stat;
  abstract open(flags: number): OpenFile;

  setattr(_attributes: Attributes): void {
    throw errno('EPERM');
  }
  readlink(): string {
    throw errno('EINVAL');
  }
  lookup(_name: string): Node | undefined {
    throw errno('ENOTDIR');
  }
  readdir(): readonly DirectoryEntry[] {
    throw errno('ENOTDIR');
  }
  mknod(_name: string, _mode: number, _rdev: number): Node {
    throw this.fixed('EACCES');
  }
  mkdir(_name: string, _mode: number): Node {
    throw this.fixed('EACCES');
  }
  symlink(_name: string, _target: string): Node {
    throw this.fixed('EACCES');
  }
  link(_name: string, _node: Node): void {
    throw this.fixed('EPERM');
  }
  unlink(_name: string): void {
    throw this.fixed('EPERM');
  }
  rmdir(_name: string): void {
    throw this.fixed('EPERM');
  }
  rename(
    _from: string,
    _directory: Node,
    _to: string,
    _options: { readonly noreplace?: boolean; readonly exchange?: boolean },
  ): void {
    throw this.fixed('EPERM');
  }

  private fixed(code: 'EACCES' | 'EPERM'): Error {
    return errno((this.type & S_IFMT) === S_IFDIR ? code : 'ENOTDIR');
  }
}
