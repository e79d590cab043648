/** The value types of the IR: exactly those of WebAssembly, so that lowering never changes representation. */
export type IrType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

declare const valueType: unique symbol;

/**
 * An SSA value of an IR block: the index of the instruction that defines it. The brand exists for the type checker only.
 * A value may be used only after its definition, and not outside the `if` arm that defines it.
 */
export type Value<T extends IrType = IrType> = number & { readonly [valueType]: T };

/** A 32-bit integer or a truth value. */
export type I32 = Value<'i32'>;
/** A 64-bit integer. */
export type I64 = Value<'i64'>;
/** A single-precision number, as its bits. */
export type F32 = Value<'f32'>;
/** A double-precision number, as its bits. */
export type F64 = Value<'f64'>;
/** A vector of 128 bits. */
export type V128 = Value<'v128'>;

/** Bytes that a value of each type occupies in the CPU state. */
export const typeSize = { i32: 4, i64: 8, f32: 4, f64: 8, v128: 16 } as const satisfies Record<
  IrType,
  number
>;
