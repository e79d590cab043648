import type { IrType } from '../../ir/types';
import { FunctionWriter } from '../../jit/wasm/function-writer';

const SCRATCH_COUNT = 12;

/** A function of handlers under construction: its writer, the local that holds the address of the micro-op, scratch locals. */
export class HandlerFrame {
  readonly writer: FunctionWriter;
  private readonly scratch = new Map<string, number>();

  /** @param at - parameter that holds the address of the current micro-op. */
  constructor(
    params: readonly IrType[],
    readonly at: number,
  ) {
    this.writer = new FunctionWriter(params, ['i32']);
  }

  /** Scratch local n of a type, for use within one handler. */
  temp(type: IrType, n: number): number {
    const key = `${type}${n}`;
    const known = this.scratch.get(key);
    if (known !== undefined) return known;
    if (n >= SCRATCH_COUNT) throw new RangeError(`no scratch local ${key}`);
    const local = this.writer.local(type);
    this.scratch.set(key, local);
    return local;
  }

  /** Pushes operand word n of the micro-op (1 = the first after its number). */
  word(n: number): void {
    this.writer.get(this.at);
    this.writer.load('i32', 4 * n);
  }
  /** Pushes the value whose address is operand word n. */
  value(n: number, type: IrType): void {
    this.word(n);
    this.writer.load(type);
  }
}
