import type { Thread } from '../kernel/thread';
import type { CompiledSyscall } from './compile';
import type { CallRecord } from './define';
import { errnoText } from './errno-text';

interface Open {
  readonly row: CompiledSyscall;
  /** Argument texts as far as they are known at entry. */
  readonly shown: (string | undefined)[];
  readonly words: readonly { readonly low: number; readonly high: number }[];
}

/** Writes a line a call in strace's format: `[pid 7] openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3`. */
export class Tracer {
  private readonly open = new Map<number, Open>();

  /** @param write - takes whole lines, newline included. */
  constructor(private readonly write: (line: string) => void) {}

  enter(thread: Thread, row: CompiledSyscall, firstSlot: number): void {
    const { abi, cpu } = thread;
    const word = (slot: number): number => {
      try {
        return slot < 0 ? 0 : abi.call.argument(cpu, firstSlot + slot, thread);
      } catch {
        return 0;
      }
    };
    const words = row.names.map((_, i) => ({ low: word(row.low[i]!), high: word(row.high[i]!) }));
    const record = this.record(row, words, undefined);
    const shown = row.bound.map((bound, i) =>
      bound.after ? undefined : bound.format(thread, words[i]!.low, words[i]!.high, record),
    );
    if (row.definition.returns === 'none') {
      this.line(
        thread,
        row,
        shown.map((text) => text ?? ''),
        '?',
      );
      return;
    }
    this.open.set(thread.tid, { row, shown, words });
  }

  leave(thread: Thread, row: CompiledSyscall, value: number | bigint): void {
    const shown =
      value === 0 && row.definition.returns === 'hex'
        ? '0'
        : row.definition.returns === 'hex'
          ? `0x${(Number(value) >>> 0).toString(16)}`
          : String(value);
    this.finish(thread, row, shown, Number(value));
  }

  fail(thread: Thread, row: CompiledSyscall, code: string): void {
    this.finish(thread, row, `-1 ${code} (${errnoText(code)})`, undefined);
  }

  interrupted(thread: Thread, row: CompiledSyscall): void {
    this.finish(thread, row, '? ERESTARTSYS (To be restarted if SA_RESTART is set)', undefined);
  }

  /** A call that the cell does not provide. */
  unknown(
    thread: Thread,
    number: number,
    row: { readonly name: string; readonly errno?: string | undefined } | undefined,
    firstSlot: number,
  ): void {
    const { abi, cpu } = thread;
    const words = [0, 1, 2, 3].map(
      (slot) => `0x${(abi.call.argument(cpu, firstSlot + slot, thread) >>> 0).toString(16)}`,
    );
    const title = row?.name ?? `syscall_0x${number.toString(16)}`;
    const error = row?.errno ?? 'ENOSYS';
    this.write(`${this.prefix(thread)}${title}(${words.join(', ')}) = -1 ${error} (${errnoText(error)})\n`);
  }

  /** `--- SIGINT {si_signo=SIGINT, …} ---` */
  note(thread: Thread, text: string): void {
    this.write(`${this.prefix(thread)}${text}\n`);
  }

  private finish(thread: Thread, row: CompiledSyscall, outcome: string, result: number | undefined): void {
    const open = this.open.get(thread.tid);
    if (open === undefined) return;
    this.open.delete(thread.tid);
    const record = this.record(open.row, open.words, result);
    const shown = open.shown.map((text, i) => {
      if (text !== undefined) return text;
      const { low, high } = open.words[i]!;
      if (result === undefined) return low === 0 ? 'NULL' : `0x${low.toString(16)}`;
      return open.row.bound[i]!.format(thread, low, high, record);
    });
    this.line(thread, row, shown, outcome);
  }

  private record(
    row: CompiledSyscall,
    words: readonly { readonly low: number }[],
    result: number | undefined,
  ): CallRecord {
    return { result, argument: (name) => words[row.names.indexOf(name)]?.low ?? 0 };
  }

  private line(thread: Thread, row: CompiledSyscall, args: readonly string[], outcome: string): void {
    const call = `${row.definition.name}(${args.join(', ')})`;
    this.write(`${this.prefix(thread)}${call.padEnd(39)} = ${outcome}\n`);
  }

  private prefix(thread: Thread): string {
    return `[pid ${thread.tid}] `;
  }
}
