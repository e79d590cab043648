import { type F32, type F64, type I32, Rounding } from '@anyuser/core';
import type { MipsContext } from '../context';
import { define, type MipsRow } from '../instruction';
import { readControl, writeControl } from '../semantics/fcsr';
import { offsetText, reg, signed16 } from '../text';

const S = '10000';
const D = '10001';
const W = '10100';
const L = '10101';
const f = (n: number): string => `$f${n}`;

interface Format<T extends F32 | F64> {
  readonly suffix: 's' | 'd';
  readonly code: string;
  readonly type: 'f32' | 'f64';
  valid(c: MipsContext, ...registers: number[]): boolean;
  get(c: MipsContext, n: number): T;
  set(c: MipsContext, n: number, value: T): void;
}
const single: Format<F32> = {
  suffix: 's',
  code: S,
  type: 'f32',
  valid: () => true,
  get: (c, n) => c.f32(n),
  set: (c, n, value) => c.setF32(n, value),
};
const double: Format<F64> = {
  suffix: 'd',
  code: D,
  type: 'f64',
  valid: (c, ...registers) => c.validDouble(...registers),
  get: (c, n) => c.f64(n),
  set: (c, n, value) => c.setF64(n, value),
};

type Arithmetic = 'add' | 'sub' | 'mul' | 'div';

/** Two operands in one format, by the names of the IR's operations. */
function apply<T extends F32 | F64>(c: MipsContext, format: Format<T>, op: Arithmetic, a: T, b: T): T {
  const env = c.env();
  return (
    format.type === 'f32'
      ? c.fp(`${op}_f32`, a as F32, b as F32, env)
      : c.fp(`${op}_f64`, a as F64, b as F64, env)
  ) as T;
}
const root = <T extends F32 | F64>(c: MipsContext, format: Format<T>, a: T): T =>
  (format.type === 'f32' ? c.fp('sqrt_f32', a as F32, c.env()) : c.fp('sqrt_f64', a as F64, c.env())) as T;
const one = <T extends F32 | F64>(c: MipsContext, format: Format<T>): T =>
  (format.type === 'f32'
    ? c.ir.f32.reinterpret_i32(c.ir.imm(0x3f80_0000))
    : c.ir.f64.reinterpret_i64(c.ir.imm64(0x3ff0_0000_0000_0000n))) as T;
const negate = <T extends F32 | F64>(c: MipsContext, format: Format<T>, a: T): T =>
  (format.type === 'f32' ? c.ir.f32.neg(a as F32) : c.ir.f64.neg(a as F64)) as T;
const absolute = <T extends F32 | F64>(c: MipsContext, format: Format<T>, a: T): T =>
  (format.type === 'f32' ? c.ir.f32.abs(a as F32) : c.ir.f64.abs(a as F64)) as T;
const choose = <T extends F32 | F64>(c: MipsContext, format: Format<T>, condition: I32, a: T, b: T): T =>
  (format.type === 'f32'
    ? c.ir.f32.select(condition, a as F32, b as F32)
    : c.ir.f64.select(condition, a as F64, b as F64)) as T;

const binary = <T extends F32 | F64>(name: Arithmetic, funct: string, format: Format<T>): MipsRow =>
  define({
    name: `${name}.${format.suffix}`,
    pattern: `010001 ${format.code} ft:5 fs:5 fd:5 ${funct}` as 'ft:5 fs:5 fd:5',
    feature: 'fpu',
    translate(c, { ft, fs, fd }): void | false {
      if (!format.valid(c, ft, fs, fd)) return false;
      c.float(() => {
        const value = apply(c, format, name, format.get(c, fs), format.get(c, ft));
        return () => format.set(c, fd, value);
      });
    },
    text: ({ ft, fs, fd }) => `${name}.${format.suffix}\t${f(fd)},${f(fs)},${f(ft)}`,
  });

