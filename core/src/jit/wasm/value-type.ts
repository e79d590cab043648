import type { IrType } from '../../ir/types';

/** Encoding of each value type (Core Specification 2.0, 5.3.1). */
export const ValueType = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
  funcref: 0x70,
} as const satisfies Record<IrType | 'funcref', number>;
