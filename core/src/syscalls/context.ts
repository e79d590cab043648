import type { Thread } from '../kernel/thread';
import { ptr } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';

/** What a cell does with a ucontext_t. */
export interface ContextCell {
  /** Loads registers, and the mask if asked. @throws KernelError EINVAL */
  load(thread: Thread, ucontext: number, withMask: boolean): void;
  /** Saves the registers of a thread whose call succeeds, and its mask. */
  save(thread: Thread, ucontext: number): void;
}

/** getcontext, setcontext and swapcontext, which are calls on some systems; a NULL that setcontext gets ends the thread on those that say so. */
export const contextCalls = (
  cell: ContextCell,
  nullEnds: boolean,
): Readonly<Record<'getcontext' | 'setcontext' | 'swapcontext', SyscallDefinition>> => ({
  getcontext: defineSyscall({
    name: 'getcontext',
    args: { ucp: ptr },
    run: (t, { ucp }) => cell.save(t, ucp),
  }),
  setcontext: defineSyscall({
    name: 'setcontext',
    args: { ucp: ptr },
    run(t, { ucp }) {
      if (ucp === 0 && nullEnds) {
        t.exit(0);
        return;
      }
      cell.load(t, ucp, true);
      t.keepRegisters();
    },
  }),
  swapcontext: defineSyscall({
    name: 'swapcontext',
    args: { oucp: ptr, ucp: ptr },
    run(t, { oucp, ucp }) {
      cell.save(t, oucp);
      cell.load(t, ucp, true);
      t.keepRegisters();
    },
  }),
});