const unary = <T extends F32 | F64>(
  name: string,
  funct: string,
  format: Format<T>,
  meaning: (c: MipsContext, a: T) => T,
  quiet = false,
): MipsRow =>
  define({
    name: `${name}.${format.suffix}`,
    pattern: `010001 ${format.code} 00000 fs:5 fd:5 ${funct}` as 'fs:5 fd:5',
    feature: 'fpu',
    translate(c, { fs, fd }): void | false {
      if (!format.valid(c, fs, fd)) return false;
      if (quiet) format.set(c, fd, meaning(c, format.get(c, fs)));
      else
        c.float(() => {
          const value = meaning(c, format.get(c, fs));
          return () => format.set(c, fd, value);
        });
    },
    text: ({ fs, fd }) => `${name}.${format.suffix}\t${f(fd)},${f(fs)}`,
  });

/** Multiply-add as the pre-release-6 architecture has it: two operations, each rounded. */
const fused = <T extends F32 | F64>(
  name: string,
  head: string,
  format: Format<T>,
  op: 'add' | 'sub',
  negated: boolean,
): MipsRow =>
  define({
    name: `${name}.${format.suffix}`,
    pattern:
      `010011 fr:5 ft:5 fs:5 fd:5 ${head} ${format.suffix === 's' ? '000' : '001'}` as 'fr:5 ft:5 fs:5 fd:5',
    feature: 'fpu2',
    translate(c, { fr, ft, fs, fd }): void | false {
      if (!format.valid(c, fr, ft, fs, fd)) return false;
      c.float(() => {
        const product = apply(c, format, 'mul', format.get(c, fs), format.get(c, ft));
        const sum = apply(c, format, op, product, format.get(c, fr));
        const value = negated ? negate(c, format, sum) : sum;
        return () => format.set(c, fd, value);
      });
    },
    text: ({ fr, ft, fs, fd }) => `${name}.${format.suffix}\t${f(fd)},${f(fr)},${f(fs)},${f(ft)}`,
  });

const CONDITIONS = [
  'f',
  'un',
  'eq',
  'ueq',
  'olt',
  'ult',
  'ole',
  'ule',
  'sf',
  'ngle',
  'seq',
  'ngl',
  'lt',
  'nge',
  'le',
  'ngt',
] as const;

const compare = <T extends F32 | F64>(format: Format<T>): readonly MipsRow[] =>
  CONDITIONS.map((condition, n) =>
    define({
      name: `c.${condition}.${format.suffix}`,
      pattern:
        `010001 ${format.code} ft:5 fs:5 cc:3 00 11 ${n.toString(2).padStart(4, '0')}` as 'ft:5 fs:5 cc:3',
      feature: 'fpu',
      translate(c, { ft, fs, cc }): void | false {
        if (!format.valid(c, ft, fs)) return false;
        const { ir } = c;
        const operation = `${n & 8 ? 'cmps' : 'cmp'}_${format.type}` as 'cmp_f32';
        // For each relation (less, equal, greater, unordered) whether the condition holds.
        const holds = (n & 4 ? 1 : 0) | (n & 2 ? 2 : 0) | (n & 1 ? 8 : 0);
        c.float(() => {
          const relation = c.fp(operation, format.get(c, fs) as F32, format.get(c, ft) as F32, c.env());
          const value = ir.and(ir.shrU(ir.imm(holds), relation), ir.imm(1));
          return () => c.setFcc(cc, value);
        });
      },
      text: ({ ft, fs, cc }) =>
        `c.${condition}.${format.suffix}\t${cc === 0 ? '' : `$fcc${cc},`}${f(fs)},${f(ft)}`,
    }),
  );

const ROUNDED = [
  ['round', Rounding.nearestEven],
  ['trunc', Rounding.zero],
  ['ceil', Rounding.up],
  ['floor', Rounding.down],
] as const;

