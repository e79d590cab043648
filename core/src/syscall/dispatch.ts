import type { Abi } from '../abi/abi';
import { Interrupted, KernelError } from '../kernel/errno';
import { isLater, Later } from '../kernel/later';
import type { Thread } from '../kernel/thread';
import { type CompiledSyscall, CompiledTable } from './compile';
import type { SyscallResult } from './define';
import type { Tracer } from './strace';
import type { UnimplementedSyscall } from './table';

/** Errors by which a call says that what was asked of it does not exist here. */
const UNIMPLEMENTED: ReadonlySet<string> = new Set([
  'ENOSYS',
  'ENOPROTOOPT',
  'EPROTONOSUPPORT',
  'EAFNOSUPPORT',
]);

const tables = new WeakMap<Abi, CompiledTable>();

function tableOf(abi: Abi): CompiledTable {
  let table = tables.get(abi);
  if (table === undefined) {
    table = new CompiledTable(abi);
    tables.set(abi, table);
  }
  return table;
}

/** Who is told of calls that a thread slept in. */
export interface CallEnds {
  /** The call is over and the registers hold its result. */
  ended(thread: Thread): void;
  /** It ended with an error of ours. */
  failed(thread: Thread, error: unknown): void;
}

/** What a call that began has come to; a promise of the engine's own makes it go on in microtasks. */
export type CallState = 'over' | 'sleeps' | 'asynchronous';

/** Makes the system calls of guest threads. One an emulator. */
export class SyscallDispatcher {
  /** The table of the cell that was called last, and the cell. */
  private table: CompiledTable | undefined;
  private tableAbi: Abi | undefined;

  constructor(private readonly tracer: Tracer | undefined) {}

  /**
   * Makes the call that a thread's exit asks for. If it is over the registers hold the result, else `ends` will be told. A call
   * ended by a signal leaves `thread.interruptedCall` for signal delivery to settle.
   * @throws whatever is not a KernelError: our bug.
   */
  call(thread: Thread, immediate: number, ends: CallEnds): CallState {
    const { abi, cpu } = thread;
    const entry = abi.call.enter(cpu, immediate, thread);
    if ('signal' in entry) {
      thread.signal(entry);
      return 'over';
    }
    if (abi !== this.tableAbi) {
      this.table = tableOf(abi);
      this.tableAbi = abi;
    }
    const row = this.table!.row(entry.number);
    if (row === undefined || 'unimplemented' in row) {
      this.tracer?.unknown(thread, entry.number, row, entry.firstSlot);
      thread.kernel.log?.unimplemented(thread, row?.name ?? `system call ${entry.number}`);
      this.refused(thread, entry.number, row);
      return 'over';
    }
    this.tracer?.enter(thread, row, entry.firstSlot);
    thread.kernel.current = thread;
    let result: SyscallResult | Promise<SyscallResult>;
    try {
      if (abi.admit === undefined) result = row.invoke(cpu, thread, entry.firstSlot);
      else {
        const args = row.decode(cpu, thread, entry.firstSlot);
        abi.admit(thread, row, args);
        result = row.definition.run(thread, args as never);
      }
    } catch (error) {
      this.failed(thread, row, error);
      return 'over';
    }
    if (typeof result === 'object' && isLater(result)) return this.sleeping(thread, row, result, ends);
    this.succeeded(thread, row, result);
    return 'over';
  }

  /** A call that is not provided: the system's signal and error, or what forbids the thread to ask for it at all. */
  private refused(thread: Thread, number: number, row: UnimplementedSyscall | undefined): void {
    const { abi, cpu } = thread;
    let code = row?.errno ?? 'ENOSYS';
    try {
      const refusal = abi.refuse?.(thread, number, row);
      if (refusal !== undefined) thread.signal(refusal);
    } catch (error) {
      if (!(error instanceof KernelError)) throw error;
      code = error.code;
    }
    abi.call.fail(cpu, abi.errno[code]!);
  }

  private sleeping(
    thread: Thread,
    row: CompiledSyscall,
    result: Promise<SyscallResult>,
    ends: CallEnds,
  ): CallState {
    const settle = (end: () => void): void => {
      try {
        end();
      } catch (error) {
        ends.failed(thread, error);
        return;
      }
      ends.ended(thread);
    };
    const done = (value: SyscallResult): void => settle(() => this.succeeded(thread, row, value));
    const failed = (error: unknown): void => settle(() => this.failed(thread, row, error));
    if (result instanceof Later) {
      result.listen(done, failed);
      return 'sleeps';
    }
    result.then(done, failed);
    return 'asynchronous';
  }

  private succeeded(thread: Thread, row: CompiledSyscall, result: SyscallResult): void {
    const pair = typeof result === 'object';
    const value = pair ? result[0] : (result ?? 0);
    if (thread.takeRegistersKept()) {
      this.tracer?.leave(thread, row, value);
      return;
    }
    // The process may have been replaced (exec) or ended since the call began: the registers are then not its own.
    thread.abi.call.succeed(thread.cpu, value, pair ? result[1] : undefined);
    this.tracer?.leave(thread, row, value);
  }

  private failed(thread: Thread, row: CompiledSyscall, error: unknown): void {
    if (!(error instanceof KernelError)) throw error;
    const { abi } = thread;
    if (error instanceof Interrupted) {
      const { restart, returnsErrors = false } = row.definition;
      thread.interruptedCall = { restart: restart !== false, returnsErrors };
      this.tracer?.interrupted(thread, row);
      return;
    }
    const number = abi.errno[error.code];
    if (number === undefined)
      throw new Error(`${abi.os}/${abi.arch} has no number for ${error.code} (${row.definition.name})`);
    if (row.definition.returnsErrors) {
      this.succeeded(thread, row, number);
      return;
    }
    abi.call.fail(thread.cpu, number);
    if (UNIMPLEMENTED.has(error.code))
      thread.kernel.log?.unimplemented(thread, `${row.definition.name}: ${error.code}`);
    this.tracer?.fail(thread, row, error.code);
  }
}

/**
 * Ends a call that a signal interrupted, once it is known which handler runs, if any: it is made again, or fails with
 * EINTR. Called by signal delivery before the frame is pushed.
 */
export function settleInterruptedCall(
  thread: Thread,
  handler: { readonly restarts: boolean } | undefined,
): void {
  const call = thread.interruptedCall;
  if (call === undefined) return;
  thread.interruptedCall = undefined;
  const { abi, cpu } = thread;
  if (handler === undefined || (handler.restarts && call.restart)) abi.call.restart(cpu);
  else if (call.returnsErrors) abi.call.succeed(cpu, abi.errno.EINTR);
  else abi.call.fail(cpu, abi.errno.EINTR);
}
