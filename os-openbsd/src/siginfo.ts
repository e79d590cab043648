import { type SignalInfo, signalNumber, type Thread } from '@anyuser/core';

/** Bytes of siginfo_t. */
export const SIGINFO_SIZE = 136;
/** Where the part begins that the code selects (sys/siginfo.h). */
const DATA = 16;

/** Writes a siginfo_t. */
export function writeSiginfo(t: Thread, at: number, info: SignalInfo): void {
  const { mem, abi } = t;
  mem.zero(at, SIGINFO_SIZE);
  mem.setU32(at, signalNumber(abi, info.signal));
  mem.setU32(at + 4, (info.rawCode ?? abi.signalCodes[info.code] ?? 0) >>> 0);
  mem.setU32(at + 8, info.errno ?? 0);
  if (info.address !== undefined) {
    mem.setU32(at + DATA, info.address);
    mem.setU32(at + DATA + 4, info.trap ?? 0);
    return;
  }
  mem.setU32(at + DATA, info.pid ?? 0);
  mem.setU32(at + DATA + 4, info.uid ?? 0);
  if (info.signal !== 'SIGCHLD') {
    mem.setU32(at + DATA + 8, (info.value ?? 0) >>> 0);
    return;
  }
  const status = typeof info.status === 'string' ? signalNumber(abi, info.status) : (info.status ?? 0);
  mem.setU64(at + DATA + 8, BigInt(info.utime ?? 0));
  mem.setU64(at + DATA + 16, BigInt(info.stime ?? 0));
  mem.setU32(at + DATA + 24, status);
}
