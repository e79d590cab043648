import { type SignalInfo, signalNumber, type Thread } from '@anyuser/core';

/** Bytes of siginfo_t. */
export const SIGINFO_SIZE = 128;

/** Writes a siginfo_t: signal, code, errno, then what the code selects (sys/siginfo.h, struct _ksiginfo). */
export function writeSiginfo(t: Thread, at: number, info: SignalInfo): void {
  const { mem, abi } = t;
  const status = typeof info.status === 'string' ? signalNumber(abi, info.status) : (info.status ?? 0);
  const rest =
    info.signal === 'SIGCHLD'
      ? [info.pid ?? 0, info.uid ?? 0, status, info.utime ?? 0, info.stime ?? 0]
      : info.address !== undefined
        ? [info.address, info.trap ?? 0]
        : [info.pid ?? 0, info.uid ?? 0, info.value ?? 0];
  const words = [
    signalNumber(abi, info.signal),
    info.rawCode ?? abi.signalCodes[info.code] ?? 0,
    info.errno ?? 0,
    ...rest,
  ];
  mem.zero(at, SIGINFO_SIZE);
  for (const [n, value] of words.entries()) mem.setU32(at + 4 * n, value >>> 0);
}
