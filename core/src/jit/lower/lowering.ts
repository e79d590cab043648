import type { IrType } from '../../ir/types';
import type { FunctionWriter } from '../wasm/function-writer';

/**
 * What the lowering of a pure operation needs from its user: the JIT, which keeps values in locals, or the interpreter's
 * handlers, which keep them in memory.
 */
export interface Lowering {
  readonly writer: FunctionWriter;
  /** Pushes operand k of the operation (0 to 3); may be called several times. */
  operand(k: number): void;
  /** Immediate operand k of the operation. */
  immediate(k: number): number;
  /** Words of a constant of the block's pool. */
  pool(index: number): ArrayLike<number>;
  /** A scratch local: n counts from 0 for each type. Its value survives only within one operation. */
  temp(type: IrType, n: number): number;
}

/** What floating-point operations need in addition. */
export interface FloatLowering extends Lowering {
  /** The floating-point environment, bits of FpEnv. */
  readonly env: number;
  /** Pops a condition; if it is true the operation is left to the exact software implementation, nothing done. */
  slowIf(): void;
  /** Pushes the accumulated exception flags. */
  getFlags(): void;
  /** Pops an i32 and makes it the accumulated exception flags. */
  setFlags(): void;
}
