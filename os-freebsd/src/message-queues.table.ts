import { type MessageQueueRules, S_IFIFO } from '@anyuser/core';

/** POSIX message queues (sys/kern/uipc_mqueue.c). */
export const MESSAGE_QUEUES: MessageQueueRules = {
  names: 'rooted',
  longestName: 256,
  priorities: 64,
  defaults: { count: 10, size: 1024 },
  most: { count: 100, size: 16_384 },
  queues: { most: 100, refusal: 'ENFILE' },
  leastMessage: 0,
  closeOnExec: true,
  nonblocking: 'descriptor',
  checksTimeFirst: false,
  notices: ['SIGEV_SIGNAL', 'SIGEV_THREAD_ID'],
  silent: ['SIGEV_NONE'],
  forgetsNotice: 'same',
  notifiesAtOnce: true,
  tellsSender: false,
  restartsReceive: true,
  unlinkRefusal: 'EACCES',
  unlinkWakes: false,
  file: { type: S_IFIFO, size: 0, readable: false },
};
