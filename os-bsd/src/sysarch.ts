import { defineSyscall, errno, int, type SyscallDefinition, type Thread, word } from '@anyuser/core';

type Operation = (t: Thread, parms: number) => number | void;

/** sysarch(op, parms): what a port does by its operations' numbers; others are refused. */
export const sysarchCall = (operations: Readonly<Record<number, Operation>>): SyscallDefinition =>
  defineSyscall({
    name: 'sysarch',
    args: { op: int, parms: word },
    run(t, { op, parms }) {
      const perform = operations[op];
      if (perform === undefined) throw errno('EINVAL');
      return perform(t, parms);
    },
  });

/** Caches follow memory by themselves. */
export const nothing: Operation = () => 0;
/** ARM_SYNC_ICACHE and ARM_DRAIN_WRITEBUF (arm/sysarch.h of all three). */
export const ARM_CACHES: Readonly<Record<number, Operation>> = { 0: nothing, 1: nothing };
