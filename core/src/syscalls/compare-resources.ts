import { errno } from '../kernel/errno';
import type { OpenFile } from '../kernel/open-file';
import type { Process } from '../kernel/process';
import type { Thread } from '../kernel/thread';
import type { FileSystem } from '../kernel/vfs/node';
import { choice, int, uint } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { processOf } from './process';
import { maySignal } from './signal';

/** An order of objects that says nothing about where they are: that in which they were first asked for. */
const order = new WeakMap<object, number>();
let last = 0;
function placeOf(object: object): number {
  let place = order.get(object);
  if (place === undefined) {
    place = ++last;
    order.set(object, place);
  }
  return place;
}

/** What stands for a file, whichever node was found for it. */
const files = new WeakMap<FileSystem, Map<number, object>>();
function objectOf(file: OpenFile): object {
  const { node } = file;
  if (node === undefined) return file;
  const { fs } = node;
  const known = files.get(fs) ?? new Map<number, object>();
  files.set(fs, known);
  const { st_ino } = node.stat();
  const found = known.get(st_ino) ?? {};
  known.set(st_ino, found);
  return found;
}

/** What a kind of resource is in one process. @throws KernelError EBADF, EINVAL */
function resourceOf(process: Process, type: string, index: number): object {
  switch (type) {
    case 'KCMP_FILE':
      return process.files.get(index);
    case 'KCMP_FILEOBJ':
      return objectOf(process.files.get(index));
    case 'KCMP_FILES':
      return process.files;
    case 'KCMP_FS':
      return process.fs;
    case 'KCMP_SIGHAND':
      return process.handlers;
    case 'KCMP_VM':
      return process.space;
    default:
      throw errno('EINVAL');
  }
}

/** @throws KernelError ESRCH, EPERM */
function comparable(t: Thread, pid: number): Process {
  const process = processOf(t, pid);
  if (!maySignal(t, process, undefined)) throw errno('EPERM');
  return process;
}

/** kcmp(pid1, pid2, type, idx1, idx2): 0 for the same, 1 and 2 for before and behind (Linux; FreeBSD 14.1, sys/kern/kern_descrip.c). */
export const kcmp = defineSyscall({
  name: 'kcmp',
  args: { pid1: int, pid2: int, type: choice('kcmp'), idx1: uint, idx2: uint },
  run(t, { pid1, pid2, type, idx1, idx2 }) {
    const one = placeOf(resourceOf(comparable(t, pid1), type, idx1));
    const two = placeOf(resourceOf(comparable(t, pid2), type, idx2));
    return one === two ? 0 : one < two ? 1 : 2;
  },
});
