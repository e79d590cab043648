import { errno } from '../kernel/errno';
import type { MessageQueueFile } from '../kernel/ipc/message-queue-file';
import type { MessageQueueRules } from '../kernel/ipc/message-queue-rules';
import type { QueueNotice } from '../kernel/ipc/posix-message-queue';
import type { Thread } from '../kernel/thread';
import { type Sigevent, sigeventOf } from './timer';

/** The notice that a sigevent asks for. @throws KernelError EINVAL */
export function noticeOf(t: Thread, fd: number, event: Sigevent, rules: MessageQueueRules): QueueNotice {
  const { process } = t;
  const kind = t.abi.enums['sigev']!.name(event.sigev_notify) ?? '';
  if (rules.silent.includes(kind)) return { process, fd, signal: 0 };
  if (!rules.notices.includes(kind)) throw errno('EINVAL');
  const asked = sigeventOf(t, event);
  if (asked.notify === 'none') throw errno('EINVAL');
  const { signal, value } = asked;
  return {
    process,
    fd,
    signal: event.sigev_signo,
    send(sender) {
      const { pid, credentials } = sender.process;
      const from = rules.tellsSender ? { pid, uid: credentials.uid } : {};
      process.send(
        { signal, code: 'SI_MESGQ', value, fd, ...from },
        asked.notify === 'thread' ? asked.thread : undefined,
      );
    },
  };
}

/**
 * Sets who is told of the next message, until it comes or the descriptor is closed; undefined takes the caller's own notice
 * back. A process that has ended is told nothing.
 * @throws KernelError EBUSY
 */
export function setNotice(
  t: Thread,
  { queue }: MessageQueueFile,
  notice: QueueNotice | undefined,
  { forgetsNotice, notifiesAtOnce }: MessageQueueRules,
): void {
  const current = queue.notice?.process.status === undefined ? queue.notice : undefined;
  if (notice === undefined) {
    if (current?.process === t.process) queue.notice = undefined;
    return;
  }
  if (current !== undefined) throw errno('EBUSY');
  queue.notice = notice;
  const forget =
    forgetsNotice === 'none'
      ? () => {}
      : t.process.files.onClose((fd, file) => {
          const own =
            'queue' in file && file.queue === queue && (forgetsNotice === 'any' || fd === notice.fd);
          if (!own) return;
          if (queue.notice === notice) queue.notice = undefined;
          forget();
        });
  if (notifiesAtOnce && queue.length > 0 && !queue.awaited) {
    queue.notice = undefined;
    notice.send?.(t);
  }
}
