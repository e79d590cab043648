import type { IrType, RegisterSlot } from '@anyuser/core';

const slot = <T extends IrType>(name: string, offset: number, type: T): RegisterSlot<T> => ({
  name,
  offset,
  type,
});

/** Names of the general registers in the o32 calling convention. */
export const GPR_NAMES = [
  'zero',
  'at',
  'v0',
  'v1',
  'a0',
  'a1',
  'a2',
  'a3',
  't0',
  't1',
  't2',
  't3',
  't4',
  't5',
  't6',
  't7',
  's0',
  's1',
  's2',
  's3',
  's4',
  's5',
  's6',
  's7',
  't8',
  't9',
  'k0',
  'k1',
  'gp',
  'sp',
  's8',
  'ra',
] as const;

/** $1–$31; $0 has a slot that nothing reads or writes. */
export const R: readonly RegisterSlot<'i32'>[] = GPR_NAMES.map((name, n) => slot(name, 4 * n, 'i32'));
export const PC = slot('pc', 128, 'i32');
export const MODE = slot('mode', 132, 'i32');
export const HI = slot('hi', 136, 'i32');
export const LO = slot('lo', 140, 'i32');
/** The thread pointer that RDHWR $29 reads. */
export const USER_LOCAL = slot('userlocal', 144, 'i32');
/** Address of the last LL, all ones after anything that ends it, and what it read. */
export const LL_ADDRESS = slot('ll_address', 148, 'i32');
export const LL_VALUE = slot('ll_value', 152, 'i32');
/** Accumulated float exceptions in the bits of core's FpFlag. */
export const FP_FLAGS = slot('fp_flags', 156, 'i32');
/** FCSR.Cause, or the float operations that determine it (see semantics/cause.ts). */
export const FP_CAUSE = slot('fp_cause', 160, 'i32');
/** What a write of FCSR that trapped has written. */
export const FCSR_WRITTEN = slot('fcsr_written', 200, 'i32');
/** Counts reads of the cycle counter (RDHWR $2). */
export const COUNT = slot('count', 164, 'i32');
/** Float condition codes 0–7, each 0 or 1. */
export const FCC: readonly RegisterSlot<'i32'>[] = Array.from({ length: 8 }, (_, n) =>
  slot(`fcc${n}`, 168 + 4 * n, 'i32'),
);

const FPU = 208;
/** Float registers as doubles: all 32 with FR = 1, the even ones with FR = 0. */
export const D: readonly RegisterSlot<'f64'>[] = Array.from({ length: 32 }, (_, n) =>
  slot(`d${n}`, FPU + 8 * n, 'f64'),
);
/** Singles with FR = 1: the low words. With FR = 0 odd registers are the high words of the even ones before them. */
export const S: readonly RegisterSlot<'f32'>[] = Array.from({ length: 32 }, (_, n) =>
  slot(`f${n}`, FPU + 8 * n, 'f32'),
);
export const S_PAIRED: readonly RegisterSlot<'f32'>[] = Array.from({ length: 32 }, (_, n) =>
  slot(`f${n}`, FPU + 8 * (n & ~1) + 4 * (n & 1), 'f32'),
);
/** The same words as integers. */
export const W: readonly RegisterSlot<'i32'>[] = S.map(({ name, offset }) => slot(`${name}w`, offset, 'i32'));
export const W_PAIRED: readonly RegisterSlot<'i32'>[] = S_PAIRED.map(({ name, offset }) =>
  slot(`${name}w`, offset, 'i32'),
);
/** High words of 64-bit registers (MTHC1). */
export const W_HIGH: readonly RegisterSlot<'i32'>[] = D.map(({ name, offset }) =>
  slot(`${name}h`, offset + 4, 'i32'),
);

/**
 * Operands of the one or two last float operations, by type. Singles and doubles lie apart, so that each can be kept in a
 * local of compiled code.
 */
export const CAUSE_OPERANDS = [0, 1].map((operation) =>
  [0, 1].map((operand) => {
    const n = 2 * operation + operand;
    const name = `cause${operation}${'ab'[operand]}`;
    const [wide, narrow] = [FPU + 256 + 8 * n, FPU + 288 + 4 * n];
    return {
      f32: slot(`${name}_s`, narrow, 'f32'),
      i32: slot(`${name}_s`, narrow, 'i32'),
      f64: slot(`${name}_d`, wide, 'f64'),
      i64: slot(`${name}_d`, wide, 'i64'),
    };
  }),
);

/** Bytes of the CPU state. */
export const STATE_SIZE = FPU + 304;

/** Every slot with a name of its own. */
export const registers: readonly RegisterSlot[] = [
  ...R,
  PC,
  MODE,
  HI,
  LO,
  USER_LOCAL,
  LL_ADDRESS,
  LL_VALUE,
  FP_FLAGS,
  FP_CAUSE,
  FCSR_WRITTEN,
  COUNT,
  ...FCC,
  ...D,
  ...CAUSE_OPERANDS.flat().flatMap(({ f32, f64 }) => [f32, f64]),
];
