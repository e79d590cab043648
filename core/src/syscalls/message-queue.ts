import { OpenFlag } from '../abi/flags';
import { errno } from '../kernel/errno';
import { MessageQueueFile } from '../kernel/ipc/message-queue-file';
import type { MessageQueueRules } from '../kernel/ipc/message-queue-rules';
import type { PosixMessage, PosixMessageQueue } from '../kernel/ipc/posix-message-queue';
import { messageQueuesOf } from '../kernel/ipc/posix-message-queues';
import { isLater } from '../kernel/later';
import { canRead, canWrite } from '../kernel/open-file-base';
import type { Thread } from '../kernel/thread';
import { fd, flags, inp, inpOrNull, mode, out, path, ptr, size, uint } from '../syscall/arguments';
import { defineSyscall, type SyscallDefinition } from '../syscall/define';
import { noticeOf, setNotice } from './message-queue-notice';
import { openQueue, queueName } from './message-queue-open';
import { readTime } from './time-argument';
import type { Sigevent } from './timer';

/** struct mq_attr; only O_NONBLOCK of its flags means anything. */
type Attributes = Readonly<Record<'mq_flags' | 'mq_maxmsg' | 'mq_msgsize' | 'mq_curmsgs', number>>;

/** The queue's file of a descriptor. @throws KernelError EBADF */
function fileOf(t: Thread, number: number): MessageQueueFile {
  const file = t.files.get(number);
  if (!(file instanceof MessageQueueFile)) throw errno('EBADF');
  return file;
}

/** The end of the wait by a time of the calendar clock. @throws KernelError EFAULT, EINVAL */
function deadlineOf(t: Thread, address: number, struct: string): bigint | undefined {
  if (address === 0) return undefined;
  const time = readTime(t, address, struct);
  if (time < 0n) throw errno('EINVAL');
  return time - t.kernel.now('realtime') + t.kernel.now('monotonic');
}

/** The raw flag word of O_NONBLOCK. */
const nonblockBit = (t: Thread): number => t.abi.flags['open']!.bits('O_NONBLOCK');

/**
 * The calls of a system's POSIX message queues by the names that most have; a table takes them under its own.
 * @param rules - in what the system differs.
 */
