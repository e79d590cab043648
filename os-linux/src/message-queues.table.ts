import { type MessageQueueRules, S_IFREG } from '@anyuser/core';

/** POSIX message queues (ipc/mqueue.c, include/linux/ipc_namespace.h). */
export const MESSAGE_QUEUES: MessageQueueRules = {
  names: 'bare',
  longestName: 256,
  priorities: 32_768,
  defaults: { count: 10, size: 8192 },
  most: { count: 10, size: 8192 },
  privileged: { count: 65_536, size: 16 << 20 },
  queues: { most: 256, refusal: 'ENOSPC' },
  overhead: 48,
  leastMessage: 0,
  closeOnExec: true,
  nonblocking: 'descriptor',
  checksTimeFirst: true,
  // SIGEV_THREAD would go through a netlink socket, and there is none.
  notices: ['SIGEV_SIGNAL'],
  silent: ['SIGEV_NONE'],
  forgetsNotice: 'any',
  notifiesAtOnce: false,
  tellsSender: true,
  restartsReceive: true,
  unlinkRefusal: 'EPERM',
  unlinkWakes: false,
  file: { type: S_IFREG, size: 80, readable: true },
};
