import { MemoryFdFlag, OpenFlag, SealFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { createMemoryFd } from '../kernel/memfd';
import { flags, text } from '../syscall/arguments';
import { defineSyscall } from '../syscall/define';

/** Longest name: NAME_MAX less the `memfd:` that the system puts before it. */
const NAME_MAX = 249;

/** memfd_create (Linux, NetBSD 11). */
export const memfd_create = defineSyscall({
  name: 'memfd_create',
  args: { name: text, flags: flags('memfd', { strict: true }) },
  run(t, { name, flags: how }) {
    if (name.length > NAME_MAX) throw errno('EINVAL');
    if (how & MemoryFdFlag.MFD_HUGETLB) throw errno('ENOSYS');
    const sealed = how & MemoryFdFlag.MFD_ALLOW_SEALING ? 0 : SealFlag.F_SEAL_SEAL;
    return t.files.add(createMemoryFd(t, name, OpenFlag.O_RDWR, sealed), {
      cloexec: (how & MemoryFdFlag.MFD_CLOEXEC) !== 0,
    });
  },
});
