import { FpEnv, Rounding } from '../../float/environment';
import { type Op, opcode, ops } from '../../ir/op';
import type { OpName } from '../../ir/ops.table';
import type { IrType } from '../../ir/types';
import { floatLowerings, quickEnvironment } from '../../jit/lower/float';
import { isPure, valueOperands } from '../../jit/lower/pure';

/**
 * An instruction of the interpreter's threaded code: a word with its number, then operand words. An operand is the address
 * of the value it names: of a register in the CPU state, of a temporary or of a constant. So the IR's `get`, `set` and
 * constants mostly take no instruction at all.
 */
export interface MicroOp {
  readonly name: string;
  readonly code: number;
  /** Words that it occupies, its number included. */
  readonly words: number;
  readonly body: MicroBody;
}

/** What a micro-op does. */
export type MicroBody =
  /** destination, operands. */
  | { readonly kind: 'pure'; readonly op: Op; readonly operands: readonly IrType[] }
  /** destination, three operands, IR operation, environment. `env` undefined: always in software. */
  | { readonly kind: 'float'; readonly op: Op | undefined; readonly env: number | undefined }
  /** destination, address, address to add if `sum`, flags. */
  | (MemoryBody & { readonly kind: 'load' })
  /** address, address to add if `sum`, value, flags. */
  | (MemoryBody & { readonly kind: 'store' })
  /** destination, source. */
  | { readonly kind: 'move'; readonly load: Width; readonly store: Width }
  /** destination, vector, value, byte offset of the lane. */
  | { readonly kind: 'lane'; readonly width: Width }
  /** Condition operands, target: goes there unless the comparison holds. */
  | { readonly kind: 'unless'; readonly op: Op | undefined }
  | { readonly kind: 'other' };

/** What a load or store does. */
export interface MemoryBody {
  readonly access: MemoryKind;
  /** Bytes of the access. */
  readonly size: number;
  readonly type: IrType;
  /** Demands an address that is a multiple of min(size, 4). */
  readonly aligned: boolean;
  /** The bytes stand in the order opposite to the host's. */
  readonly swapped: boolean;
  /** The address is the sum of two operands. */
  readonly sum: boolean;
}

/** Widths of moves: bits, with the extension to 32 bits of what is narrower. */
export type Width = '8u' | '8s' | '16u' | '16s' | '32' | '64' | '128';
/** Widths of memory accesses, as in the names of the IR's operations. */
export type MemoryKind = 'u8' | 'i8' | 'u16' | 'i16' | 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

/** Bytes of each kind, and the type of the value. */
export const memoryKinds = {
  u8: { size: 1, type: 'i32' },
  i8: { size: 1, type: 'i32' },
  u16: { size: 2, type: 'i32' },
  i16: { size: 2, type: 'i32' },
  i32: { size: 4, type: 'i32' },
  i64: { size: 8, type: 'i64' },
  f32: { size: 4, type: 'f32' },
  f64: { size: 8, type: 'f64' },
  v128: { size: 16, type: 'v128' },
} as const satisfies Record<MemoryKind, { size: number; type: IrType }>;

/** Comparisons that fuse with the `if` they decide. */
const FUSED = [
  'i32.eqz',
  'i32.eq',
  'i32.ne',
  'i32.lt_s',
  'i32.lt_u',
  'i32.gt_s',
  'i32.gt_u',
  'i32.le_s',
  'i32.le_u',
  'i32.ge_s',
  'i32.ge_u',
] as const satisfies readonly OpName[];

const list: MicroOp[] = [];
function add(name: string, words: number, body: MicroBody): number {
  return list.push({ name, code: list.length, words, body }) - 1;
}

/** Micro-ops that are no IR operation of their own. */
export const Micro = {
  /** instructions, address of the target's code (at first of the `unlinked` that follows), pc, mode. */
  jump: add('jump', 5, { kind: 'other' }),
  /** Stands after each jump until the jump is linked. */
  unlinked: add('unlinked', 1, { kind: 'other' }),
  /** instructions, pc, mode (operands). */
  indirect: add('indirect', 4, { kind: 'other' }),
  /** instructions, pc, mode (operands), address of the noted targets: `indirect` of what is no return. */
  computed: add('computed', 5, { kind: 'other' }),
  /** instructions, kind, info, pc, mode. */
  exit: add('exit', 6, { kind: 'other' }),
  /** Replaces the first micro-op of a block that is no longer valid. */
  dead: add('dead', 1, { kind: 'other' }),
  /** entries until the block is hot: the first micro-op of blocks that may be compiled. */
  count: add('count', 2, { kind: 'other' }),
  /** unused: takes the place of `count` where the block has been compiled. */
  compiled: add('compiled', 2, { kind: 'other' }),
  /** unused: takes the place of `count` where the block will not be compiled. */
  uncounted: add('uncounted', 2, { kind: 'other' }),
  /** target. */
  goto: add('goto', 2, { kind: 'other' }),
  /** address operand, mask: leaves unless the address has none of the bits. Stands before an access. */
  align: add('align', 3, { kind: 'other' }),
  /** destination, three operands, helper. */
  helper: add('helper', 6, { kind: 'other' }),
  /** destination, source, destination, source: two moves of a word, one after the other. */
  moveTwice: add('move.32 twice', 5, { kind: 'other' }),
  /** destination, a, b, c, d: (a ^ b) & (c ^ d), the signed overflow of sums and differences. */
  overflow: add('overflow', 6, { kind: 'other' }),
  /** condition, target. */
  unless: add('unless', 3, { kind: 'unless', op: undefined }),
} as const;

