import { defineSyscall, ptr } from '@anyuser/core';

/** sigreturn(ucontext): a context that cannot be read is an error, and the thread goes on as it was (sys/arm/arm/machdep.c). */
export const sigreturn = defineSyscall({
  name: 'sigreturn',
  args: { sigcntxp: ptr },
  run(t, { sigcntxp }) {
    t.abi.signalFrame.pop(t, t.cpu, 'sigreturn', sigcntxp);
    t.keepRegisters();
  },
});
