import { defineSyscall, errno, ptr, uint } from '@anyuser/core';

/** cacheflush(start, end, flags): translated code follows writes by itself, so there is nothing to flush (arch/arm/kernel/traps.c). */
export const cacheflush = defineSyscall({
  name: 'cacheflush',
  args: { start: ptr, end: ptr, flags: uint },
  run(_thread, { start, end, flags }) {
    if (end < start || flags !== 0) throw errno('EINVAL');
    return 0;
  },
});

export const set_tls = defineSyscall({
  name: 'set_tls',
  args: { address: ptr },
  run(thread, { address }) {
    thread.abi.setThreadPointer(thread.cpu, address);
    return 0;
  },
});

/** What this call needs of the processor. */
interface HasThreadPointer {
  readonly threadPointer: number;
}

export const get_tls = defineSyscall({
  name: 'get_tls',
  args: {},
  run: (thread) => (thread.cpu as HasThreadPointer).threadPointer,
});
