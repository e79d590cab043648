import { defineSyscall, ptr, uint } from '@anyuser/core';

/** utrace(label, addr, len): a line for ktrace, which never looks here (sys/kern/kern_ktrace.c). */
export const utrace = defineSyscall({
  name: 'utrace',
  args: { label: ptr, addr: ptr, len: uint },
  run: () => 0,
});
