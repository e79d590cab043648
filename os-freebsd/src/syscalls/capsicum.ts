import {
  defineSyscall,
  errno,
  fd,
  int,
  isLater,
  outInt,
  ptr,
  type SyscallDefinition,
  size,
  type Thread,
  uint,
} from '@anyuser/core';
import { CAP_ALL } from '../capsicum/rights.table';
import { capabilitiesOf, enterCapabilityMode, inheritRights, rightsOf, setRights } from '../capsicum/state';

const CAP_RIGHTS_VERSION = 0;
const INDEX_BITS = 0xfe00_0000_0000_0000n;

export const cap_enter = defineSyscall({
  name: 'cap_enter',
  args: {},
  run: (t) => enterCapabilityMode(t.process),
});
export const cap_getmode = defineSyscall({
  name: 'cap_getmode',
  args: { modep: outInt },
  run(t, { modep }) {
    if (modep.isNull) throw errno('EFAULT');
    modep.set(capabilitiesOf(t.process)?.mode ? 1 : 0);
  },
});

/** A descriptor that is open. @throws KernelError EBADF */
const checked = (t: Thread, number: number): number => {
  t.files.get(number);
  return number;
};

export const cap_rights_limit = defineSyscall({
  name: 'cap_rights_limit',
  args: { fd, rightsp: ptr },
  run(t, { fd: number, rightsp }) {
    const words = [t.mem.u64(rightsp), t.mem.u64(rightsp + 8)] as const;
    if (words[0] >> 62n !== BigInt(CAP_RIGHTS_VERSION)) throw errno('EINVAL');
    const old = rightsOf(t.process, checked(t, number));
    for (const [i, word] of words.entries()) {
      // Which word it is, and no right that there is not.
      if ((word & INDEX_BITS) !== (CAP_ALL[i]! & INDEX_BITS) || (word & ~CAP_ALL[i]!) !== 0n)
        throw errno('EINVAL');
      if ((word & ~old.words[i]!) !== 0n) throw errno('ENOTCAPABLE');
    }
    setRights(t.process, number, { ...old, words });
  },
});
export const __cap_rights_get = defineSyscall({
  name: '__cap_rights_get',
  args: { version: int, fd, rightsp: ptr },
  run(t, { version, fd: number, rightsp }) {
    if (version !== CAP_RIGHTS_VERSION) throw errno('EINVAL');
    const { words } = rightsOf(t.process, checked(t, number));
    t.mem.setU64(rightsp, words[0]);
    t.mem.setU64(rightsp + 8, words[1]);
  },
});

const MOST_IOCTLS = 256;
export const cap_ioctls_limit = defineSyscall({
  name: 'cap_ioctls_limit',
  args: { fd, cmds: ptr, ncmds: size },
  run(t, { fd: number, cmds, ncmds }) {
    if (ncmds > MOST_IOCTLS) throw errno('EINVAL');
    const old = rightsOf(t.process, checked(t, number));
    const wanted = Array.from({ length: ncmds }, (_, i) => t.mem.u32(cmds + 4 * i));
    if (old.ioctls !== undefined && wanted.some((request) => !old.ioctls!.includes(request)))
      throw errno('ENOTCAPABLE');
    setRights(t.process, number, { ...old, ioctls: wanted });
  },
});
const CAP_IOCTLS_ALL = 0x7fff_ffff;
export const cap_ioctls_get = defineSyscall({
  name: 'cap_ioctls_get',
  args: { fd, cmds: ptr, maxcmds: size },
  run(t, { fd: number, cmds, maxcmds }) {
    const { ioctls } = rightsOf(t.process, checked(t, number));
    if (ioctls === undefined) return CAP_IOCTLS_ALL;
    if (cmds !== 0)
      ioctls.slice(0, maxcmds).forEach((request, i) => void t.mem.setU32(cmds + 4 * i, request));
    return ioctls.length;
  },
});

const CAP_FCNTL_ALL = 8 | 16 | 32 | 64;
export const cap_fcntls_limit = defineSyscall({
  name: 'cap_fcntls_limit',
  args: { fd, fcntlrights: uint },
  run(t, { fd: number, fcntlrights }) {
    if ((fcntlrights & ~CAP_FCNTL_ALL) !== 0) throw errno('EINVAL');
    const old = rightsOf(t.process, checked(t, number));
    if ((fcntlrights & ~(old.fcntls ?? CAP_FCNTL_ALL)) !== 0) throw errno('ENOTCAPABLE');
    setRights(t.process, number, { ...old, fcntls: fcntlrights });
  },
});
export const cap_fcntls_get = defineSyscall({
  name: 'cap_fcntls_get',
  args: { fd, fcntlrightsp: outInt },
  run: (t, { fd: number, fcntlrightsp }) =>
    fcntlrightsp.set(rightsOf(t.process, checked(t, number)).fcntls ?? CAP_FCNTL_ALL),
});

/** A call whose new descriptor has the rights of the one that it is made from. */
export const inheriting = (base: SyscallDefinition, from: string): SyscallDefinition => ({
  ...base,
  run(t, args) {
    const source = (args as Readonly<Record<string, unknown>>)[from];
    const settle = <T>(result: T): T => {
      if (typeof source === 'number' && typeof result === 'number' && result >= 0)
        inheritRights(t, source, result);
      return result;
    };
    const result = base.run(t, args);
    return isLater(result) ? result.then(settle) : settle(result);
  },
});
