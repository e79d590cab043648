import type { MessageQueueRules } from '@anyuser/core';

/** POSIX message queues (sys/kern/sys_mqueue.c). A message is kept with a header of 20 bytes, which the default size leaves room for. */
export const MESSAGE_QUEUES: MessageQueueRules = {
  names: 'any',
  longestName: 255,
  priorities: 32,
  defaults: { count: 32, size: 1004 },
  most: { count: 512, size: 16_384 },
  leastMessage: 1,
  closeOnExec: false,
  nonblocking: 'queue',
  checksTimeFirst: false,
  notices: ['SIGEV_SIGNAL'],
  silent: ['SIGEV_NONE', 'SIGEV_THREAD', 'SIGEV_SA'],
  forgetsNotice: 'none',
  notifiesAtOnce: false,
  tellsSender: false,
  restartsReceive: false,
  unlinkRefusal: 'EACCES',
  unlinkWakes: true,
  file: { type: 0, size: 0, readable: false },
};