export function messageQueueCalls(rules: MessageQueueRules) {
  const { priorities, leastMessage, nonblocking, checksTimeFirst } = rules;
  const flagsOf = ({ flags: own, queue }: MessageQueueFile): number =>
    nonblocking === 'queue' ? queue.flags : own;
  const refusesToWait = (file: MessageQueueFile): boolean => (flagsOf(file) & OpenFlag.O_NONBLOCK) !== 0;

  /** Tries at once, or waits until the time given. */
  function orWait<T>(
    t: Thread,
    file: MessageQueueFile,
    timeout: number,
    struct: string,
    first: T | undefined,
    wait: (deadline: bigint | undefined) => Promise<T>,
  ): T | Promise<T> {
    if (first !== undefined) return first;
    if (refusesToWait(file)) throw errno('EAGAIN');
    const deadline = deadlineOf(t, timeout, struct);
    return wait(deadline);
  }

  const send = (
    t: Thread,
    mqd: number,
    at: number,
    length: number,
    priority: number,
    timeout: number,
    struct: string,
  ) => {
    if (priority >= priorities) throw errno('EINVAL');
    if (checksTimeFirst) deadlineOf(t, timeout, struct);
    const file = fileOf(t, mqd);
    const { queue } = file;
    if (!canWrite(file.flags)) throw errno('EBADF');
    if (length > queue.capacity.size || length < leastMessage) throw errno('EMSGSIZE');
    const message: PosixMessage = {
      priority,
      bytes: length === 0 ? new Uint8Array() : t.mem.bytes(at, length).slice(),
    };
    queue.times.written = t.kernel.now('realtime');
    return orWait(t, file, timeout, struct, queue.full ? undefined : deliver(t, queue, message), (deadline) =>
      queue.send(t, message, deadline),
    );
  };

  /** Puts a message into a queue that has room, and gives notice of it. */
  function deliver(t: Thread, queue: PosixMessageQueue, message: PosixMessage): number {
    const wasEmpty = queue.length === 0;
    if (!queue.put(message)) return 0;
    const { notice } = queue;
    if (notice !== undefined && (wasEmpty || rules.notifiesAtOnce)) {
      queue.notice = undefined;
      notice.send?.(t);
    }
    return 0;
  }

  const receive = (
    t: Thread,
    mqd: number,
    at: number,
    length: number,
    prio: number,
    timeout: number,
    struct: string,
  ) => {
    if (checksTimeFirst) deadlineOf(t, timeout, struct);
    const file = fileOf(t, mqd);
    const { queue } = file;
    if (!canRead(file.flags)) throw errno('EBADF');
    if (length < queue.capacity.size) throw errno('EMSGSIZE');
    const store = ({ bytes, priority }: PosixMessage): number => {
      queue.times.read = t.kernel.now('realtime');
      if (bytes.length > 0) t.mem.write(at, bytes);
      if (prio !== 0) t.mem.setU32(prio, priority);
      return bytes.length;
    };
    const found = orWait(t, file, timeout, struct, queue.take(), (deadline) => queue.receive(t, deadline));
    return isLater(found) ? found.then(store) : store(found);
  };

  function attributesOf(t: Thread, file: MessageQueueFile): Attributes {
    const { capacity, length } = file.queue;
    const shown = nonblocking === 'queue' ? flagsOf(file) : flagsOf(file) & OpenFlag.O_NONBLOCK;
    return {
      mq_flags: t.abi.flags['open']!.encode(shown),
      mq_maxmsg: capacity.count,
      mq_msgsize: capacity.size,
      mq_curmsgs: length,
    };
  }
  function setNonblocking(file: MessageQueueFile, on: boolean): void {
    const holder = nonblocking === 'queue' ? file.queue : file;
    holder.flags = on ? holder.flags | OpenFlag.O_NONBLOCK : holder.flags & ~OpenFlag.O_NONBLOCK;
  }

  /** mq_timedsend, with the time in a struct of the cell's. */
  const timedsend = (name: string, struct: string): SyscallDefinition =>
    defineSyscall({
      name,
      args: { fd, msg_ptr: ptr, msg_len: size, msg_prio: uint, abs_timeout: ptr },
      run: (t, { fd: mqdes, msg_ptr, msg_len, msg_prio, abs_timeout }) =>
        send(t, mqdes, msg_ptr, msg_len, msg_prio, abs_timeout, struct),
    });
  const timedreceive = (name: string, struct: string): SyscallDefinition =>
    defineSyscall({
      name,
      restart: rules.restartsReceive,
      args: { fd, msg_ptr: ptr, msg_len: size, msg_prio: ptr, abs_timeout: ptr },
      run: (t, { fd: mqdes, msg_ptr, msg_len, msg_prio, abs_timeout }) =>
        receive(t, mqdes, msg_ptr, msg_len, msg_prio, abs_timeout, struct),
    });

  return {
    timedsend,
    timedreceive,
    open: defineSyscall({
      name: 'mq_open',
      args: { name: path, oflag: flags('open'), mode, attr: ptr },
      run: (t, { name, oflag, mode: permissions, attr }) =>
        openQueue(t, name, oflag, permissions, attr, rules),
    }),
    unlink: defineSyscall({
      name: 'mq_unlink',
      args: { name: path },
      run(t, { name: given }) {
        const name = queueName(given, rules);
        const queues = messageQueuesOf(t.kernel);
        const queue = queues.find(name);
        if (queue === undefined) throw errno('ENOENT');
        const { fsuid } = t.process.credentials;
        if (fsuid !== 0 && fsuid !== queue.owner.uid) throw errno(rules.unlinkRefusal);
        queues.unlink(name, queue);
        if (rules.unlinkWakes) queue.wakeAll();
      },
    }),
    notify: defineSyscall({
      name: 'mq_notify',
      args: { fd, notification: inpOrNull<Sigevent>('sigevent') },
      run(t, { fd: mqdes, notification }) {
        const ask = notification === undefined ? undefined : noticeOf(t, mqdes, notification, rules);
        setNotice(t, fileOf(t, mqdes), ask, rules);
      },
    }),
    getsetattr: defineSyscall({
      name: 'mq_getsetattr',
      args: { fd, mqstat: inpOrNull<Attributes>('mq_attr'), omqstat: out('mq_attr') },
      run(t, { fd: mqdes, mqstat, omqstat }) {
        const nonblock = nonblockBit(t);
        if (mqstat !== undefined && (mqstat.mq_flags & ~nonblock) !== 0) throw errno('EINVAL');
        const file = fileOf(t, mqdes);
        const old = attributesOf(t, file);
        if (mqstat !== undefined) setNonblocking(file, (mqstat.mq_flags & nonblock) !== 0);
        if (!omqstat.isNull) omqstat.set(old);
      },
    }),
    getattr: defineSyscall({
      name: 'mq_getattr',
      args: { fd, mqstat: out('mq_attr') },
      run: (t, { fd: mqdes, mqstat }) => mqstat.set(attributesOf(t, fileOf(t, mqdes))),
    }),
    /** Ignores all flags but one. */
    setattr: defineSyscall({
      name: 'mq_setattr',
      args: { fd, mqstat: inp<Attributes>('mq_attr'), omqstat: out('mq_attr') },
      run(t, { fd: mqdes, mqstat, omqstat }) {
        const file = fileOf(t, mqdes);
        const old = attributesOf(t, file);
        setNonblocking(file, (mqstat.mq_flags & nonblockBit(t)) !== 0);
        if (!omqstat.isNull) omqstat.set(old);
      },
    }),
    send: defineSyscall({
      name: 'mq_send',
      args: { fd, msg_ptr: ptr, msg_len: size, msg_prio: uint },
      run: (t, { fd: mqdes, msg_ptr, msg_len, msg_prio }) =>
        send(t, mqdes, msg_ptr, msg_len, msg_prio, 0, ''),
    }),
    receive: defineSyscall({
      name: 'mq_receive',
      restart: rules.restartsReceive,
      args: { fd, msg_ptr: ptr, msg_len: size, msg_prio: ptr },
      run: (t, { fd: mqdes, msg_ptr, msg_len, msg_prio }) =>
        receive(t, mqdes, msg_ptr, msg_len, msg_prio, 0, ''),
    }),
  } as const;
}
