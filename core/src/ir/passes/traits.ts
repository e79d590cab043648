import { integerLowerings } from '../../jit/lower/integer';
import { type Op, opcode, ops } from '../op';
import type { OpName } from '../ops.table';
import { type IrType, typeSize } from '../types';

/** What passes know of an operation. */
export interface Traits {
  /** No effect but the result: may be dropped, folded and computed elsewhere. */
  readonly pure: boolean;
  /** For get and set: bytes of the register; otherwise 0. */
  readonly registerSize: number;
  readonly isGet: boolean;
  readonly isSet: boolean;
  /** The get operation of a set's register type. */
  readonly getOp: number;
  readonly isLoad: boolean;
  readonly isStore: boolean;
  readonly isFloat: boolean;
  /** Operands that are values. */
  readonly values: readonly number[];
}

function traitsOf(op: Op): Traits {
  const register = /^(\w+)\.(get|set)$/.exec(op.name);
  const type = register?.[1] as IrType | undefined;
  return {
    pure: op.wasm >= 0 || op.name in integerLowerings || op.name.endsWith('.get'),
    registerSize: type === undefined ? 0 : typeSize[type],
    isGet: register?.[2] === 'get',
    isSet: register?.[2] === 'set',
    getOp: type === undefined ? -1 : opcode[`${type}.get` as OpName],
    isLoad: op.name.startsWith('load.'),
    isStore: op.name.startsWith('store.'),
    isFloat: op.name.startsWith('fp.'),
    values: op.operands.flatMap((kind, k) => (kind === 'imm' ? [] : [k + 1])),
  };
}

/** Traits by opcode. */
export const traits: readonly Traits[] = ops.map(traitsOf);
