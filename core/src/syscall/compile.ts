import type { Abi } from '../abi/abi';
import type { Thread } from '../kernel/thread';
import type { BoundArgument, CallArguments, SyscallDefinition, SyscallResult } from './define';
import type { UnimplementedSyscall } from './table';

/** A row of a cell's table, ready to run: argument slots assigned, decoders bound. */
export interface CompiledSyscall {
  readonly number: number;
  readonly definition: SyscallDefinition;
  readonly names: readonly string[];
  readonly bound: readonly BoundArgument<unknown>[];
  /** Word slot of each argument's low and high word; high is -1 for single words. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Reads the arguments. @throws KernelError EFAULT */
  decode(cpu: unknown, thread: Thread, firstSlot: number): CallArguments;
  /** Reads the arguments and makes the call. @throws KernelError */
  invoke(cpu: unknown, thread: Thread, firstSlot: number): SyscallResult | Promise<SyscallResult>;
}

/** Calls of a row that are made by the general code before it gets its own: most programs make most calls a few times. */
const GENERAL_CALLS = 30;

/** Assigns slots to a definition's arguments by the cell's rules: pairs aligned or not, high word first or last. */
export function compileSyscall(number: number, definition: SyscallDefinition, abi: Abi): CompiledSyscall {
  const names = Object.keys(definition.args);
  const bound: BoundArgument<unknown>[] = [];
  const low: number[] = [];
  const high: number[] = [];
  let slot = 0;
  for (const name of names) {
    const type = definition.args[name]!;
    bound.push(type.bind(abi));
    if (type.width === 'word' || abi.data.word === 8) {
      low.push(slot++);
      high.push(-1);
      continue;
    }
    if (type.width === 'low-high') {
      low.push(slot++);
      high.push(slot++);
      continue;
    }
    if (abi.call.alignPairs && slot % 2 === 1) slot++;
    low.push(abi.data.bigEndian ? slot + 1 : slot);
    high.push(abi.data.bigEndian ? slot : slot + 1);
    slot += 2;
  }
  const { call } = abi;
  const slots: readonly Slot[] = names.map((name, i) => ({
    name,
    bound: bound[i]!,
    low: low[i]!,
    high: high[i]!,
  }));
  const row: Writable<CompiledSyscall> = {
    number,
    definition,
    names,
    bound,
    low,
    high,
    decode(cpu, thread, firstSlot) {
      if (++calls === GENERAL_CALLS) specialise(row, call, slots);
      const values: Record<string, unknown> = {};
      for (const slot of slots) {
        const lowWord = call.argument(cpu, firstSlot + slot.low, thread);
        const highWord = slot.high < 0 ? 0 : call.argument(cpu, firstSlot + slot.high, thread);
        values[slot.name] = slot.bound.decode(thread, lowWord, highWord);
      }
      return values;
    },
    invoke(cpu, thread, firstSlot) {
      return definition.run(thread, row.decode(cpu, thread, firstSlot));
    },
  };
  let calls = 0;
  return row;
}

interface Slot {
  readonly name: string;
  readonly bound: BoundArgument<unknown>;
  readonly low: number;
  readonly high: number;
}
type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Maker = (
  call: Abi['call'],
  bound: readonly BoundArgument<unknown>[],
  run: SyscallDefinition['run'],
) => Pick<CompiledSyscall, 'decode' | 'invoke'>;

/**
 * Gives a row code of its own, made from text that has the names and slots in it: engines then see through it, down to the
 * handler. Stores under names that change from call to call alone cost some 80 ns an object. Where hosts forbid such functions (a
 * content security policy) the general code stays.
 */
function specialise(row: Writable<CompiledSyscall>, call: Abi['call'], slots: readonly Slot[]): void {
  const { run } = row.definition;
  const word = (slot: number): string => (slot < 0 ? '0' : `call.argument(cpu, firstSlot + ${slot}, thread)`);
  const properties = slots.map(
    ({ name, low, high }, i) => `${JSON.stringify(name)}: b${i}.decode(thread, ${word(low)}, ${word(high)})`,
  );
  const record = `{ ${properties.join()} }`;
  const text = `
    const [${slots.map((_, i) => `b${i}`).join()}] = bound;
    return {
      decode(cpu, thread, firstSlot) { return ${record}; },
      invoke(cpu, thread, firstSlot) { return run(thread, ${record}); },
    };`;
  try {
    const made = (new Function('call', 'bound', 'run', text) as Maker)(
      call,
      slots.map(({ bound }) => bound),
      run,
    );
    row.decode = made.decode;
    row.invoke = made.invoke;
  } catch {
    return;
  }
}

export type CompiledRow = CompiledSyscall | UnimplementedSyscall;

/** A cell's table by number, each row compiled when it is first called. */
export class CompiledTable {
  private readonly rows = new Map<number, CompiledRow | undefined>();

  constructor(private readonly abi: Abi) {}

  row(number: number): CompiledRow | undefined {
    const known = this.rows.get(number);
    if (known !== undefined) return known;
    const row = this.abi.syscalls[number];
    const compiled =
      row === undefined || 'unimplemented' in row ? row : compileSyscall(number, row, this.abi);
    this.rows.set(number, compiled);
    return compiled;
  }
}
