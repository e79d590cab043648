import { defineSyscall, errno, int, ptr, uint, word } from '@anyuser/core';

/** set_thread_area(address): what RDHWR $29 reads (arch/mips/kernel/syscall.c). */
export const set_thread_area = defineSyscall({
  name: 'set_thread_area',
  args: { address: ptr },
  run(thread, { address }) {
    thread.abi.setThreadPointer(thread.cpu, address);
  },
});

/** cacheflush(address, bytes, cache): translated code follows writes by itself. */
export const cacheflush = defineSyscall({
  name: 'cacheflush',
  args: { address: ptr, bytes: uint, cache: uint },
  run({ abi }, { address, bytes }) {
    if (bytes !== 0 && address + bytes > abi.start.layout.userTop) throw errno('EFAULT');
  },
});

const MIPS_ATOMIC_SET = 2001;
const MIPS_FIXADE = 7;
const FLUSH_CACHE = 3;

/** sysmips(cmd, arg1, arg2) (arch/mips/kernel/syscall.c). */
export const sysmips = defineSyscall({
  name: 'sysmips',
  args: { cmd: int, arg1: word, arg2: word },
  run(thread, { cmd, arg1, arg2 }) {
    switch (cmd) {
      case MIPS_ATOMIC_SET: {
        if ((arg1 & 3) !== 0) throw errno('EINVAL');
        const old = thread.mem.i32(arg1);
        thread.mem.setU32(arg1, arg2);
        return old;
      }
      case MIPS_FIXADE:
        // Unaligned accesses are always put right, which is what 1 asks for; 2 also wants each one logged.
        if (arg1 !== 1) throw errno('EINVAL');
        return 0;
      case FLUSH_CACHE:
        return 0;
      default:
        throw errno('EINVAL');
    }
  },
});
