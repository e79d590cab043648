import { OpenFlag } from '../../abi/flags';
import type { Credentials } from '../credentials';
import { DirectoryFile } from '../directory-file';
import { errno, KernelError } from '../errno';
import type { OpenFile } from '../open-file';
import { canRead, canWrite } from '../open-file-base';
import { PathFile } from '../path-file';
import type { FileContext } from './file-context';
import type { DirectoryEntry, FileSystem, Node } from './node';
import { Permission, permits } from './permission';
import { type Layer, type Mounted, Place } from './place';
import { S_IFDIR, S_IFLNK, S_IFMT, S_IFREG, S_ISGID } from './stat';
import type { Location, LookupOptions, Vfs } from './vfs';

/** Symbolic links that one lookup may follow. */
const MAX_LINKS = 40;
const NAME_MAX = 255;
const PATH_MAX = 4096;

/** What opens objects that are neither files nor directories: fifos, devices. */
export type SpecialOpener = (node: Node, flags: number, path: string) => OpenFile;

interface Walk {
  readonly context: FileContext;
  readonly credentials: Credentials;
  links: number;
  readonly options: LookupOptions;
  /** Where a walk begins that may not leave it. */
  readonly base?: string;
}

/**
 * The mount tree. A sysroot, if there is one, is looked up first for every absolute path (QEMU's -L), save below mounts
 * other than the root, so that /proc and /dev stay the guest's own.
 */
export class MountTree implements Vfs {
  private readonly byPath = new Map<string, Mounted>();
  private nextId = 1;
  private sysroot: Mounted | undefined;

  /**
   * @param special - opens fifos and devices.
   * @param hostUid - the user for whom the host checks permissions itself.
   */
  constructor(
    private readonly special: SpecialOpener,
    private readonly hostUid: number,
  ) {}

  mount(path: string, fs: FileSystem, root: Node = fs.root): void {
    const at = path.replace(/\/+$/, '') || '/';
    this.byPath.set(at, { path: at, fs, root, id: this.nextId++ });
  }
  /** Takes a mount away. @throws KernelError EINVAL */
  unmount(path: string): void {
    if (path === '/' || !this.byPath.delete(path)) throw errno('EINVAL');
  }
  /** Sets the overlay. */
  setSysroot(fs: FileSystem): void {
    this.sysroot = { path: '/', fs, root: fs.root, id: 0 };
  }
  get mounts(): readonly Mounted[] {
    return [...this.byPath.values()];
  }
  /** The mount that a path lies in. */
  mountOf(location: Location): Mounted {
    if (location instanceof Place) return location.mount;
    for (let path = location.path; ; path = path.slice(0, path.lastIndexOf('/')) || '/') {
      const mount = this.byPath.get(path);
      if (mount !== undefined) return mount;
    }
  }

  /** The root of the whole tree, for the first process. */
  get root(): Location {
    return this.rootPlace('mounts');
  }

  private rootPlace(layer: Layer): Place {
    const mount = layer === 'sysroot' ? this.sysroot : this.byPath.get('/');
    if (mount === undefined) throw errno('ENOENT');
    return new Place(mount.root, '/', undefined, layer, mount);
  }

  lookup(
    context: FileContext,
    credentials: Credentials,
    path: string,
    options: LookupOptions = {},
  ): Location {
    const from = this.begin(context, options);
    return this.find({ context, credentials, links: 0, options, base: from.path }, from, path);
  }

  lookupParent(
    context: FileContext,
    credentials: Credentials,
    path: string,
    options: LookupOptions = {},
  ): { readonly directory: Location; readonly name: string; readonly trailingSlash: boolean } {
    const from = this.begin(context, options);
    return this.findParent({ context, credentials, links: 0, options, base: from.path }, from, path);
  }

  private begin(context: FileContext, options: LookupOptions): Place {
    return this.placeOf(options.at ?? context.cwd);
  }

  /** Locations made elsewhere get their way up by walking to them. */
  private placeOf(location: Location): Place {
    if (location instanceof Place) return location;
    let place = this.rootPlace('mounts');
    const names = location.path.split('/').filter((name) => name !== '');
    for (const [index, name] of names.entries()) {
      const next = this.child(place, name);
      if (next === undefined) throw errno('ENOENT');
      place =
        index === names.length - 1
          ? new Place(location.node, next.path, place, next.layer, next.mount)
          : next;
    }
    return place;
  }

