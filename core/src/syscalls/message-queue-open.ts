import { structCodec } from '../abi/codecs';
import { OpenFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { MessageQueueFile } from '../kernel/ipc/message-queue-file';
import type { MessageQueueRules, QueueSize } from '../kernel/ipc/message-queue-rules';
import { messageQueuesOf } from '../kernel/ipc/posix-message-queues';
import { canRead, canWrite } from '../kernel/open-file-base';
import type { Thread } from '../kernel/thread';
import { Permission, permits } from '../kernel/vfs/permission';

/** The name by which the machine knows a queue. @throws KernelError */
export function queueName(given: string, { names, longestName }: MessageQueueRules): string {
  if (given.length >= longestName) throw errno('ENAMETOOLONG');
  if (names === 'bare') {
    if (given === '') throw errno('ENOENT');
    if (given.includes('/') || given === '.' || given === '..') throw errno('EACCES');
    return given;
  }
  const name = given.startsWith('/') ? given.slice(1) : given;
  if (names === 'rooted' && (name === given || name === '' || name.includes('/'))) throw errno('EINVAL');
  return name;
}

/** How large the new queue is. @throws KernelError EFAULT, EINVAL */
function sizeOf(t: Thread, address: number, rules: MessageQueueRules): QueueSize {
  if (address === 0) return rules.defaults;
  const { mq_maxmsg, mq_msgsize } = structCodec(t.abi, 'mq_attr').read(t.mem, address);
  const [count, bytes] = [Number(mq_maxmsg), Number(mq_msgsize)];
  const most = (t.process.credentials.euid === 0 ? rules.privileged : undefined) ?? rules.most;
  if (count <= 0 || bytes <= 0 || count > most.count || bytes > most.size) throw errno('EINVAL');
  return { count, size: bytes };
}

/** The bits of access(2) that an open mode stands for. @throws KernelError EINVAL */
function wantedOf(how: number): number {
  if (how & OpenFlag.O_WRONLY && how & OpenFlag.O_RDWR) throw errno('EINVAL');
  return (canRead(how) ? Permission.read : 0) | (canWrite(how) ? Permission.write : 0);
}

/** Opens a queue by name, or makes it, and gives it a descriptor. @throws KernelError */
export function openQueue(
  t: Thread,
  given: string,
  how: number,
  mode: number,
  attr: number,
  rules: MessageQueueRules,
): number {
  const wanted = wantedOf(how);
  const name = queueName(given, rules);
  const queues = messageQueuesOf(t.kernel);
  let queue = queues.find(name);
  if (queue === undefined) {
    if ((how & OpenFlag.O_CREAT) === 0) throw errno('ENOENT');
    if (name === '') throw errno('EINVAL');
    const permissions = mode & ~t.process.fs.umask & 0o777;
    queue = queues.create(t.process, name, sizeOf(t, attr, rules), permissions, rules);
    queue.flags = how;
  } else {
    if (how & OpenFlag.O_CREAT && how & OpenFlag.O_EXCL) throw errno('EEXIST');
    const { uid: st_uid, gid: st_gid, mode: st_mode } = queue.owner;
    if (!permits({ st_uid, st_gid, st_mode }, t.process.credentials, wanted)) throw errno('EACCES');
  }
  const kept = how & (OpenFlag.O_WRONLY | OpenFlag.O_RDWR | OpenFlag.O_NONBLOCK);
  return t.files.add(new MessageQueueFile(t.kernel, queue, name, kept, rules), {
    cloexec: rules.closeOnExec,
  });
}
