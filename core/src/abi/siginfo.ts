import type { Thread } from '../kernel/thread';
import type { SignalInfo } from '../signal/signal-info';
import { signalNumber } from './signal-numbers';

/** Where the siginfo_t of a cell has what: words of 32 bits, the signal's number first. Offsets in bytes. */
export interface SiginfoLayout {
  readonly size: number;
  readonly errno: number;
  readonly code: number;
  /** Where the words begin that the signal and its code select. */
  readonly data: number;
  /**
   * Those words.
   * @param status - of a child: its exit code, or the number of the signal that ended or stopped it.
   */
  words(info: SignalInfo, status: number): readonly (number | undefined)[];
}

/** Writes a siginfo_t. */
export function writeSiginfo(t: Thread, at: number, info: SignalInfo): void {
  const { mem, abi } = t;
  const { size, errno, code, data, words } = abi.siginfo;
  const status = typeof info.status === 'string' ? signalNumber(abi, info.status) : (info.status ?? 0);
  mem.zero(at, size);
  mem.setU32(at, signalNumber(abi, info.signal));
  mem.setU32(at + errno, info.errno ?? 0);
  mem.setU32(at + code, (info.rawCode ?? abi.signalCodes[info.code] ?? 0) >>> 0);
  for (const [n, word] of words(info, status).entries()) mem.setU32(at + data + 4 * n, (word ?? 0) >>> 0);
}

/** Reads what a program gives to queue: the code as it is, sender and value. */
export function readSiginfo(
  { abi, mem }: Thread,
  at: number,
): Pick<SignalInfo, 'rawCode' | 'errno' | 'pid' | 'uid' | 'value'> {
  const { errno, code, data } = abi.siginfo;
  return {
    errno: mem.i32(at + errno),
    rawCode: mem.i32(at + code),
    pid: mem.i32(at + data),
    uid: mem.u32(at + data + 4),
    value: mem.u32(at + data + 8),
  };
}