  /** Tries the sysroot for a path, then the mounts. */
  private layered<T>(walk: Walk, from: Place, path: string, find: (start: Place, path: string) => T): T {
    if (path.startsWith('/')) this.leaves(walk);
    if (this.sysroot === undefined) return find(this.start(walk, from, path), path);
    const absolute = path.startsWith('/') ? path : from.layer === 'sysroot' ? from.join(path) : undefined;
    if (absolute === undefined || walk.context.root.path !== '/' || this.inMount(absolute))
      return find(this.start(walk, from, path), path);
    const { links } = walk;
    try {
      return find(this.rootPlace('sysroot'), absolute);
    } catch (error) {
      if (!(error instanceof KernelError) || (error.code !== 'ENOENT' && error.code !== 'ENOTDIR'))
        throw error;
    }
    walk.links = links;
    return find(this.rootPlace('mounts'), absolute);
  }

  /** @throws KernelError where the walk may not leave its directory */
  private leaves({ options: { beneath } }: Walk): void {
    if (beneath !== undefined) throw errno(beneath);
  }

  private start(walk: Walk, from: Place, path: string): Place {
    return path.startsWith('/') ? this.placeOf(walk.context.root) : from;
  }

  /** Whether an absolute path begins in a mount other than the root. */
  private inMount(path: string): boolean {
    for (const mount of this.byPath.keys())
      if (
        mount !== '/' &&
        path.startsWith(mount) &&
        (path.length === mount.length || path[mount.length] === '/')
      )
        return true;
    return false;
  }

  private find(walk: Walk, from: Place, path: string): Place {
    checkPath(path);
    return this.layered(walk, from, path, (start, at) =>
      this.walk(walk, start, at, walk.options.follow ?? true),
    );
  }

