import { defineSyscall, KernelError, type SyscallDefinition } from '@anyuser/core';

/** Returns from a handler. A frame that cannot be read ends in SIGSEGV, not in an error (kernel signal.c). */
const signalReturn = (name: 'sigreturn' | 'rt_sigreturn'): SyscallDefinition =>
  defineSyscall({
    name,
    args: {},
    returns: 'none',
    run(thread) {
      try {
        thread.abi.signalFrame.pop(thread, thread.cpu, name, 0);
      } catch (error) {
        if (!(error instanceof KernelError)) throw error;
        thread.signal({ signal: 'SIGSEGV', code: 'SI_KERNEL' });
      }
      thread.keepRegisters();
      return 0;
    },
  });

export const sigreturn = signalReturn('sigreturn');
export const rt_sigreturn = signalReturn('rt_sigreturn');
