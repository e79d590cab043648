import { defineSyscall, errno, int, pathOrNull, ptr, size, type Thread } from '@anyuser/core';
import { type OpenbsdProcess, stateOf } from '../process-state';
import { pinsFromOffsets } from '../security/pins';
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
    if (path === undefined || permissions === undefined) throw errno('EINVAL');
    if (visible.locked) throw errno('EPERM');
    if (/[^rwxc]/.test(permissions)) throw errno('EINVAL');
    visible.add(placeOfPath(t, 'AT_FDCWD', path, { path: 'path', need: 'r' }, true), permissions);
  },
});

/** mimmutable(addr, len): what is mapped there stays as it is. */
export const mimmutable = defineSyscall({
  name: 'mimmutable',
  args: { addr: ptr, len: size },
  run: (t, { addr, len }) => tagPages(t, addr, len, Tag.immutable),
});

/** msyscall(addr, len): the one further region, libc's, that calls may come from. */
export const msyscall = defineSyscall({
  name: 'msyscall',
  args: { addr: ptr, len: size },
  run(t, { addr, len }) {
    const state = stateOf(t.process);
    if (state.msyscall) throw errno('EPERM');
    tagPages(t, addr, len, Tag.syscall);
    state.msyscall = true;
  },
});

const PAGE_MASK = 0xfff;

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
    const { pins } = stateOf(t.process);
    if (pins === undefined || pins.length > 1) throw errno('EPERM');
    if (npins < 0 || npins > MOST_PINS) throw errno('E2BIG');
    pins.push(
      pinsFromOffsets(
        base,
        len,
        Array.from({ length: npins }, (_, n) => t.mem.u32(table + 4 * n)),
      ),
    );
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
