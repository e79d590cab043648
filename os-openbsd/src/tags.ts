/** OpenBSD's marks on regions of an address space (sys/uvm/uvm_map.h, UVM_ET_*). */
export const Tag = {
  /** A stack: the only memory that a stack pointer may point into at a call. */
  stack: 1,
  /** Neither mapping nor protection may change any more. */
  immutable: 2,
  /** Calls may come from it (before 7.5). */
  syscall: 4,
} as const;
