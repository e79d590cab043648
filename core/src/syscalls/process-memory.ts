import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { int, ptr, word } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';
import { processOf } from './process';

const MOST_PIECES = 1024;

/** Copies between the caller's memory and another process's, as far as both sides allow (mm/process_vm_access.c). */
const processVm = (name: string, write: boolean) =>
  defineSyscall({
    name,
    args: { pid: int, local: ptr, liovcnt: word, remote: ptr, riovcnt: word, flags: word },
    run(thread, { pid, local, liovcnt, remote, riovcnt, flags: how }) {
      if (how !== 0 || liovcnt > MOST_PIECES || riovcnt > MOST_PIECES) throw errno('EINVAL');
      const other = processOf(thread, pid);
      const { euid } = thread.process.credentials;
      if (euid !== 0 && euid !== other.credentials.uid) throw errno('EPERM');
      const mine = pieces(thread, local, liovcnt);
      const theirs = pieces(thread, remote, riovcnt);
      const memory = other.space.view;
      let done = 0;
      while (mine.length > 0 && theirs.length > 0) {
        const here = mine[0]!;
        const there = theirs[0]!;
        const wanted = Math.min(here.length, there.length);
        const count = Math.min(
          thread.mem.accessible(here.at, wanted, write ? 'read' : 'write'),
          memory.accessible(there.at, wanted, write ? 'write' : 'read'),
        );
        if (write) memory.write(there.at, thread.mem.bytes(here.at, count));
        else thread.mem.write(here.at, memory.bytes(there.at, count));
        done += count;
        if (count < wanted) break;
        advance(mine, count);
        advance(theirs, count);
      }
      if (done === 0 && mine.length > 0 && theirs.length > 0) throw errno('EFAULT');
      return done;
    },
  });

interface Piece {
  at: number;
  length: number;
}

function pieces(thread: Thread, address: number, count: number): Piece[] {
  return Array.from({ length: count }, (_, i) => ({
    at: thread.mem.u32(address + 8 * i),
    length: thread.mem.u32(address + 8 * i + 4),
  })).filter(({ length }) => length > 0);
}

function advance(list: Piece[], count: number): void {
  const first = list[0]!;
  first.at += count;
  first.length -= count;
  if (first.length === 0) list.shift();
}

/** process_vm_readv and process_vm_writev: for the superuser and for processes of the same user. */
export const process_vm_readv = processVm('process_vm_readv', false);
export const process_vm_writev = processVm('process_vm_writev', true);
