import {
  cloneThread,
  contextCalls,
  defineSyscall,
  int,
  ptr,
  type SyscallDefinition,
  startThread,
  type Thread,
  writeSigset,
} from '@anyuser/core';

/** What a port does with the machine part of a ucontext: saves the registers as they are when the call has succeeded. */
export type SaveContext = (t: Thread, ucontext: number) => void;

const load = (t: Thread, ucontext: number): void => t.abi.signalFrame.pop(t, t.cpu, 'sigreturn', ucontext);

const THR_SUSPENDED = 1;

/** getcontext and its relatives (sys/kern/kern_context.c), and the call that made threads of contexts before thr_new (kern_thr.c). */
export const portContextCalls = (
  saveRegisters: SaveContext,
): Readonly<Record<string, SyscallDefinition>> => ({
  ...contextCalls(
    {
      load,
      save(t, ucontext) {
        saveRegisters(t, ucontext);
        writeSigset(t.abi, t.mem, ucontext, t.signalMask);
      },
    },
    false,
  ),
  thr_create: defineSyscall({
    name: 'thr_create',
    args: { ctx: ptr, id: ptr, flags: int },
    run(t, { ctx, id, flags }) {
      t.mem.writable(id, 4);
      const thread = cloneThread(t);
      load(thread, ctx);
      t.mem.setU32(id, thread.tid);
      if ((flags & THR_SUSPENDED) !== 0) thread.suspend();
      startThread(thread);
    },
  }),
});
