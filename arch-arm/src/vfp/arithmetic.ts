import { type ArmRow, define, type FieldsOf } from '../instruction';
import { Mode } from '../mode';
import type { Feature } from '../models';
import { expandDoubleHigh, expandSingle, register } from './precision';
import { elementwise, type Meaning } from './short-vectors';
import { asm, hex8 } from './text';

const THREE = 'cond:4 1110 D:1 Vn:4 Vd:4 101 sz:1 N:1 M:1 0 Vm:4 x';
type Three = FieldsOf<typeof THREE>;
type Monadic = 'cond:4 1110 1 D:1 11 Vd:4 101 sz:1 1 M:1 0 Vm:4 x';

const operands = (f: Three): string[] => {
  const prefix = f.sz ? 'd' : 's';
  return [
    `${prefix}${register(f.sz, f.Vd, f.D)}`,
    `${prefix}${register(f.sz, f.Vn, f.N)}`,
    `${prefix}${register(f.sz, f.Vm, f.M)}`,
  ];
};
const suffix = (sz: number): string => (sz ? '.f64' : '.f32');

/** `high` and `op`: bit 23, bits 21–20 and bit 6 of the encoding. */
function three(
  name: string,
  high: string,
  bits: string,
  op: '0' | '1',
  meaning: Meaning,
  feature: Feature = 'vfpv2',
): ArmRow {
  return define({
    name,
    pattern: `cond:4 1110 ${high} D:1 ${bits} Vn:4 Vd:4 101 sz:1 N:1 ${op} M:1 0 Vm:4` as typeof THREE,
    feature,
    translate(c, f): void | false {
      // The fused operations came after short vectors and do not exist for them.
      if (feature === 'vfpv4' && c.mode & (Mode.len | Mode.stride)) return false;
      return elementwise(
        c,
        f.sz,
        register(f.sz, f.Vd, f.D),
        register(f.sz, f.Vn, f.N),
        register(f.sz, f.Vm, f.M),
        meaning,
      );
    },
    text: (f) => asm(`${name}{c}${suffix(f.sz)}`, ...operands(f)),
  });
}

/** `opc2`, `opc3`: bits 19–16 and 7–6. */
function monadic(name: string, opc2: string, opc3: '0' | '1', meaning: Meaning): ArmRow {
  return define({
    name,
    pattern: `cond:4 1110 1 D:1 11 ${opc2} Vd:4 101 sz:1 ${opc3} 1 M:1 0 Vm:4` as Monadic,
    feature: 'vfpv2',
    translate(c, f): void | false {
      const m = register(f.sz, f.Vm, f.M);
      return elementwise(c, f.sz, register(f.sz, f.Vd, f.D), m, m, meaning);
    },
    text(f) {
      const prefix = f.sz ? 'd' : 's';
      return asm(
        `${name}{c}${suffix(f.sz)}`,
        `${prefix}${register(f.sz, f.Vd, f.D)}`,
        `${prefix}${register(f.sz, f.Vm, f.M)}`,
      );
    },
  });
}

const immediate = define({
  name: 'vmov (immediate)',
  pattern: 'cond:4 1110 1 D:1 11 imm4H:4 Vd:4 101 sz:1 0000 imm4L:4',
  feature: 'vfpv3',
  translate(c, f): void | false {
    const d = register(f.sz, f.Vd, f.D);
    const imm8 = (f.imm4H << 4) | f.imm4L;
    return elementwise(c, f.sz, d, d, d, (p) => p.immediate(c, imm8));
  },
  text(f) {
    const imm8 = (f.imm4H << 4) | f.imm4L;
    const bits = expandSingle(imm8);
    const value = new Float64Array(Int32Array.of(0, expandDoubleHigh(imm8)).buffer)[0]!;
    // objdump shows one, three or seven places after the point.
    const places = (`${value}`.split('.')[1] ?? '').length;
    const shown = value.toFixed(places <= 1 ? 1 : places <= 3 ? 3 : 7);
    return asm(
      `vmov{c}${suffix(f.sz)}`,
      `${f.sz ? 'd' : 's'}${register(f.sz, f.Vd, f.D)}`,
      `#${imm8}\t@ ${hex8(bits)} ${value < 0 ? '' : ' '}${shown}`,
    );
  },
});

/** VFP data processing (DDI 0406C A7.5), save comparison and conversion. */
export const arithmeticRows: readonly ArmRow[] = [
  three('vmla', '0', '00', '0', (p, c, d, n, m) =>
    p.arithmetic(c, 'add', d(), p.arithmetic(c, 'mul', n(), m())),
  ),
  three('vmls', '0', '00', '1', (p, c, d, n, m) =>
    p.arithmetic(c, 'add', d(), p.neg(c, p.arithmetic(c, 'mul', n(), m()))),
  ),
  three('vnmls', '0', '01', '0', (p, c, d, n, m) =>
    p.arithmetic(c, 'add', p.neg(c, d()), p.arithmetic(c, 'mul', n(), m())),
  ),
  three('vnmla', '0', '01', '1', (p, c, d, n, m) =>
    p.arithmetic(c, 'add', p.neg(c, d()), p.neg(c, p.arithmetic(c, 'mul', n(), m()))),
  ),
  three('vmul', '0', '10', '0', (p, c, _, n, m) => p.arithmetic(c, 'mul', n(), m())),
  three('vnmul', '0', '10', '1', (p, c, _, n, m) => p.neg(c, p.arithmetic(c, 'mul', n(), m()))),
  three('vadd', '0', '11', '0', (p, c, _, n, m) => p.arithmetic(c, 'add', n(), m())),
  three('vsub', '0', '11', '1', (p, c, _, n, m) => p.arithmetic(c, 'sub', n(), m())),
  three('vdiv', '1', '00', '0', (p, c, _, n, m) => p.arithmetic(c, 'div', n(), m())),
  three('vfnms', '1', '01', '0', (p, c, d, n, m) => p.fma(c, n(), m(), p.neg(c, d())), 'vfpv4'),
  three('vfnma', '1', '01', '1', (p, c, d, n, m) => p.fma(c, p.neg(c, n()), m(), p.neg(c, d())), 'vfpv4'),
  three('vfma', '1', '10', '0', (p, c, d, n, m) => p.fma(c, n(), m(), d()), 'vfpv4'),
  three('vfms', '1', '10', '1', (p, c, d, n, m) => p.fma(c, p.neg(c, n()), m(), d()), 'vfpv4'),
  immediate,
  monadic('vmov', '0000', '0', (_p, _c, _d, _n, m) => m()),
  monadic('vabs', '0000', '1', (p, c, _d, _n, m) => p.abs(c, m())),
  monadic('vneg', '0001', '0', (p, c, _d, _n, m) => p.neg(c, m())),
  monadic('vsqrt', '0001', '1', (p, c, _d, _n, m) => p.sqrt(c, m())),
];
