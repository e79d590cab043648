import { MapFlag, OpenFlag, ProtFlag, RemapFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { drop, hold } from '../kernel/file-reference';
import type { OpenFile } from '../kernel/open-file';
import type { Thread } from '../kernel/thread';
import { pageUp } from '../memory/address-space';
import { PAGE_SIZE } from '../memory/layout';
import { MappedFile } from '../memory/mapped-file';
import { SharedObject } from '../memory/shared-object';
import { choice, fd, flags, off, ptr, size } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** Arguments of mmap, with the offset in bytes. */
export interface MmapArguments {
  readonly addr: number;
  readonly length: number;
  readonly prot: number;
  readonly flags: number;
  readonly fd: number;
  readonly offset: number;
}

const ACCESS = OpenFlag.O_WRONLY | OpenFlag.O_RDWR;

/** mmap(2) for every system: what the flags mean is the same, only their numbers are not. */
export function mapMemory(thread: Thread, args: MmapArguments): number {
  const { addr, length, prot, flags: how, offset } = args;
  const shared = (how & MapFlag.MAP_SHARED) !== 0;
  if (!shared && (how & MapFlag.MAP_PRIVATE) === 0) throw errno('EINVAL');
  if (length === 0 || offset % PAGE_SIZE !== 0) throw errno('EINVAL');
  const noreplace = (how & (MapFlag.MAP_FIXED_NOREPLACE | MapFlag.MAP_EXCL)) !== 0;
  const fixed = noreplace ? 'noreplace' : (how & MapFlag.MAP_FIXED) !== 0 ? 'replace' : undefined;
  const place = { address: addr, length, prot, fixed } as const;
  const { space } = thread.process;
  let at: number;
  if ((how & MapFlag.MAP_ANONYMOUS) !== 0) {
    const growsDown = (how & MapFlag.MAP_GROWSDOWN) !== 0;
    at = space.map({ ...place, growsDown, shared: shared ? new SharedObject(undefined) : undefined });
  } else {
    const file = thread.files.get(args.fd);
    at = space.map({ ...place, ...backing(thread, file, prot, shared), offset, name: file.path });
  }
  if ((how & (MapFlag.MAP_POPULATE | MapFlag.MAP_LOCKED)) !== 0 && prot !== 0)
    thread.mem.accessible(at, length, 'read');
  return at;
}

function backing(
  thread: Thread,
  file: OpenFile,
  prot: number,
  shared: boolean,
): { readonly source?: MappedFile; readonly shared?: SharedObject; readonly maxProt?: number } {
  const access = file.flags & ACCESS;
  if (access === OpenFlag.O_WRONLY || (file.flags & OpenFlag.O_PATH) !== 0) throw errno('EACCES');
  const readOnly = access !== OpenFlag.O_RDWR;
  if (shared && readOnly && (prot & ProtFlag.PROT_WRITE) !== 0) throw errno('EACCES');
  const source = file.mappable();
  const keep = { hold: () => void hold(file), drop: () => drop(file) };
  // A source without end is a device of zeroes: anonymous memory.
  if (source.size === Number.POSITIVE_INFINITY) return shared ? { shared: new SharedObject(undefined) } : {};
  if (!shared) return { source: new MappedFile(source, keep) };
  const maxProt = ProtFlag.PROT_READ | ProtFlag.PROT_EXEC | (readOnly ? 0 : ProtFlag.PROT_WRITE);
  return { shared: thread.kernel.sharedObjects.of(source, keep), maxProt };
}

export const mmap = defineSyscall({
  name: 'mmap',
  args: { addr: ptr, length: size, prot: flags('prot'), flags: flags('mmap'), fd, offset: off },
  returns: 'hex',
  run: mapMemory,
});

export const munmap = defineSyscall({
  name: 'munmap',
  args: { addr: ptr, length: size },
  run: (t, { addr, length }) => t.process.space.unmap(addr, length),
});

export const mprotect = defineSyscall({
  name: 'mprotect',
  args: { addr: ptr, length: size, prot: flags('prot', { strict: true }) },
  run(t, { addr, length, prot }) {
    const { space } = t.process;
    if ((prot & ProtFlag.PROT_GROWSDOWN) === 0) {
      space.protect(addr, length, prot);
      return;
    }
    // From the start of the stack's region on (glibc makes stacks executable so).
    const region = space.regions.find(addr);
    if (region === undefined) throw errno('ENOMEM');
    if (!region.growsDown) throw errno('EINVAL');
    space.protect(region.start, addr + length - region.start, prot & ~ProtFlag.PROT_GROWSDOWN);
  },
});

/** Linux's form: never fails, returns where the break is. */
export const brk = defineSyscall({
  name: 'brk',
  args: { addr: ptr },
  returns: 'hex',
  run: (t, { addr }) => t.process.space.brk(addr),
});

export const msync = defineSyscall({
  name: 'msync',
  args: { addr: ptr, length: size, flags: flags('msync', { strict: true }) },
  run: (t, { addr, length }) => t.process.space.sync(addr, length),
});

export const mincore = defineSyscall({
  name: 'mincore',
  args: { addr: ptr, length: size, vec: ptr },
  run: (t, { addr, length, vec }) => t.mem.write(vec, t.process.space.resident(addr, length)),
});

/** madvise by name: advice that changes nothing that a program can see is checked and taken. */
export const madvise = defineSyscall({
  name: 'madvise',
  args: { addr: ptr, length: size, advice: choice('madvise') },
  run(t, { addr, length, advice }) {
    const { space } = t.process;
    if (addr % PAGE_SIZE !== 0) throw errno('EINVAL');
    const bytes = pageUp(length);
    if (bytes === 0) return;
    switch (advice) {
      case 'MADV_DONTNEED':
      case 'MADV_FREE':
      case 'MADV_DONTNEED_LOCKED':
        space.discard(addr, bytes);
        return;
      case 'MADV_REMOVE':
        punch(t, addr, bytes);
        return;
      case 'MADV_DONTFORK':
        space.setOnFork(addr, bytes, 'drop');
        return;
      case 'MADV_WIPEONFORK':
        space.setOnFork(addr, bytes, 'wipe');
        return;
      case 'MADV_DOFORK':
      case 'MADV_KEEPONFORK':
        space.setOnFork(addr, bytes, 'copy');
        return;
      case 'MADV_POPULATE_READ':
      case 'MADV_POPULATE_WRITE':
        if (t.mem.accessible(addr, bytes, advice.endsWith('WRITE') ? 'write' : 'read') < bytes)
          throw errno('ENOMEM');
        return;
      case 'MADV_HWPOISON':
      case 'MADV_SOFT_OFFLINE':
        throw errno('EPERM');
      default:
        if (!space.regions.covers(addr, addr + bytes)) throw errno('ENOMEM');
    }
  },
});

/** MADV_REMOVE: frees a part of a shared object. */
function punch(t: Thread, addr: number, bytes: number): void {
  for (const region of t.process.space.regions.within(addr, addr + bytes)) {
    if (region.shared === undefined || region.shared.source !== undefined) throw errno('EINVAL');
    const from = region.offset + Math.max(addr, region.start) - region.start;
    region.shared.discard(from, region.offset + Math.min(addr + bytes, region.end) - region.start);
  }
}

/** Nothing is ever paged out, so locking only checks its range. */
function checkMapped(t: Thread, addr: number, length: number): void {
  const start = Math.floor(addr / PAGE_SIZE) * PAGE_SIZE;
  if (!t.process.space.regions.covers(start, pageUp(addr + length))) throw errno('ENOMEM');
}

export const mlock = defineSyscall({
  name: 'mlock',
  args: { addr: ptr, length: size },
  run(t, { addr, length }) {
    checkMapped(t, addr, length);
    t.mem.accessible(addr, length, 'read');
  },
});
/** mlock2(addr, length, flags): with MLOCK_ONFAULT pages come as they are touched, which is when they come anyway. */
export const mlock2 = defineSyscall({
  name: 'mlock2',
  args: { addr: ptr, length: size, flags: flags('mlock', { strict: true }) },
  run(t, { addr, length, flags: how }) {
    checkMapped(t, addr, length);
    if (how === 0) t.mem.accessible(addr, length, 'read');
  },
});
export const munlock = defineSyscall({
  name: 'munlock',
  args: { addr: ptr, length: size },
  run: (t, { addr, length }) => checkMapped(t, addr, length),
});
export const mlockall = defineSyscall({
  name: 'mlockall',
  args: { flags: flags('mlockall', { strict: true }) },
  run(_t, { flags: what }) {
    if (what === 0) throw errno('EINVAL');
  },
});
export const munlockall = defineSyscall({ name: 'munlockall', args: {}, run: () => 0 });

/** mremap(2) as Linux has it (mm/mremap.c); NetBSD's has other arguments. */
export const mremap = defineSyscall({
  name: 'mremap',
  args: {
    old_address: ptr,
    old_size: size,
    new_size: size,
    flags: flags('mremap', { strict: true }),
    new_address: ptr,
  },
  returns: 'hex',
  run(thread, { old_address, old_size, new_size, flags: how, new_address }) {
    const mayMove = (how & RemapFlag.MREMAP_MAYMOVE) !== 0;
    const fixed = (how & RemapFlag.MREMAP_FIXED) !== 0;
    if (old_address % PAGE_SIZE !== 0 || new_size === 0) throw errno('EINVAL');
    if (fixed && (!mayMove || new_address % PAGE_SIZE !== 0)) throw errno('EINVAL');
    const keep = (how & RemapFlag.MREMAP_DONTUNMAP) !== 0;
    if (keep && (!mayMove || old_size !== new_size)) throw errno('EINVAL');
    return thread.process.space.remap(old_address, old_size, new_size, {
      mayMove,
      keep,
      ...(fixed ? { to: new_address } : {}),
    });
  },
});