  /** Follows all components. */
  private walk(walk: Walk, start: Place, path: string, follow: boolean): Place {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    const mustBeDirectory = path.endsWith('/') || path.endsWith('/.');
    let place = start;
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1;
      place = this.step(walk, place, part, !last || follow || mustBeDirectory);
    }
    if (path !== '' && (parts.length === 0 || mustBeDirectory) && !isDirectory(place.node))
      throw errno('ENOTDIR');
    return place;
  }

  private step(walk: Walk, place: Place, name: string, follow: boolean): Place {
    if (!isDirectory(place.node)) throw errno('ENOTDIR');
    this.checkSearch(walk.credentials, place.node);
    if (name === '..') return this.up(walk, place);
    if (name.length > NAME_MAX) throw errno('ENAMETOOLONG');
    const next = this.child(place, name);
    if (next === undefined) throw errno('ENOENT');
    return follow && next.node.type === S_IFLNK ? this.followLink(walk, place, next) : next;
  }

  private child(place: Place, name: string): Place | undefined {
    const path = place.join(name);
    const mount = this.byPath.size > 1 && place.layer === 'mounts' ? this.byPath.get(path) : undefined;
    if (mount !== undefined) return new Place(mount.root, path, place, place.layer, mount);
    const node = place.node.lookup(name);
    return node === undefined ? undefined : new Place(node, path, place, place.layer, place.mount);
  }

  private up(walk: Walk, place: Place): Place {
    if (place.path === walk.base) this.leaves(walk);
    if (place.path === walk.context.root.path || place.parent === undefined) return place;
    return place.parent;
  }

  private followLink(walk: Walk, directory: Place, link: Place): Place {
    if (++walk.links > MAX_LINKS) throw errno('ELOOP');
    const direct = link.node.follow?.();
    if (direct !== undefined) this.leaves(walk);
    if (direct !== undefined)
      return new Place(direct.node, direct.path, directory, directory.layer, directory.mount);
    const target = link.node.readlink();
    if (target === '') throw errno('ENOENT');
    if (target.startsWith('/'))
      return this.layered(walk, directory, target, (start, path) => this.walk(walk, start, path, true));
    return this.walk(walk, directory, target, true);
  }

  private checkSearch(credentials: Credentials, node: Node): void {
    if (credentials.fsuid === 0 || (node.fs.hostChecksAccess && credentials.fsuid === this.hostUid)) return;
    if (!permits(node.stat(), credentials, Permission.execute)) throw errno('EACCES');
  }

  /** @throws KernelError EACCES where the kernel, not the host, has to say no. */
  checkAccess(credentials: Credentials, node: Node, wanted: number): void {
    if (node.fs.hostChecksAccess && credentials.fsuid === this.hostUid) return;
    if (!permits(node.stat(), credentials, wanted)) throw errno('EACCES');
  }

  private findParent(
    walk: Walk,
    from: Place,
    path: string,
  ): { readonly directory: Place; readonly name: string; readonly trailingSlash: boolean } {
    checkPath(path);
    const trimmed = path.replace(/\/+$/, '');
    const cut = trimmed.lastIndexOf('/');
    const name = trimmed.slice(cut + 1);
    const above = cut < 0 ? '' : trimmed.slice(0, cut) || '/';
    if (name.length > NAME_MAX) throw errno('ENAMETOOLONG');
    const directoryIn = (start: Place, at: string): Place => {
      const place = at === '' ? start : this.walk(walk, start, at, true);
      if (!isDirectory(place.node)) throw errno('ENOTDIR');
      this.checkSearch(walk.credentials, place.node);
      return place;
    };
    return {
      directory: this.parentPlace(walk, from, above, name, directoryIn),
      name: trimmed === '' ? '/' : name,
      trailingSlash: path.length > trimmed.length,
    };
  }

  /** With a sysroot: the directory there if it has the name already, else that of the mounts, else the sysroot's after all. */
  private parentPlace(
    walk: Walk,
    from: Place,
    above: string,
    name: string,
    directoryIn: (start: Place, path: string) => Place,
  ): Place {
    const relative = above === '' || !above.startsWith('/');
    const overlay = this.sysroot !== undefined && walk.context.root.path === '/';
    if (!overlay || (relative && from.layer !== 'sysroot'))
      return directoryIn(this.start(walk, from, above), above);
    const absolute = !relative ? above : above === '' ? from.path : from.join(above);
    if (this.inMount(absolute)) return directoryIn(this.rootPlace('mounts'), absolute);
    let inside: Place | undefined;
    try {
      inside = directoryIn(this.rootPlace('sysroot'), absolute);
      if (inside.node.lookup(name) !== undefined) return inside;
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
    }
    try {
      return directoryIn(this.rootPlace('mounts'), absolute);
    } catch (error) {
      if (inside !== undefined && error instanceof KernelError) return inside;
      throw error;
    }
  }

  open(
    context: FileContext,
    credentials: Credentials,
    path: string,
    flags: number,
    mode: number,
    options: LookupOptions = {},
  ): OpenFile {
    const from = this.begin(context, options);
    const walk: Walk = { context, credentials, links: 0, options, base: from.path };
    if (flags & OpenFlag.O_TMPFILE && !(flags & OpenFlag.O_PATH)) {
      const place = this.find(walk, from, path);
      if (!isDirectory(place.node)) throw errno('ENOTDIR');
      if (!canWrite(flags)) throw errno('EINVAL');
      if (place.node.tmpfile === undefined) throw errno('EOPNOTSUPP');
      return this.named(place.node.tmpfile(flags, mode, owner(credentials)), `${place.path}/#tmpfile`);
    }
    const nofollow = (flags & OpenFlag.O_NOFOLLOW) !== 0 || options.follow === false;
    if (flags & OpenFlag.O_CREAT && !(flags & OpenFlag.O_PATH))
      return this.openCreating(walk, from, path, flags, mode, nofollow);
    const place = this.find({ ...walk, options: { ...options, follow: !nofollow } }, from, path);
    return this.openPlace(walk, place, flags, path);
  }

  private openCreating(
    walk: Walk,
    from: Place,
    path: string,
    flags: number,
    mode: number,
    nofollow: boolean,
  ): OpenFile {
    const { directory, name, trailingSlash } = this.findParent(walk, from, path);
    if (name === '/' || name === '.' || name === '..') throw errno('EISDIR');
    const existing = this.child(directory, name);
    if (existing !== undefined) {
      if (flags & OpenFlag.O_EXCL) throw errno('EEXIST');
      if (existing.node.type === S_IFLNK && !nofollow) {
        if (++walk.links > MAX_LINKS) throw errno('ELOOP');
        const direct = existing.node.follow?.();
        if (direct !== undefined)
          return this.openPlace(
            walk,
            new Place(direct.node, direct.path, directory, 'mounts', directory.mount),
            flags,
            path,
          );
        return this.openCreating(walk, directory, existing.node.readlink(), flags, mode, nofollow);
      }
      if (isDirectory(existing.node)) throw errno('EISDIR');
      if (trailingSlash) throw errno('ENOTDIR');
      return this.openPlace(walk, existing, flags, path);
    }
    if (trailingSlash) throw errno('EISDIR');
    if (directory.node.fs.readOnly) throw errno('EROFS');
    this.checkAccess(walk.credentials, directory.node, Permission.write | Permission.execute);
    const by = ownerIn(walk.credentials, directory.node);
    const file =
      directory.node.create?.(name, flags, mode, by) ??
      directory.node.mknod(name, S_IFREG | mode, 0, by).open(flags & ~OpenFlag.O_TRUNC);
    return this.named(file, directory.join(name));
  }

  /** Opens what a walk has found. */
  private openPlace(walk: Walk, place: Place, flags: number, asked: string): OpenFile {
    const { node } = place;
    if (flags & OpenFlag.O_PATH) {
      if (flags & OpenFlag.O_DIRECTORY && !isDirectory(node)) throw errno('ENOTDIR');
      const file = new PathFile(flags, place.path, node);
      file.location = place;
      return file;
    }
    if (node.type === S_IFLNK) throw errno(flags & OpenFlag.O_DIRECTORY ? 'ENOTDIR' : 'ELOOP');
    if (isDirectory(node)) {
      if (canWrite(flags) || flags & OpenFlag.O_TRUNC) throw errno('EISDIR');
      this.checkAccess(walk.credentials, node, Permission.read);
      const directory = this.withMountPoints(node.open(flags), place);
      directory.location = place;
      return this.named(directory, place.path);
    }
    if (flags & OpenFlag.O_DIRECTORY || asked.endsWith('/')) throw errno('ENOTDIR');
    const wanted = (canRead(flags) ? Permission.read : 0) | (canWrite(flags) ? Permission.write : 0);
    this.checkAccess(walk.credentials, node, wanted);
    if (node.type !== S_IFREG) return this.named(this.special(node, flags, place.path), place.path);
    if (node.fs.readOnly && (canWrite(flags) || flags & OpenFlag.O_TRUNC)) throw errno('EROFS');
    return this.named(node.open(flags), place.path);
  }

  /** Mount points show in listings even where the directory below has no such name. */
  private withMountPoints(file: OpenFile, place: Place): OpenFile {
    if (this.byPath.size === 1 || place.layer !== 'mounts' || !(file instanceof DirectoryFile)) return file;
    const prefix = place.path === '/' ? '/' : `${place.path}/`;
    const extra: DirectoryEntry[] = [];
    for (const { path, root } of this.byPath.values()) {
      const name = path.slice(prefix.length);
      if (path !== '/' && path.startsWith(prefix) && name !== '' && !name.includes('/'))
        extra.push({ name, ino: root.stat().st_ino, type: root.type });
    }
    if (extra.length === 0) return file;
    const parent = place.parent?.node ?? place.node;
    return new DirectoryFile(file.flags, file.path, place.node, () => parent.stat().st_ino, extra);
  }

  private named(file: OpenFile, path: string): OpenFile {
    // The one place where an open file learns its path: nodes do not know where they are mounted.
    if (file.path === '') (file as { path: string }).path = path;
    return file;
  }
}

const isDirectory = (node: Node): boolean => (node.type & S_IFMT) === S_IFDIR;

function checkPath(path: string): void {
  if (path === '') throw errno('ENOENT');
  if (path.length >= PATH_MAX) throw errno('ENAMETOOLONG');
}

const owner = (credentials: Credentials) => ({ uid: credentials.fsuid, gid: credentials.fsgid });

/** Who owns what is made in a directory: a set-group-id directory hands on its group. */
export function ownerIn(
  credentials: Credentials,
  directory: Node,
): { readonly uid: number; readonly gid: number } {
  const by = owner(credentials);
  if (directory.fs.hostChecksAccess) return by;
  const { st_mode, st_gid } = directory.stat();
  return st_mode & S_ISGID ? { uid: by.uid, gid: st_gid } : by;
}
