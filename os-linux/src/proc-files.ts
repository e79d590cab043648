import type { Process } from '@anyuser/core';
import { DEFAULT_RELEASE, VERSION } from './release';

const release = (process: Process): string => process.kernel.identity.release ?? DEFAULT_RELEASE;

/** Files of /proc that every Linux cell has: what uname says, under the names of sysctl(8). A cell adds its cpuinfo. */
export const procFiles: Readonly<Record<string, (process: Process) => string>> = {
  version: (process) => `Linux version ${release(process)} (anyuser) ${VERSION}\n`,
  'sys/kernel/osrelease': (process) => `${release(process)}\n`,
  'sys/kernel/ostype': () => 'Linux\n',
  'sys/kernel/version': () => `${VERSION}\n`,
};
