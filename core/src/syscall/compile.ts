import type { Abi } from '../abi/abi';
import type { Thread } from '../kernel/thread';
import type { BoundArgument, SyscallDefinition } from './define';
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
  decode(cpu: unknown, thread: Thread, firstSlot: number): Record<string, unknown>;
}

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
    if (abi.call.alignPairs && slot % 2 === 1) slot++;
    low.push(abi.data.bigEndian ? slot + 1 : slot);
    high.push(abi.data.bigEndian ? slot : slot + 1);
    slot += 2;
  }
  const { call } = abi;
  const count = names.length;
  const record = recordMaker(names);
  const values: unknown[] = new Array(count);
  return {
    number,
    definition,
    names,
    bound,
    low,
    high,
    decode(cpu, thread, firstSlot) {
      for (let i = 0; i < count; i++) {
        const lowWord = call.argument(cpu, firstSlot + low[i]!, thread);
        const highWord = high[i]! < 0 ? 0 : call.argument(cpu, firstSlot + high[i]!, thread);
        values[i] = bound[i]!.decode(thread, lowWord, highWord);
      }
      return record(values);
    },
  };
}

/**
 * Makes objects of the named properties. Stores under names that change from call to call cost engines some 80 ns an object; a
 * function that has the names in its text takes 5. Where hosts forbid such functions (a content security policy) it is
 * done the slow way.
 */
function recordMaker(names: readonly string[]): (values: readonly unknown[]) => Record<string, unknown> {
  const properties = names.map((name, i) => `${JSON.stringify(name)}: values[${i}]`);
  try {
    return new Function('values', `return { ${properties.join()} };`) as ReturnType<typeof recordMaker>;
  } catch {
    return (values) => Object.fromEntries(names.map((name, i) => [name, values[i]]));
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
