import {
  type ArgumentType,
  errno,
  ppoll as pollMasked,
  pselect,
  ptr,
  readSigset,
  type SignalSet,
  select,
  timeLimit,
  uint,
  variant,
} from '@anyuser/core';

/** What is left of the time is put back. */
const left = (struct: string) => timeLimit(struct, true);

export const ppoll = variant(pollMasked, { args: { timeout: left('timespec'), sigsetsize: uint } });
export const ppoll_time64 = variant(ppoll, { name: 'ppoll_time64', args: { timeout: left('timespec64') } });
export const _newselect = variant(select, { name: '_newselect', args: { timeout: left('timeval') } });

/** The sixth argument points at a mask's address and size (fs/select.c get_sigset_argpack). */
const packedMask: ArgumentType<SignalSet | undefined> = {
  width: 'word',
  bind: (abi) => ({
    decode({ mem }, low) {
      const at = low === 0 ? 0 : mem.u32(low >>> 0);
      if (at === 0) return undefined;
      if (mem.u32((low >>> 0) + abi.data.word) !== abi.sigsetSize) throw errno('EINVAL');
      return readSigset(abi, mem, at);
    },
    format: ptr.bind(abi).format,
  }),
};
export const pselect6 = variant(pselect, {
  name: 'pselect6',
  args: { timeout: left('timespec'), sigmask: packedMask },
});
export const pselect6_time64 = variant(pselect6, {
  name: 'pselect6_time64',
  args: { timeout: left('timespec64') },
});
