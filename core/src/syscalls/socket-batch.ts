import { structCodec } from '../abi/codecs';
import { MsgFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import type { Thread } from '../kernel/thread';
import { fd, flags, ptr, uint } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { eachMessage, MOST_MESSAGES, socketOf } from './socket';
import { receiveMessage, sendMessage } from './socket-message';
import { readTime } from './time-argument';

/** Where the length lies in struct mmsghdr. */
function layout(t: Thread): { readonly stride: number; readonly lengthAt: number } {
  const codec = structCodec(t.abi, 'mmsghdr');
  return { stride: codec.size, lengthAt: codec.fields.find(({ name }) => name === 'msg_len')!.offset };
}

export const sendmmsg = defineSyscall({
  name: 'sendmmsg',
  args: { fd, msgvec: ptr, vlen: uint, flags: flags('msg') },
  run(t, { fd: number, msgvec, vlen, flags: how }) {
    const socket = socketOf(t, number);
    const { stride, lengthAt } = layout(t);
    return eachMessage(t, msgvec, Math.min(vlen, MOST_MESSAGES), stride, lengthAt, (header) =>
      sendMessage(t, socket, header, how),
    );
  },
});

/** The timeout, of a struct by that name, is looked at between messages only, as kernels do (recvmmsg(2), BUGS). */
export const recvmmsgWith = (name: string, struct: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { fd, msgvec: ptr, vlen: uint, flags: flags('msg'), timeout: ptr },
    run(t, { fd: number, msgvec, vlen, flags: how, timeout }) {
      const socket = socketOf(t, number);
      const { stride, lengthAt } = layout(t);
      const deadline = timeout === 0 ? undefined : t.kernel.now('monotonic') + readTime(t, timeout, struct);
      return eachMessage(t, msgvec, Math.min(vlen, MOST_MESSAGES), stride, lengthAt, (header, index) => {
        if (index > 0 && deadline !== undefined && t.kernel.now('monotonic') >= deadline)
          throw errno('EAGAIN');
        const wait = index > 0 && how & MsgFlag.MSG_WAITFORONE ? MsgFlag.MSG_DONTWAIT : 0;
        return receiveMessage(t, socket, header, how | wait);
      });
    },
  });
export const recvmmsg = recvmmsgWith('recvmmsg', 'timespec');
