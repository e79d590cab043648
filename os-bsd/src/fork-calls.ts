import type { SyscallDefinition, SyscallResult } from '@anyuser/core';
import * as core from '@anyuser/core';

/** A fork whose parent gets a second result of 0, where its child gets 1 on processors that have the register for it. */
const telling = (base: SyscallDefinition): SyscallDefinition => ({
  ...base,
  run(t, args) {
    const both = (pid: SyscallResult): SyscallResult => [pid as number, 0];
    const pid = base.run(t, args);
    return core.isLater(pid) ? pid.then(both) : both(pid);
  },
});

/** fork and vfork of the BSDs (sys/kern/kern_fork.c). */
export const fork = telling(core.fork);
export const vfork = telling(core.vfork);
