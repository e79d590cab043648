import { structCodec } from '../abi/codecs';
import { IpcFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { ipcOf } from '../kernel/ipc/ipc';
import { ipcLimits } from '../kernel/ipc/ipc-limits';
import { checkAccess, checkOwner, IpcAccess, seconds } from '../kernel/ipc/ipc-object';
import { type Message, MessageQueue, MOST_QUEUES, messageChoice } from '../kernel/ipc/message-queue';
import type { Thread } from '../kernel/thread';
import { flags, int, ptr, uint } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { ipcCommand, ipcGetFlags, permissionValue, setPermissions } from './ipc-argument';

export const msgget = defineSyscall({
  name: 'msgget',
  args: { key: int, msgflg: ipcGetFlags },
  run: (t, { key, msgflg }) =>
    ipcOf(t.kernel).queues.get(
      t,
      { key, ...msgflg },
      (permissions) => new MessageQueue(permissions, seconds(t), ipcLimits(t.abi).queue),
      () => {},
    ),
});

/** Tries until it gives something, or fails at once with `refusal`. */
function retry(
  t: Thread,
  queue: MessageQueue,
  on: 'arrivals' | 'room',
  refusal: 'EAGAIN' | 'ENOMSG' | undefined,
  attempt: () => number | undefined,
): number | Promise<number> {
  const checked = (): number | undefined => {
    if (queue.removed) throw errno('EIDRM');
    return attempt();
  };
  const now = checked();
  if (now !== undefined) return now;
  if (refusal !== undefined) throw errno(refusal);
  return t.wait(queue[on], checked) as Promise<number>;
}

export const msgsnd = defineSyscall({
  name: 'msgsnd',
  args: { msqid: int, msgp: ptr, msgsz: uint, msgflg: flags('msgOperation') },
  restart: false,
  run(t, { msqid, msgp, msgsz, msgflg }) {
    if (msgsz > ipcLimits(t.abi).message) throw errno('EINVAL');
    const type = t.mem.i32(msgp);
    if (type < 1) throw errno('EINVAL');
    const bytes = t.mem.bytes(msgp + 4, msgsz).slice();
    const queue = ipcOf(t.kernel).queues.find(msqid);
    const refusal = msgflg & IpcFlag.IPC_NOWAIT ? 'EAGAIN' : undefined;
    return retry(t, queue, 'room', refusal, () => {
      checkAccess(t, queue, IpcAccess.write);
      if (!queue.fits(msgsz)) return undefined;
      queue.sent = { time: seconds(t), pid: t.process.pid };
      queue.put({ type, bytes });
      return 0;
    });
  },
});

export const msgrcv = defineSyscall({
  name: 'msgrcv',
  args: { msqid: int, msgp: ptr, msgsz: uint, msgtyp: int, msgflg: flags('msgOperation') },
  restart: false,
  run(t, { msqid, msgp, msgsz, msgtyp, msgflg }) {
    if (msgsz > 0x7fff_ffff) throw errno('EINVAL');
    const queue = ipcOf(t.kernel).queues.find(msqid);
    const choice = messageChoice(msgtyp, (msgflg & IpcFlag.MSG_EXCEPT) !== 0);
    const refusal = msgflg & IpcFlag.IPC_NOWAIT ? 'ENOMSG' : undefined;
    return retry(t, queue, 'arrivals', refusal, () => {
      checkAccess(t, queue, IpcAccess.read);
      const message = queue.choose(choice);
      return message && receive(t, queue, message, msgp, msgsz, (msgflg & IpcFlag.MSG_NOERROR) !== 0);
    });
  },
});

function receive(
  t: Thread,
  queue: MessageQueue,
  message: Message,
  to: number,
  size: number,
  cut: boolean,
): number {
  const { type, bytes } = message;
  if (bytes.length > size && !cut) throw errno('E2BIG');
  const taken = bytes.subarray(0, size);
  t.mem.setU32(to, type);
  t.mem.write(to + 4, taken);
  queue.take(message);
  queue.received = { time: seconds(t), pid: t.process.pid };
  return taken.length;
}

function writeStatus(t: Thread, id: number, queue: MessageQueue, address: number, struct: string): void {
  checkAccess(t, queue, IpcAccess.read);
  structCodec(t.abi, struct).write(t.mem, address, {
    msg_perm: permissionValue(queue, ipcOf(t.kernel).queues.sequence(id)),
    msg_stime: queue.sent.time,
    msg_rtime: queue.received.time,
    msg_ctime: queue.changed,
    msg_cbytes: queue.bytes,
    msg_qnum: queue.length,
    msg_qbytes: queue.capacity,
    msg_lspid: queue.sent.pid,
    msg_lrpid: queue.received.pid,
  });
}

/** msgctl under a name of its own, for one layout of struct msqid_ds. */
export const msgctlCall = (name: string, struct: string): SyscallDefinition =>
  defineSyscall({
    name,
    args: { msqid: int, cmd: ipcCommand('msgControl'), buf: ptr },
    run(t, { msqid, cmd, buf }) {
      const { queues } = ipcOf(t.kernel);
      switch (cmd) {
        case 'IPC_STAT':
          writeStatus(t, msqid, queues.find(msqid), buf, struct);
          return 0;
        case 'MSG_STAT':
        case 'MSG_STAT_ANY': {
          const { id, object } = queues.at(msqid);
          writeStatus(t, id, object, buf, struct);
          return id;
        }
        case 'IPC_SET': {
          const queue = queues.find(msqid);
          const capacity = Number(structCodec(t.abi, struct).read(t.mem, buf)['msg_qbytes']);
          if (capacity > ipcLimits(t.abi).queue && t.process.credentials.euid !== 0) throw errno('EPERM');
          setPermissions(t, queue, struct, 'msg_perm', buf);
          queue.capacity = capacity;
          queue.room.wake();
          return 0;
        }
        case 'IPC_RMID': {
          const queue = queues.find(msqid);
          checkOwner(t, queue);
          queues.remove(queue);
          queue.arrivals.wake();
          queue.room.wake();
          return 0;
        }
        case 'IPC_INFO':
        case 'MSG_INFO':
          writeInfo(t, cmd === 'MSG_INFO', buf);
          return queues.highest;
        default:
          throw errno('EINVAL');
      }
    },
  });
export const msgctl = msgctlCall('msgctl', 'msqid_ds');

/** The machine's limits, or what is in use. */
function writeInfo(t: Thread, use: boolean, address: number): void {
  const { objects } = ipcOf(t.kernel).queues;
  const sum = (of: (queue: MessageQueue) => number): number =>
    objects.reduce((total, queue) => total + of(queue), 0);
  const { message, queue } = ipcLimits(t.abi);
  structCodec(t.abi, 'msginfo').write(t.mem, address, {
    msgpool: use ? objects.length : (MOST_QUEUES * queue) / 1024,
    msgmap: use ? sum(({ length }) => length) : queue,
    msgmax: message,
    msgmnb: queue,
    msgmni: MOST_QUEUES,
    msgssz: 16,
    msgtql: use ? sum(({ bytes }) => bytes) : queue,
    msgseg: 0xffff,
  });
}