/** Float to word or long, in the mode's rounding or one of the instruction's own. */
function toInteger<T extends F32 | F64>(
  name: string,
  funct: string,
  format: Format<T>,
  wide: boolean,
  rounding?: number,
): MipsRow {
  const to = wide ? 'l' : 'w';
  return define({
    name: `${name}.${to}.${format.suffix}`,
    pattern: `010001 ${format.code} 00000 fs:5 fd:5 ${funct}` as 'fs:5 fd:5',
    feature: 'fpu',
    translate(c, { fs, fd }): void | false {
      if (!format.valid(c, fs) || (wide && !c.fr)) return false;
      const { ir } = c;
      const operation = `s${wide ? 64 : 32}_from_${format.type}` as 's32_from_f32';
      c.float(() => {
        const value = c.fp(operation, format.get(c, fs) as F32, c.env(rounding));
        return () => {
          if (wide) c.setF64(fd, ir.f64.reinterpret_i64(value as never));
          else c.setW(fd, value);
        };
      });
    },
    text: ({ fs, fd }) => `${name}.${to}.${format.suffix}\t${f(fd)},${f(fs)}`,
  });
}

const convert = (
  name: string,
  code: string,
  funct: string,
  valid: (c: MipsContext, fs: number, fd: number) => boolean,
  meaning: (c: MipsContext, fs: number, fd: number) => () => void,
): MipsRow =>
  define({
    name,
    pattern: `010001 ${code} 00000 fs:5 fd:5 ${funct}` as 'fs:5 fd:5',
    feature: 'fpu',
    translate(c, { fs, fd }): void | false {
      if (!valid(c, fs, fd)) return false;
      c.float(() => meaning(c, fs, fd));
    },
    text: ({ fs, fd }) => `${name}\t${f(fd)},${f(fs)}`,
  });

const conversions: readonly MipsRow[] = [
  convert(
    'cvt.s.d',
    D,
    '100000',
    (c, fs) => c.validDouble(fs),
    (c, fs, fd) => {
      const value = c.fp('f32_from_f64', c.f64(fs), c.env());
      return () => c.setF32(fd, value);
    },
  ),
  convert(
    'cvt.s.w',
    W,
    '100000',
    () => true,
    (c, fs, fd) => {
      const value = c.fp('f32_from_s32', c.w(fs), c.env());
      return () => c.setF32(fd, value);
    },
  ),
  convert(
    'cvt.s.l',
    L,
    '100000',
    (c) => c.fr,
    (c, fs, fd) => {
      const value = c.fp('f32_from_s64', c.ir.i64.reinterpret_f64(c.f64(fs)), c.env());
      return () => c.setF32(fd, value);
    },
  ),
  convert(
    'cvt.d.s',
    S,
    '100001',
    (c, _fs, fd) => c.validDouble(fd),
    (c, fs, fd) => {
      const value = c.fp('f64_from_f32', c.f32(fs), c.env());
      return () => c.setF64(fd, value);
    },
  ),
  convert(
    'cvt.d.w',
    W,
    '100001',
    (c, _fs, fd) => c.validDouble(fd),
    (c, fs, fd) => {
      const value = c.fp('f64_from_s32', c.w(fs), c.env());
      return () => c.setF64(fd, value);
    },
  ),
  convert(
    'cvt.d.l',
    L,
    '100001',
    (c) => c.fr,
    (c, fs, fd) => {
      const value = c.fp('f64_from_s64', c.ir.i64.reinterpret_f64(c.f64(fs)), c.env());
      return () => c.setF64(fd, value);
    },
  ),
];