/** For each comparison the micro-op that fuses it with a branch; 0: none. */
export const fusedBranch = new Int32Array(ops.length);
for (const name of FUSED) {
  const op = ops[opcode[name]]!;
  fusedBranch[op.code] = add(`unless ${name}`, 2 + op.operands.length, { kind: 'unless', op });
}

const MOVES: readonly (readonly [Width, Width])[] = [
  ['32', '32'],
  ['64', '64'],
  ['128', '128'],
  ['8u', '32'],
  ['8s', '32'],
  ['16u', '32'],
  ['16s', '32'],
];
const moves = new Map<string, number>();
for (const [load, store] of MOVES) moves.set(load, add(`move.${load}`, 3, { kind: 'move', load, store }));
/** The micro-op that copies a value of a width, extended to 32 bits if narrower. */
export const move = (width: Width): number => moves.get(width)!;

/** Micro-ops of loads and stores: index by `memoryVariant`. */
const loads = new Map<string, number>();
const stores = new Map<string, number>();
for (const kind of Object.keys(memoryKinds) as MemoryKind[]) {
  const { size, type } = memoryKinds[kind];
  for (const swapped of size === 1 ? [false] : [false, true]) {
    for (const aligned of size === 1 ? [false] : [false, true]) {
      for (const sum of swapped ? [false] : [false, true]) {
        const body = { access: kind, size, type, aligned, swapped, sum };
        const suffix = `${kind}${variant(swapped, aligned, sum)}`;
        loads.set(suffix, add(`load.${suffix}`, sum ? 5 : 4, { kind: 'load', ...body }));
        if (!kind.startsWith('u'))
          stores.set(suffix, add(`store.${suffix}`, sum ? 5 : 4, { kind: 'store', ...body }));
      }
    }
  }
}
function variant(swapped: boolean, aligned: boolean, sum: boolean): string {
  return `${swapped ? ' swapped' : ''}${aligned ? ' aligned' : ''}${sum ? ' sum' : ''}`;
}

const VARIANTS = 8;
const variantIndex = (swapped: boolean, aligned: boolean, sum: boolean): number =>
  (swapped ? 4 : 0) | (aligned ? 2 : 0) | (sum ? 1 : 0);
const memoryTable = new Int32Array(ops.length * VARIANTS);
for (const op of ops) {
  const match = /^(load|store)\.(\w+)$/.exec(op.name);
  if (!match) continue;
  const known = match[1] === 'load' ? loads : stores;
  for (const swapped of [false, true])
    for (const aligned of [false, true])
      for (const sum of [false, true]) {
        const narrow = match[2] === 'u8' || match[2] === 'i8';
        const code = known.get(`${match[2]}${variant(swapped && !narrow, aligned && !narrow, sum)}`);
        memoryTable[op.code * VARIANTS + variantIndex(swapped, aligned, sum)] = code ?? 0;
      }
}
/** The micro-op of a load or store operation; 0 where the combination does not exist (swapped sums). */
export const memoryMicro = (op: number, swapped: boolean, aligned: boolean, sum: boolean): number =>
  memoryTable[op * VARIANTS + variantIndex(swapped, aligned, sum)]!;

/** Micro-ops of pure operations by IR opcode; 0 where an operation is an alias, a move or a constant. */
export const pureMicro = new Int32Array(ops.length);

