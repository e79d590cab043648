import { type SignalInfo, signalNumber, type Thread } from '@anyuser/core';

/** Bytes of siginfo_t in a 32-bit cell. */
export const SIGINFO_SIZE = 64;

/** Writes a siginfo_t (sys/sys/signal.h). */
export function writeSiginfo(t: Thread, at: number, info: SignalInfo): void {
  const { mem, abi } = t;
  const words = [
    signalNumber(abi, info.signal),
    info.errno ?? 0,
    info.rawCode ?? abi.signalCodes[info.code] ?? 0,
    info.pid ?? 0,
    info.uid ?? 0,
    typeof info.status === 'string' ? signalNumber(abi, info.status) : (info.status ?? 0),
    info.address ?? 0,
    info.value ?? 0,
    info.code === 'SI_TIMER' ? (info.timerId ?? 0) : (info.trap ?? 0),
    info.overrun ?? 0,
  ];
  mem.zero(at, SIGINFO_SIZE);
  for (const [n, value] of words.entries()) mem.setU32(at + 4 * n, value >>> 0);
}