function inFormat<T extends F32 | F64>(format: Format<T>): readonly MipsRow[] {
  return [
    binary('add', '000000', format),
    binary('sub', '000001', format),
    binary('mul', '000010', format),
    binary('div', '000011', format),
    unary('sqrt', '000100', format, (c, a) => root(c, format, a)),
    unary('abs', '000101', format, (c, a) => absolute(c, format, a), true),
    unary('mov', '000110', format, (_c, a) => a, true),
    unary('neg', '000111', format, (c, a) => negate(c, format, a), true),
    unary('recip', '010101', format, (c, a) => apply(c, format, 'div', one(c, format), a)),
    unary('rsqrt', '010110', format, (c, a) => apply(c, format, 'div', one(c, format), root(c, format, a))),
    ...ROUNDED.map(([name, rounding], n) =>
      toInteger(name, (8 + n).toString(2).padStart(6, '0'), format, true, rounding),
    ),
    ...ROUNDED.map(([name, rounding], n) =>
      toInteger(name, (12 + n).toString(2).padStart(6, '0'), format, false, rounding),
    ),
    toInteger('cvt', '100100', format, false),
    toInteger('cvt', '100101', format, true),
    fused('madd', '100', format, 'add', false),
    fused('msub', '101', format, 'sub', false),
    fused('nmadd', '110', format, 'add', true),
    fused('nmsub', '111', format, 'sub', true),
    ...compare(format),
    ...(['movf', 'movt'] as const).map((name, wanted) =>
      define({
        name: `${name}.${format.suffix}`,
        pattern: `010001 ${format.code} cc:3 0 ${wanted} fs:5 fd:5 010001` as 'cc:3 fs:5 fd:5',
        feature: 'fpu',
        translate(c, { cc, fs, fd }): void | false {
          if (!format.valid(c, fs, fd)) return false;
          const code = c.fcc(cc);
          format.set(
            c,
            fd,
            choose(c, format, wanted ? code : c.ir.eqz(code), format.get(c, fs), format.get(c, fd)),
          );
        },
        text: ({ cc, fs, fd }) => `${name}.${format.suffix}\t${f(fd)},${f(fs)},$fcc${cc}`,
      }),
    ),
    ...(['movz', 'movn'] as const).map((name, n) =>
      define({
        name: `${name}.${format.suffix}`,
        pattern: `010001 ${format.code} rt:5 fs:5 fd:5 01001${n}` as 'rt:5 fs:5 fd:5',
        feature: 'fpu',
        translate(c, { rt, fs, fd }): void | false {
          if (!format.valid(c, fs, fd)) return false;
          const value = c.r(rt);
          format.set(
            c,
            fd,
            choose(c, format, n ? value : c.ir.eqz(value), format.get(c, fs), format.get(c, fd)),
          );
        },
        text: ({ rt, fs, fd }) => `${name}.${format.suffix}\t${f(fd)},${f(fs)},${reg(rt)}`,
      }),
    ),
  ];
}

const move = (
  name: string,
  sub: string,
  meaning: (c: MipsContext, rt: number, fs: number) => void | false,
  feature: 'fpu' | 'fpu2' = 'fpu',
): MipsRow =>
  define({
    name,
    pattern: `010001 ${sub} rt:5 fs:5 00000 000000` as 'rt:5 fs:5',
    feature,
    translate: (c, { rt, fs }) => meaning(c, rt, fs),
    text: ({ rt, fs }) => `${name}\t${reg(rt)},${name.startsWith('c') ? `$${fs}` : f(fs)}`,
  });

const memory = (
  name: string,
  op: string,
  meaning: (c: MipsContext, ft: number, address: I32) => void,
): MipsRow =>
  define({
    name,
    pattern: `${op} base:5 ft:5 offset:16` as 'base:5 ft:5 offset:16',
    feature: 'fpu',
    translate: (c, { base, ft, offset }) => meaning(c, ft, c.ir.add(c.r(base), c.ir.imm(signed16(offset)))),
    text: ({ base, ft, offset }) => `${name}\t${f(ft)},${offsetText(offset, base)}`,
  });

const indexed = (
  name: string,
  pattern: string,
  meaning: (c: MipsContext, n: number, address: I32) => void | false,
): MipsRow =>
  define({
    name,
    pattern: pattern as 'base:5 index:5 n:5',
    feature: 'fpu2',
    translate: (c, { base, index, n }) => meaning(c, n, c.ir.add(c.r(base), c.r(index))),
    text: ({ base, index, n }) => `${name}\t${f(n)},${reg(index)}(${reg(base)})`,
  });

