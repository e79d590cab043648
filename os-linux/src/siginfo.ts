import { type Abi, type GuestView, type SignalInfo, signalNumber } from '@anyuser/core';

/** Bytes of siginfo_t. */
export const SIGINFO_SIZE = 128;

/** Where the three leading words lie: MIPS has si_code before si_errno. */
const heads = { generic: { errno: 4, code: 8 }, mips: { errno: 8, code: 4 } } as const;

/** si_code of a signal: the guest's own number, or the cell's for the name. */
function codeOf(abi: Abi, info: SignalInfo): number {
  return info.rawCode ?? abi.signalCodes[info.code] ?? 0;
}

/** Reads the status of a SIGCHLD: an exit code, or the number of the signal. */
const statusOf = (abi: Abi, status: SignalInfo['status']): number =>
  typeof status === 'string' ? signalNumber(abi, status) : (status ?? 0);

/**
 * Writes a siginfo_t of a 32-bit cell: three words, then the union member that the signal and its code select
 * (include/uapi/asm-generic/siginfo.h).
 */
export function writeSiginfo(abi: Abi, memory: GuestView, address: number, info: SignalInfo): void {
  const head = abi.signalCodes['SI_TIMER'] === -3 ? heads.mips : heads.generic;
  memory.zero(address, SIGINFO_SIZE);
  memory.setU32(address, signalNumber(abi, info.signal));
  memory.setU32(address + head.errno, info.errno ?? 0);
  memory.setU32(address + head.code, codeOf(abi, info) >>> 0);
  unionWords(abi, info).forEach((word, i) => {
    memory.setU32(address + 12 + 4 * i, word >>> 0);
  });
}

/** The words after the head. */
function unionWords(abi: Abi, info: SignalInfo): readonly number[] {
  const sender = [info.pid ?? 0, info.uid ?? 0];
  if (info.code === 'SI_TIMER') return [info.timerId ?? 0, info.overrun ?? 0, info.value ?? 0];
  if (info.code === 'SI_QUEUE' || info.code === 'SI_MESGQ') return [...sender, info.value ?? 0];
  if (info.code === 'SI_USER' || info.code === 'SI_TKILL' || info.code === 'SI_KERNEL') {
    return info.address !== undefined ? [info.address] : [...sender, info.value ?? 0];
  }
  if (info.band !== undefined) return [info.band, info.fd ?? 0];
  switch (info.signal) {
    case 'SIGCHLD':
      return [...sender, statusOf(abi, info.status), info.utime ?? 0, info.stime ?? 0];
    case 'SIGSYS':
      return [info.address ?? 0, info.syscall ?? 0, info.value ?? 0];
    default:
      return info.address !== undefined ? [info.address, info.trap ?? 0] : [...sender, info.value ?? 0];
  }
}

/** Reads what rt_sigqueueinfo gives: the code as it is, sender and value. */
export function readSiginfo(
  abi: Abi,
  memory: GuestView,
  address: number,
): Pick<SignalInfo, 'rawCode' | 'errno' | 'pid' | 'uid' | 'value'> {
  const head = abi.signalCodes['SI_TIMER'] === -3 ? heads.mips : heads.generic;
  return {
    errno: memory.i32(address + head.errno),
    rawCode: memory.i32(address + head.code),
    pid: memory.i32(address + 12),
    uid: memory.u32(address + 16),
    value: memory.u32(address + 20),
  };
}
