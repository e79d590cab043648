import { defineSyscall, errno, int, pathOrNull, ptr, size, type Thread } from '@anyuser/core';
import { type OpenbsdProcess, stateOf } from '../process-state';
import { pinsFromOffsets, SEVERAL_PLACES } from '../security/pins';
import { parsePromises } from '../security/pledge';
import { placeOfPath, Unveil } from '../security/unveil';
import { Tag } from '../tags';

/** Promises that let a program at files, without which there is nothing to hide. */
const PATHS = ['rpath', 'wpath', 'cpath', 'dpath', 'tmppath', 'exec', 'unix', 'unveil'];

/** @throws KernelError EPERM where promises would grow */
function checkReduction(old: ReadonlySet<string> | undefined, wanted: ReadonlySet<string>): void {
  if (old !== undefined && [...wanted].some((promise) => !old.has(promise))) throw errno('EPERM');
}

/** pledge(promises, execpromises): under `error` what would grow is left out, but not of what exec gets. */
export const pledge = defineSyscall({
  name: 'pledge',
  args: { promises: pathOrNull, execpromises: pathOrNull },
  run(t, { promises, execpromises }) {
    const state = stateOf(t.process);
    const old = state.promises;
    let now = promises === undefined ? undefined : parsePromises(promises);
    const later = execpromises === undefined ? undefined : parsePromises(execpromises);
    if (now !== undefined) {
      if (old?.has('error')) now = new Set([...now].filter((promise) => old.has(promise)));
      checkReduction(old, now);
    }
    if (later !== undefined) {
      checkReduction(state.execPromises, later);
      state.execPromises = later;
    }
    if (now === undefined) return;
    state.promises = now;
    if (!PATHS.some((promise) => now.has(promise))) state.unveil = undefined;
  },
});

function unveilOf(state: OpenbsdProcess): Unveil {
  state.unveil ??= new Unveil();
  return state.unveil;
}

/** Each of r, w, x and c once. */
const MOST_PERMISSIONS = 4;

/** unveil(path, permissions); both NULL: no more changes. */
export const unveil = defineSyscall({
  name: 'unveil',
  args: { path: pathOrNull, permissions: pathOrNull },
  run(t, { path, permissions }) {
    const visible = unveilOf(stateOf(t.process));
    if (path === undefined && permissions === undefined) {
      visible.locked = true;
      return;
    }
    if (visible.locked) throw errno('EPERM');
    if (path === undefined || permissions === undefined) throw errno('EFAULT');
    if (permissions.length > MOST_PERMISSIONS) throw errno('ENAMETOOLONG');
    if (path === '') throw errno('EINVAL');
    const place = placeOfPath(t, 'AT_FDCWD', path, { path: 'path', need: 'r' }, true);
    if (/[^rwxc]/.test(permissions)) throw errno('EINVAL');
    visible.add(place, permissions);
  },
});

/** mimmutable(addr, len): what is mapped there stays as it is. */
export const mimmutable = defineSyscall({
  name: 'mimmutable',
  args: { addr: ptr, len: size },
  run(t, { addr, len }) {
    checkRange(addr, len);
    tagPages(t, addr, len, Tag.immutable);
  },
});

/** msyscall(addr, len): the one further region, libc's, that calls may come from. */
export const msyscall = defineSyscall({
  name: 'msyscall',
  args: { addr: ptr, len: size },
  run(t, { addr, len }) {
    const state = stateOf(t.process);
    checkRange(addr, len);
    if (state.libcNamed) throw errno('EPERM');
    state.libcNamed = true;
    tagPages(t, addr, len, Tag.syscall);
  },
});

const PAGE_MASK = 0xfff;

/** @throws KernelError EINVAL for a range past the end of memory */
function checkRange(address: number, length: number): void {
  if (address + length > 2 ** 32) throw errno('EINVAL');
}

function tagPages(t: Thread, address: number, length: number, tag: number): void {
  const start = (address & ~PAGE_MASK) >>> 0;
  t.process.space.tag(start, length + (address & PAGE_MASK), tag);
}

/** Most entries that a table may have: one a call number (sys/syscall.h, SYS_MAXSYSCALL). */
const MOST_PINS = 331;

/** pinsyscalls(base, len, pins, npins): ld.so's, once, for libc (sys/uvm/uvm_mmap.c). */
export const pinsyscalls = defineSyscall({
  name: 'pinsyscalls',
  args: { base: ptr, len: size, pins: ptr, npins: int },
  run(t, { base, len, pins: table, npins }) {
    const state = stateOf(t.process);
    if (t.process.threads.size > 1 || state.libcNamed) throw errno('EPERM');
    state.libcNamed = true;
    if (base + len > t.process.space.layout.userTop) throw errno('EINVAL');
    if (npins < 1 || npins > MOST_PINS) throw errno('E2BIG');
    const offsets = Array.from({ length: npins }, (_, n) => t.mem.u32(table + 4 * n));
    if (offsets.some((offset) => offset !== SEVERAL_PLACES && offset > len)) throw errno('ERANGE');
    state.pins?.push(pinsFromOffsets(base, len, offsets));
  },
});

const SYS_execve = 59;

/** pinsyscall(syscall, addr, len): where execve may come from; 7.3 to 7.5 only. */
export const pinsyscall = defineSyscall({
  name: 'pinsyscall',
  args: { syscall: int, addr: ptr, len: size },
  run(t, { syscall: number, addr, len }) {
    const state = stateOf(t.process);
    if (number !== SYS_execve) throw errno('EINVAL');
    if (state.execPin !== undefined) throw errno('EPERM');
    state.execPin = { start: addr, end: addr + len };
  },
});
