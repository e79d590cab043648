import type { Process } from '@anyuser/core';
import { MESSAGE_QUEUES } from './message-queues.table';
import { DEFAULT_RELEASE, VERSION } from './release';

const release = (process: Process): string => process.kernel.identity.release ?? DEFAULT_RELEASE;

/** Files of /proc that every Linux cell has: what uname says and limits, under the names of sysctl(8). A cell adds its cpuinfo. */
export const procFiles: Readonly<Record<string, (process: Process) => string>> = {
  version: (process) => `Linux version ${release(process)} (anyuser) ${VERSION}\n`,
  'sys/kernel/osrelease': (process) => `${release(process)}\n`,
  'sys/kernel/ostype': () => 'Linux\n',
  'sys/kernel/version': () => `${VERSION}\n`,
  'sys/fs/mqueue/msg_default': () => `${MESSAGE_QUEUES.defaults.count}\n`,
  'sys/fs/mqueue/msg_max': () => `${MESSAGE_QUEUES.most.count}\n`,
  'sys/fs/mqueue/msgsize_default': () => `${MESSAGE_QUEUES.defaults.size}\n`,
  'sys/fs/mqueue/msgsize_max': () => `${MESSAGE_QUEUES.most.size}\n`,
  'sys/fs/mqueue/queues_max': () => `${MESSAGE_QUEUES.queues?.most}\n`,
};
