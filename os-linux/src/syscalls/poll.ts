import {
  defineSyscall,
  int,
  pollFds,
  ptr,
  type SyscallDefinition,
  selectFds,
  type Thread,
  uint,
} from '@anyuser/core';
import { limitedWait, maskArgument } from './wait-limit';

const ppollWith = (name: string, struct: 'timespec' | 'timespec64'): SyscallDefinition =>
  defineSyscall({
    name,
    args: { fds: ptr, nfds: uint, tsp: ptr, sigmask: ptr, sigsetsize: uint },
    restart: false,
    run(t, { fds, nfds, tsp, sigmask, sigsetsize }) {
      const mask = maskArgument(t, sigmask, sigsetsize);
      return limitedWait(t, tsp, struct, (deadline) => pollFds(t, fds, nfds, deadline, mask));
    },
  });
export const ppoll = ppollWith('ppoll', 'timespec');
export const ppoll_time64 = ppollWith('ppoll_time64', 'timespec64');

export const _newselect = defineSyscall({
  name: '_newselect',
  args: { nfds: int, readfds: ptr, writefds: ptr, exceptfds: ptr, timeout: ptr },
  restart: false,
  run: (t, { nfds, readfds, writefds, exceptfds, timeout }) =>
    limitedWait(t, timeout, 'timeval', (deadline) =>
      selectFds(t, nfds, [readfds, writefds, exceptfds], deadline),
    ),
});

/** The sixth argument points at a mask's address and size (fs/select.c get_sigset_argpack). */
function packedMask(t: Thread, address: number) {
  if (address === 0) return undefined;
  const { word } = t.abi.data;
  return maskArgument(t, t.mem.u32(address), t.mem.u32(address + word));
}
const pselectWith = (name: string, struct: 'timespec' | 'timespec64'): SyscallDefinition =>
  defineSyscall({
    name,
    args: { nfds: int, readfds: ptr, writefds: ptr, exceptfds: ptr, tsp: ptr, sig: ptr },
    restart: false,
    run(t, { nfds, readfds, writefds, exceptfds, tsp, sig }) {
      const mask = packedMask(t, sig);
      return limitedWait(t, tsp, struct, (deadline) =>
        selectFds(t, nfds, [readfds, writefds, exceptfds], deadline, mask),
      );
    },
  });
export const pselect6 = pselectWith('pselect6', 'timespec');
export const pselect6_time64 = pselectWith('pselect6_time64', 'timespec64');
