import { errno, KernelError } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { ptr } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** Versions of the header, and of how many words each set then consists (kernel/capability.c). */
const CAPABILITY_VERSION_3 = 0x2008_0522;
const CAPABILITY_WORDS: Readonly<Record<number, number>> = {
  0x1998_0330: 1,
  0x2007_1026: 2,
  [CAPABILITY_VERSION_3]: 2,
};

/** Reads the version of a capability header; an unknown one is replaced by the kernel's and refused. */
function capabilityWords(thread: Thread, header: number): number {
  const words = CAPABILITY_WORDS[thread.mem.u32(header)];
  if (words === undefined) {
    thread.mem.setU32(header, CAPABILITY_VERSION_3);
    throw errno('EINVAL');
  }
  return words;
}

/** No process has any capability. */
export const capget = defineSyscall({
  name: 'capget',
  args: { header: ptr, data: ptr },
  run(thread, { header, data }) {
    try {
      const words = capabilityWords(thread, header);
      if (data !== 0) thread.mem.zero(data, words * 12);
    } catch (error) {
      if (error instanceof KernelError && error.code === 'EINVAL' && data === 0) return;
      throw error;
    }
  },
});

/** No capability can be gained; giving up none is allowed. */
export const capset = defineSyscall({
  name: 'capset',
  args: { header: ptr, data: ptr },
  run(thread, { header, data }) {
    const words = capabilityWords(thread, header);
    for (let n = 0; n < words * 3; n++) if (thread.mem.u32(data + 4 * n) !== 0) throw errno('EPERM');
  },
});
