import { errno, KernelError } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { int, ptr } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** Commands, the mark of a signal that waits, and the bits of the word that are flags; those above count (sys/sys/signalvar.h). */
const COMMAND = { setPointer: 1, unblock: 2, unsetPointer: 3 } as const;
const [PEND, FLAGS] = [1, 0xf] as const;

const WORD = Symbol('sigfastblock');
const wordOf = ({ extra }: Thread): number | undefined => extra.get(WORD) as number | undefined;

/** Whether a thread's word says that signals are to wait; if so they are marked there as waiting. A word that is gone says nothing. */
function defers(t: Thread): boolean {
  const at = wordOf(t);
  if (at === undefined) return false;
  try {
    const word = t.mem.u32(at);
    if ((word & ~FLAGS) === 0) return false;
    if ((word & PEND) === 0 && t.hasPending) t.mem.setU32(at, word | PEND);
    return true;
  } catch (error) {
    if (error instanceof KernelError) return false;
    throw error;
  }
}

/** sigfastblock(cmd, ptr): signals wait while a word of the program's is not zero (FreeBSD 13, sys/kern/kern_sig.c). */
export const sigfastblock = defineSyscall({
  name: 'sigfastblock',
  args: { cmd: int, ptr },
  run(t, { cmd, ptr: at }) {
    const word = wordOf(t);
    switch (cmd) {
      case COMMAND.setPointer:
        if (word !== undefined) throw errno('EBUSY');
        if ((at & 3) !== 0) throw errno('EINVAL');
        t.mem.writable(at, 4);
        t.extra.set(WORD, at);
        t.defers = () => defers(t);
        return;
      case COMMAND.unblock:
        if (word === undefined) throw errno('EINVAL');
        if (t.mem.u32(word) !== PEND) throw errno('EBUSY');
        t.mem.setU32(word, 0);
        t.wakeForSignal();
        return;
      case COMMAND.unsetPointer:
        if (word === undefined) throw errno('EINVAL');
        if (t.mem.u32(word) !== 0) throw errno('EBUSY');
        t.extra.delete(WORD);
        t.defers = undefined;
        return;
      default:
        throw errno('EINVAL');
    }
  },
});
