import type { Abi } from '@anyuser/core';
import {
  admitReleased,
  BSD_IPC_LIMITS,
  BSD_SIGNAL_STACK,
  enumerationsOf,
  flagTablesOf,
  refuseUnknown,
  signalsWith,
} from '@anyuser/os-bsd';
import { admitCapabilities, confines } from './capsicum/admission';
import { ERRNO } from './errno.table';
import { ENUM_VALUES, FLAG_VALUES } from './flags.table';
import { admitMapping } from './process-controls';
import { siginfo } from './siginfo';
import { REALTIME, SIGNAL_CODES, SIGNAL_NUMBERS } from './signals.table';
import { SINCE } from './since.table';
import { structs } from './structs';

const admitRelease = admitReleased(SINCE);

/** What all 32-bit cells of FreeBSD have alike: its headers give the same numbers and layouts on each of them. */
export const commonCell = {
  os: 'freebsd',
  errno: ERRNO,
  signals: signalsWith(SIGNAL_NUMBERS, REALTIME),
  sigsetSize: 16,
  signalCodes: SIGNAL_CODES,
  siginfo,
  signalStack: BSD_SIGNAL_STACK,
  flags: flagTablesOf(FLAG_VALUES),
  enums: enumerationsOf(ENUM_VALUES),
  structs,
  timerNumbers: { first: 3, end: 32 },
  cpuClocks: { process: 0xc000_0000, thread: 0x8000_0000 },
  // SEMMSL is SEMMNS of the default configuration, 340 (sysv_sem.c).
  ipcLimits: { ...BSD_IPC_LIMITS, perSet: 340 },
  admit(thread, call, args) {
    admitRelease(thread, call);
    admitCapabilities(thread, call, args);
    admitMapping(thread, call.definition.name, args['prot']);
  },
  confines,
  refuse: refuseUnknown,
} as const satisfies Partial<Abi>;
