import {
  type CallArguments,
  type CompiledSyscall,
  errno,
  KernelError,
  OpenFlag,
  ProtFlag,
  type Thread,
} from '@anyuser/core';
import { trapsViolations } from '../process-controls';
import { CALL_RIGHTS, CAP, CAP1, CAPABILITY_MODE } from './rights.table';
import { capabilitiesOf, rightsOf } from './state';

/** @throws KernelError ENOTCAPABLE where a descriptor lacks a right; one that is not open is left to the call. */
function need(t: Thread, fd: number, first: bigint, second = 0n): void {
  if (!t.process.files.has(fd)) return;
  const { words } = rightsOf(t.process, fd);
  if ((words[0] & first) !== first || (words[1] & second) !== second) throw errno('ENOTCAPABLE');
}

/** fcntl commands that rights tell apart (CAP_FCNTL_*): the bit is that of the command's number. */
const FCNTL_BITS: Readonly<Record<string, number>> = { F_GETFL: 8, F_SETFL: 16, F_GETOWN: 32, F_SETOWN: 64 };

/** What opening needs of the directory beside looking up. */
const openRights = (how: number): bigint =>
  CAP.LOOKUP |
  (how & OpenFlag.O_RDWR ? CAP.READ | CAP.WRITE : how & OpenFlag.O_WRONLY ? CAP.WRITE : CAP.READ) |
  (how & OpenFlag.O_CREAT ? CAP.CREATE : 0n) |
  (how & OpenFlag.O_TRUNC ? CAP.FTRUNCATE : 0n);

/** Paths stay below a directory in capability mode, and where its rights are limited (sys/kern/vfs_lookup.c, strictrelative). */
export function confines({ process }: Thread, directory: number | 'AT_FDCWD'): boolean {
  const state = capabilitiesOf(process);
  return state !== undefined && (state.mode || state.rights.has(directory as number));
}

/**
 * Refuses what capability mode or the rights of descriptors forbid. For cells: nothing is looked at before anything is limited. A
 * process that asked for it gets SIGTRAP besides, in capability mode (sys/kern/subr_syscall.c, syscallret).
 */
export function admitCapabilities(t: Thread, call: CompiledSyscall, args: CallArguments): void {
  try {
    admit(t, call, args);
  } catch (error) {
    if (error instanceof KernelError && capabilitiesOf(t.process)?.mode && trapsViolations(t.process))
      t.signal({ signal: 'SIGTRAP', code: 'TRAP_CAP', errno: t.abi.errno[error.code]! });
    throw error;
  }
}

function admit(t: Thread, call: CompiledSyscall, args: CallArguments): void {
  const state = capabilitiesOf(t.process);
  if (state === undefined) return;
  const given = args as Readonly<Record<string, unknown>>;
  const name = call.definition.name.replace(/^freebsd\d+_/, '');
  if (state.mode && !CAPABILITY_MODE.has(name)) throw errno('ECAPMODE');
  if (state.mode && name === 'kill' && given['pid'] !== t.process.pid) throw errno('ECAPMODE');
  // Only shared memory without a name (SHM_ANON).
  if (state.mode && name.startsWith('shm_open') && given['path'] !== 1) throw errno('ECAPMODE');
  if (state.mode && Object.values(given).includes('AT_FDCWD')) throw errno('ECAPMODE');
  if (state.rights.size === 0) return;
  const fd = (given['fd'] ?? given['dirfd']) as number | string | undefined;
  if (typeof fd !== 'number') {
    if (name === 'linkat' || name === 'renameat') checkMove(t, given, name);
    return;
  }
  switch (name) {
    case 'openat':
      need(t, fd, openRights(given['flags'] as number));
      return;
    case 'mmap': {
      const prot = given['prot'] as number;
      if (fd >= 0)
        need(
          t,
          fd,
          CAP.MMAP |
            (prot & ProtFlag.PROT_WRITE ? CAP.WRITE : 0n) |
            (prot & ProtFlag.PROT_READ ? CAP.READ : 0n),
        );
      return;
    }
    case 'kevent':
      need(
        t,
        fd,
        0n,
        (given['nchanges'] ? CAP1.KQUEUE_CHANGE : 0n) | (given['nevents'] ? CAP1.KQUEUE_EVENT : 0n),
      );
      return;
    case 'fcntl': {
      const bit = FCNTL_BITS[String(given['cmd'])];
      if (bit === undefined) return;
      need(t, fd, CAP.FCNTL);
      if (((rightsOf(t.process, fd).fcntls ?? -1) & bit) === 0) throw errno('ENOTCAPABLE');
      return;
    }
    case 'ioctl': {
      need(t, fd, 0n, CAP1.IOCTL);
      const { ioctls } = rightsOf(t.process, fd);
      if (ioctls !== undefined && !ioctls.includes(Number(given['request']) >>> 0))
        throw errno('ENOTCAPABLE');
      return;
    }
    default: {
      const rights = CALL_RIGHTS[name];
      if (rights !== undefined) need(t, fd, rights);
    }
  }
}

function checkMove(t: Thread, given: Readonly<Record<string, unknown>>, name: string): void {
  const [source, target] =
    name === 'linkat' ? [CAP.LINKAT_SOURCE, CAP.LINKAT_TARGET] : [CAP.RENAMEAT_SOURCE, CAP.RENAMEAT_TARGET];
  if (typeof given['olddirfd'] === 'number') need(t, given['olddirfd'], source);
  if (typeof given['newdirfd'] === 'number') need(t, given['newdirfd'], target);
}
