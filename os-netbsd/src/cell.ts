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
import { ERRNO } from './errno.table';
import { ENUM_VALUES, FLAG_VALUES } from './flags.table';
import { siginfo } from './siginfo';
import { REALTIME, SIGNAL_CODES, SIGNAL_NUMBERS } from './signals.table';
import { SINCE } from './since.table';
import { structs } from './structs';

/** What all 32-bit cells of NetBSD have alike: its headers give the same numbers and layouts on each of them. */
export const commonCell = {
  os: 'netbsd',
  errno: ERRNO,
  signals: signalsWith(SIGNAL_NUMBERS, REALTIME),
  sigsetSize: 16,
  signalCodes: SIGNAL_CODES,
  siginfo,
  signalStack: BSD_SIGNAL_STACK,
  flags: flagTablesOf(FLAG_VALUES),
  enums: enumerationsOf(ENUM_VALUES),
  structs,
  // SEMMSL is SEMMNS of the default configuration, 200 (sysv_sem.c).
  ipcLimits: { ...BSD_IPC_LIMITS, perSet: 200 },
  admit: admitReleased(SINCE),
  refuse: refuseUnknown,
} as const satisfies Partial<Abi>;