/** Operations whose result lies inside their operand: byte offset = immediate × scale. */
export const aliasScale: { readonly [N in OpName]?: number } = {
  'i32.wrap_i64': 0,
  'i32.reinterpret_f32': 0,
  'f32.reinterpret_i32': 0,
  'i64.reinterpret_f64': 0,
  'f64.reinterpret_i64': 0,
  'i32x4.extract_lane': 4,
  'f32x4.extract_lane': 4,
  'i64x2.extract_lane': 8,
  'f64x2.extract_lane': 8,
};
/** Operations that move a narrow lane out of a vector. */
export const narrowLanes: { readonly [N in OpName]?: { readonly width: Width; readonly scale: number } } = {
  'i8x16.extract_lane_s': { width: '8s', scale: 1 },
  'i8x16.extract_lane_u': { width: '8u', scale: 1 },
  'i16x8.extract_lane_s': { width: '16s', scale: 2 },
  'i16x8.extract_lane_u': { width: '16u', scale: 2 },
};
const laneWidths: { readonly [N in OpName]?: { readonly width: Width; readonly scale: number } } = {
  'i8x16.replace_lane': { width: '8u', scale: 1 },
  'i16x8.replace_lane': { width: '16u', scale: 2 },
  'i32x4.replace_lane': { width: '32', scale: 4 },
  'i64x2.replace_lane': { width: '64', scale: 8 },
  'f32x4.replace_lane': { width: '32', scale: 4 },
  'f64x2.replace_lane': { width: '64', scale: 8 },
};
/** Bytes of a lane, for replace_lane operations by IR opcode; 0 otherwise. */
export const laneScale = new Int32Array(ops.length);

const special = (op: Op): boolean =>
  op.name in aliasScale ||
  op.name in narrowLanes ||
  op.name.endsWith('.const') ||
  op.operands.includes('imm');
const addPure = (op: Op): void => {
  const operands = valueOperands(op);
  pureMicro[op.code] = add(op.name, 2 + operands.length, { kind: 'pure', op, operands });
};
const integer = (op: Op): boolean => !/^(f32|f64|v128|[if]\d+x\d+)\./.test(op.name);
for (const op of ops) if (isPure[op.code] && !special(op) && integer(op)) addPure(op);

/** Micro-ops from this number on are in the second function, `rare`. */
export const FIRST_RARE = list.length;

for (const op of ops) if (isPure[op.code] && !special(op) && !integer(op)) addPure(op);
const laneMicro = new Map<Width, number>();
for (const width of ['8u', '16u', '32', '64'] as const)
  laneMicro.set(width, add(`lane.${width}`, 5, { kind: 'lane', width }));
for (const [name, { width, scale }] of Object.entries(laneWidths)) {
  const code = opcode[name as OpName];
  pureMicro[code] = laneMicro.get(width)!;
  laneScale[code] = scale;
}
/** destination, a, b, constant with the lane numbers. */
export const SHUFFLE = add('i8x16.shuffle', 5, { kind: 'other' });
pureMicro[opcode['i8x16.shuffle']] = SHUFFLE;

/** Any floating-point operation, in software. */
export const SOFTWARE_FLOAT = add('fp', 7, { kind: 'float', op: undefined, env: undefined });
const quickFloats = new Map<number, number>();
const quickKey = (op: number, env: number): number => op * 0x2_0000 + env;
for (const name of Object.keys(floatLowerings) as OpName[]) {
  const op = ops[opcode[name]]!;
  // Doubles are flushed only by programs that ask for it: they are left to software.
  for (const flush of name.includes('f64') ? [0] : [0, FpEnv.flushInputs]) {
    for (const rounding of Object.values(Rounding)) {
      const env = quickEnvironment(name, rounding | flush);
      if (env === undefined || quickFloats.has(quickKey(op.code, env))) continue;
      quickFloats.set(quickKey(op.code, env), add(`${name} env ${env}`, 7, { kind: 'float', op, env }));
    }
  }
}
/** The micro-op of a floating-point operation in an environment. */
export function floatMicro(op: number, env: number): number {
  const quick = quickEnvironment(ops[op]!.name, env);
  return (quick !== undefined && quickFloats.get(quickKey(op, quick))) || SOFTWARE_FLOAT;
}

/** All micro-ops by number. */
export const microOps: readonly MicroOp[] = list;
/** Words of each micro-op. */
export const microWords = Int32Array.from(list, ({ words }) => words);

/** For each micro-op the operand words that are addresses, as bits. */
export const addressWords = Int32Array.from(list, ({ code, words, body }) => {
  const upTo = (last: number): number => (1 << (last + 1)) - 2;
  switch (body.kind) {
    case 'pure':
    case 'unless':
      return upTo(words - 1);
    case 'float':
      return upTo(4);
    case 'load':
    case 'store':
      return upTo(words - 2);
    case 'move':
      return upTo(2);
    case 'lane':
      return upTo(3);
    default:
      if (code === SHUFFLE || code === Micro.helper || code === Micro.moveTwice) return upTo(4);
      if (code === Micro.overflow) return upTo(5);
      if (code === Micro.jump) return 1 << 2;
      if (code === Micro.indirect || code === Micro.computed) return (1 << 2) | (1 << 3);
      return code === Micro.goto || code === Micro.align ? 1 << 1 : 0;
  }
});

/** Tells one numbering of micro-ops from another. */
export const TABLE_HASH = [...list.map(({ name, words }) => `${name}/${words}`).join()].reduce(
  (hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0,
  0,
);
