import type { SignalInfo } from '../signal/signal-info';
import type { Tracer } from '../syscall/strace';
import type { Thread } from './thread';

/** Writes what `-d signals` and strace show of signals. */
export class KernelLog {
  constructor(
    private readonly tracer: Tracer | undefined,
    private readonly write: ((line: string, pid: number) => void) | undefined,
  ) {}

  /** A signal is about to act on a thread. */
  signal(thread: Thread, info: SignalInfo, outcome: string): void {
    const { signal, code, address } = info;
    const at = address === undefined ? '' : `, si_addr=0x${address.toString(16)}`;
    this.tracer?.note(thread, `--- ${signal} {si_signo=${signal}, si_code=${code}${at}} ---`);
    const where = address === undefined ? '' : ` at 0x${address.toString(16)}`;
    this.write?.(`[${thread.tid}] ${signal} (${code}${where}): ${outcome}\n`, thread.process.pid);
  }

  /** A process has ended. */
  ended(thread: Thread, text: string): void {
    this.tracer?.note(thread, `+++ ${text} +++`);
  }
}