/** The register that a 64-bit transfer uses: with FR = 0 the pair that contains the one named. */
const pair = (c: MipsContext, n: number): number => (c.fr ? n : n & ~1);
const aligned8 = (c: MipsContext, address: I32): I32 => c.ir.and(address, c.ir.imm(~7));

/** The floating-point unit (MIPS32 Volume II). */
export const floatRows: readonly MipsRow[] = [
  ...inFormat(single),
  ...inFormat(double),
  ...conversions,
  move('mfc1', '00000', (c, rt, fs) => c.setR(rt, c.w(fs))),
  move('mtc1', '00100', (c, rt, fs) => c.setW(fs, c.r(rt))),
  move('mfhc1', '00011', (c, rt, fs) => c.setR(rt, c.highWord(fs)), 'fpu2'),
  move('mthc1', '00111', (c, rt, fs) => c.setHighWord(fs, c.r(rt)), 'fpu2'),
  move('cfc1', '00010', (c, rt, fs) => {
    const value = readControl(c, fs);
    return value === false ? false : c.setR(rt, value);
  }),
  move('ctc1', '00110', (c, rt, fs) => writeControl(c, fs, rt)),
  memory('lwc1', '110001', (c, ft, address) => c.setF32(ft, c.ir.load('f32', address))),
  memory('swc1', '111001', (c, ft, address) => c.ir.store('f32', address, c.f32(ft))),
  memory('ldc1', '110101', (c, ft, address) => c.setF64(pair(c, ft), c.ir.load('f64', address))),
  memory('sdc1', '111101', (c, ft, address) => c.ir.store('f64', address, c.f64(pair(c, ft)))),
  indexed('lwxc1', '010011 base:5 index:5 00000 n:5 000000', (c, n, address) =>
    c.setF32(n, c.ir.load('f32', address)),
  ),
  indexed('ldxc1', '010011 base:5 index:5 00000 n:5 000001', (c, n, address) =>
    c.validDouble(n) ? c.setF64(n, c.ir.load('f64', address)) : false,
  ),
  indexed('luxc1', '010011 base:5 index:5 00000 n:5 000101', (c, n, address) =>
    c.fr ? c.setF64(n, c.ir.load('f64', aligned8(c, address))) : false,
  ),
  indexed('swxc1', '010011 base:5 index:5 n:5 00000 001000', (c, n, address) =>
    c.ir.store('f32', address, c.f32(n)),
  ),
  indexed('sdxc1', '010011 base:5 index:5 n:5 00000 001001', (c, n, address) =>
    c.validDouble(n) ? c.ir.store('f64', address, c.f64(n)) : false,
  ),
  indexed('suxc1', '010011 base:5 index:5 n:5 00000 001101', (c, n, address) =>
    c.fr ? c.ir.store('f64', aligned8(c, address), c.f64(n)) : false,
  ),
  define({
    name: 'prefx',
    pattern: '010011 base:5 index:5 hint:5 00000 001111',
    feature: 'fpu2',
    translate: () => {},
    text: ({ base, index, hint }) => `prefx\t0x${hint.toString(16)},${reg(index)}(${reg(base)})`,
  }),
  ...(['movf', 'movt'] as const).map((name, wanted) =>
    define({
      name,
      pattern: `000000 rs:5 cc:3 0 ${wanted} rd:5 00000 000001` as 'rs:5 cc:3 rd:5',
      feature: 'fpu',
      translate(c, { rs, cc, rd }) {
        const { ir } = c;
        const code = c.fcc(cc);
        c.setR(rd, ir.select(wanted ? code : ir.eqz(code), c.r(rs), c.r(rd)));
      },
      text: ({ rs, cc, rd }) => `${name}\t${reg(rd)},${reg(rs)},$fcc${cc}`,
    }),
  ),
];
