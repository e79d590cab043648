import type { IrBlock } from '../../ir/block';
import { IrBuilder } from '../../ir/builder';
import type { OpName } from '../../ir/ops.table';
import type { IrType } from '../../ir/types';

/** A generator of the same numbers for the same seed (xorshift). */
export class Random {
  private state: number;
  constructor(seed: number) {
    this.state = seed * 0x9e3779b9 || 1;
    for (let n = 0; n < 4; n++) this.word();
  }
  word(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return this.state;
  }
  below(limit: number): number {
    return (this.word() >>> 0) % limit;
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

/** Data that random blocks access: a page that is mapped, before one that is not. */
export const RANDOM_DATA = 0x2_0000;

const I32_BINARY = [
  'add',
  'sub',
  'mul',
  'and',
  'or',
  'xor',
  'shl',
  'shr_s',
  'shr_u',
  'rotr',
  'div_s',
  'rem_u',
  'lt_s',
  'ge_u',
  'eq',
];
const I64_BINARY = ['add', 'sub', 'mul', 'and', 'or', 'xor', 'shl', 'shr_u', 'rotl'];
const TYPES = ['i32', 'i32', 'i32', 'i64', 'v128'] as const satisfies readonly IrType[];
const SIZES = { i32: 4, i64: 8, v128: 16 } as const;

/**
 * A random block that reads and writes the first 32 bytes of the CPU state in registers of several widths, with arms, memory
 * accesses that may fault, and values that live across all of them.
 */
export function randomBlock(seed: number): IrBlock {
  const random = new Random(seed);
  const ir = new IrBuilder();
  const emit = ir.emit.bind(ir) as (name: OpName, ...words: number[]) => number;
  const values: { type: keyof typeof SIZES; value: number }[] = [];
  const value = (type: keyof typeof SIZES): number => {
    const known = values.filter((v) => v.type === type);
    if (known.length > 0 && random.below(8) !== 0) return random.pick(known.slice(-6)).value;
    return define(type, get(type));
  };
  const define = (type: keyof typeof SIZES, made: number): number => {
    values.push({ type, value: made });
    return made;
  };
  const offset = (type: keyof typeof SIZES): number => SIZES[type] * random.below(32 / SIZES[type]);
  const get = (type: keyof typeof SIZES): number => emit(`${type}.get`, offset(type));
  const set = (type: keyof typeof SIZES): void => void emit(`${type}.set`, value(type), offset(type));
  const address = (): number => {
    if (random.below(3) === 0) return emit('i32.const', RANDOM_DATA + random.below(0x0ffc));
    const low = emit('i32.and', value('i32'), emit('i32.const', random.below(6) === 0 ? 0x1fff : 0xff0));
    return emit('i32.add', low, emit('i32.const', RANDOM_DATA));
  };
  let pc = 0x1000;
  const insn = (): void => {
    ir.insn(pc, 0, 4);
    pc += 4;
  };
  /** Returns whether the block was left on every path. */
  const one = (depth: number): boolean => {
    switch (random.below(16)) {
      case 0:
        define('i32', emit('i32.const', random.below(4) === 0 ? random.word() : random.below(5)));
        break;
      case 1:
        define('i64', emit('i64.const', random.word(), random.below(2)));
        break;
      case 2:
      case 3:
      case 4:
        define('i32', emit(`i32.${random.pick(I32_BINARY)}` as OpName, value('i32'), value('i32')));
        break;
      case 5:
        define('i64', emit(`i64.${random.pick(I64_BINARY)}` as OpName, value('i64'), value('i64')));
        break;
      case 6:
        define('i32', emit('i32.wrap_i64', value('i64')));
        define('i64', emit('i64.extend_i32_u', value('i32')));
        break;
      case 7:
        define('i32', emit('i32x4.extract_lane', value('v128'), random.below(4)));
        define('v128', emit('i32x4.replace_lane', value('v128'), value('i32'), random.below(4)));
        break;
      case 8:
        define('i32', emit('i32.select', value('i32'), value('i32'), value('i32')));
        define('v128', emit('i32x4.add', value('v128'), value('v128')));
        break;
      case 9:
      case 10: {
        const type = random.pick(TYPES);
        define(type, get(type));
        break;
      }
      case 11: {
        if (random.below(2) === 0) define('i32', emit('load.i32', address(), random.below(4)));
        else emit('store.i32', address(), value('i32'), 0);
        break;
      }
      case 12: {
        if (depth > 1) break;
        const condition = value('i32');
        const before = values.length;
        const arm = (): boolean => {
          let left = false;
          for (let n = random.below(6); n >= 0 && !left; n--) left = one(depth + 1);
          if (!left && random.below(4) === 0) {
            ir.exit('trap', 2);
            left = true;
          }
          values.length = before;
          return left;
        };
        let thenLeft = false;
        let elseLeft = false;
        ir.if(
          condition as never,
          () => {
            thenLeft = arm();
          },
          random.below(2) === 0
            ? () => {
                elseLeft = arm();
              }
            : undefined,
        );
        // Of a condition that is constant the builder writes one arm.
        const known = ir.constant(condition as never);
        return known === undefined ? thenLeft && elseLeft : known !== 0 ? thenLeft : elseLeft;
      }
      default:
        set(random.pick(TYPES));
    }
    return false;
  };
  ir.begin({ pc, mode: 0 });
  insn();
  for (let n = 4 + random.below(40); n > 0 && !ir.finished; n--) {
    if (random.below(6) === 0) insn();
    one(0);
  }
  if (!ir.finished) ir.exit('trap', 1);
  return ir.finish();
}
