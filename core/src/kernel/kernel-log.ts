import type { LogSink } from '../emulator-options';
import type { SignalInfo } from '../signal/signal-info';
import type { Tracer } from '../syscall/strace';
import { showSignalInfo } from '../syscall/strace-value';
import type { Thread } from './thread';

type Write = (line: string, pid: number) => void;

/** Writes what strace shows beside system calls, and `-d signals`, `-d mmap` and `-d unimp`. */
export class KernelLog {
  private readonly signals: Write | undefined;
  private readonly unimp: Write | undefined;
  /** Takes the changes of memory maps, if they are logged. */
  readonly mmap: Write | undefined;

  constructor(
    private readonly tracer: Tracer | undefined,
    { items, write }: LogSink = {},
  ) {
    this.signals = items?.has('signals') ? write : undefined;
    this.unimp = items?.has('unimp') ? write : undefined;
    this.mmap = items?.has('mmap') ? write : undefined;
  }

  /** A signal is about to act on a thread. */
  signal(thread: Thread, info: SignalInfo, outcome: string): void {
    const { signal, code, address } = info;
    this.tracer?.note(thread, `--- ${signal} ${showSignalInfo(info)} ---`);
    const where = address === undefined ? '' : ` at 0x${address.toString(16)}`;
    this.signals?.(`[${thread.tid}] ${signal} (${code}${where}): ${outcome}\n`, thread.process.pid);
  }

  /** A thread asked for what the kernel does not have. */
  unimplemented(thread: Thread, what: string): void {
    this.unimp?.(`[${thread.tid}] unimplemented: ${what}\n`, thread.process.pid);
  }

  /** A process has ended. */
  ended(thread: Thread, text: string): void {
    this.tracer?.note(thread, `+++ ${text} +++`);
  }
}
