import {
  type ChildSelector,
  childSignalInfo,
  choice,
  defineSyscall,
  eachMessage,
  errno,
  fd,
  flags,
  int,
  MOST_MESSAGES,
  MsgFlag,
  ptr,
  readTime,
  receiveMessage,
  selectorOf,
  sendMessage,
  socketOf,
  structCodec,
  type Thread,
  uint,
  WaitFlag,
  waitForChild,
} from '@anyuser/core';
import { SIGINFO_SIZE, writeSiginfo } from '../siginfo';

/** Where the length lies in struct mmsghdr. */
function layout(t: Thread): { readonly stride: number; readonly lengthAt: number } {
  const codec = structCodec(t.abi, 'mmsghdr');
  return { stride: codec.size, lengthAt: codec.fields.find(({ name }) => name === 'msg_len')!.offset };
}

export const sendmmsg = defineSyscall({
  name: 'sendmmsg',
  args: { fd, mmsg: ptr, vlen: uint, flags: flags('msg') },
  run(t, { fd: number, mmsg, vlen, flags: how }) {
    const socket = socketOf(t, number);
    const { stride, lengthAt } = layout(t);
    return eachMessage(t, mmsg, Math.min(vlen, MOST_MESSAGES), stride, lengthAt, (header) =>
      sendMessage(t, socket, header, how),
    );
  },
});

/** The timeout is looked at between messages (sys/kern/uipc_syscalls.c). */
export const recvmmsg = defineSyscall({
  name: 'recvmmsg',
  args: { fd, mmsg: ptr, vlen: uint, flags: flags('msg'), timeout: ptr },
  run(t, { fd: number, mmsg, vlen, flags: how, timeout }) {
    const socket = socketOf(t, number);
    const { stride, lengthAt } = layout(t);
    const deadline = timeout === 0 ? undefined : t.kernel.now('monotonic') + readTime(t, timeout, 'timespec');
    return eachMessage(t, mmsg, Math.min(vlen, MOST_MESSAGES), stride, lengthAt, (header, index) => {
      if (index > 0 && deadline !== undefined && t.kernel.now('monotonic') >= deadline) throw errno('EAGAIN');
      const wait = index > 0 && how & MsgFlag.MSG_WAITFORONE ? MsgFlag.MSG_DONTWAIT : 0;
      return receiveMessage(t, socket, header, how | wait);
    });
  },
});

/** waitid's idtype and id. @throws KernelError EINVAL */
function selected(t: Thread, idtype: string, id: number): ChildSelector {
  if (idtype === 'P_ALL') return { kind: 'any' };
  if (idtype === 'P_PID') {
    if (id <= 0) throw errno('EINVAL');
    return selectorOf(t, id);
  }
  if (id < 0) throw errno('EINVAL');
  return { kind: 'group', pgid: id === 0 ? t.process.pgid : id };
}

const CHANGES = WaitFlag.WEXITED | WaitFlag.WUNTRACED | WaitFlag.WCONTINUED | WaitFlag.WTRAPPED;

export const waitid = defineSyscall({
  name: 'waitid',
  args: { idtype: choice('idtype'), id: int, info: ptr, options: flags('wait', { strict: true }) },
  async run(t, { idtype, id, info, options }) {
    if ((options & CHANGES) === 0) throw errno('EINVAL');
    const change = await waitForChild(t, {
      select: selected(t, idtype, id),
      exited: (options & WaitFlag.WEXITED) !== 0,
      stopped: (options & WaitFlag.WUNTRACED) !== 0,
      continued: (options & WaitFlag.WCONTINUED) !== 0,
      noHang: (options & WaitFlag.WNOHANG) !== 0,
      keep: (options & WaitFlag.WNOWAIT) !== 0,
    });
    if (info === 0) return;
    if (change === undefined) t.mem.zero(info, SIGINFO_SIZE);
    else writeSiginfo(t, info, childSignalInfo(change));
  },
});

/** utrace(label, addr, len): a line for ktrace, which never looks here (sys/kern/kern_ktrace.c). */
export const utrace = defineSyscall({
  name: 'utrace',
  args: { label: ptr, addr: ptr, len: uint },
  run: () => 0,
});
