import { type ArmRow, define } from '../instruction';
import type { Feature } from '../models';
import { bfi, bitField, clz, type ExtendKind, extend, pkh, rbit, rev, rev16, revsh } from '../semantics/pack';
import { type ParallelOp, type ParallelPrefix, parallel, sel } from '../semantics/parallel';
import { imm, insn, shifted } from '../text';

type Three = { Rd: number; Rn: number; Rm: number };

const prefixes: readonly (readonly [ParallelPrefix, string])[] = [
  ['s', '001'],
  ['q', '010'],
  ['sh', '011'],
  ['u', '101'],
  ['uq', '110'],
  ['uh', '111'],
];
const operations: readonly (readonly [ParallelOp, string])[] = [
  ['add16', '000'],
  ['asx', '001'],
  ['sax', '010'],
  ['sub16', '011'],
  ['add8', '100'],
  ['sub8', '111'],
];

const parallelRows = prefixes.flatMap(([prefix, op1]) =>
  operations.map(([op, op2]) =>
    define({
      name: `${prefix}${op}`,
      feature: 'v6',
      pattern: `cond:4 01100 ${op1} Rn:4 Rd:4 1111 ${op2} 1 Rm:4`,
      translate: (c, f) => parallel(prefix, op)(c, f as Three),
      text: (f) => insn(`${prefix}${op}`, f.Rd, f.Rn, f.Rm),
    }),
  ),
);

const rotation = (rotate: number): string => (rotate === 0 ? '' : `ror #${rotate * 8}`);

const extendRow = (kind: ExtendKind, unsigned: boolean, opcode: string): ArmRow => {
  const letter = unsigned ? 'u' : 's';
  return define({
    name: `${letter}xta${kind}`,
    feature: 'v6',
    pattern: `cond:4 01101 ${opcode} Rn:4 Rd:4 rotate:2 00 0111 Rm:4`,
    translate: (c, f) => extend(kind, unsigned)(c, f as Three & { rotate: number }),
    text: (f) =>
      f.Rn === 15
        ? insn(`${letter}xt${kind}`, f.Rd, f.Rm, rotation(f.rotate))
        : insn(`${letter}xta${kind}`, f.Rd, f.Rn, f.Rm, rotation(f.rotate)),
  });
};

const reverse = (name: string, high: string, low: string, translate: typeof rev, feature: Feature): ArmRow =>
  define({
    name,
    feature,
    pattern: `cond:4 ${high} 1111 Rd:4 1111 ${low} Rm:4`,
    translate: (c, f) => translate(c, f as { Rd: number; Rm: number }),
    text: (f) => insn(name, f.Rd, f.Rm),
  });

/** Parallel arithmetic, packing, extension and bit fields (DDI 0406C A5.4). */
export const mediaRows: readonly ArmRow[] = [
  ...parallelRows,
  define({
    name: 'sel',
    feature: 'v6',
    pattern: 'cond:4 01101000 Rn:4 Rd:4 1111 1011 Rm:4',
    translate: sel,
    text: (f) => insn('sel', f.Rd, f.Rn, f.Rm),
  }),
  define({
    name: 'pkh',
    feature: 'v6',
    pattern: 'cond:4 01101000 Rn:4 Rd:4 imm5:5 tb:1 01 Rm:4',
    translate: pkh,
    text: (f) => insn(f.tb ? 'pkhtb' : 'pkhbt', f.Rd, f.Rn, shifted(f.Rm, f.tb * 2, f.imm5)),
  }),
  extendRow('b16', false, '000'),
  extendRow('b', false, '010'),
  extendRow('h', false, '011'),
  extendRow('b16', true, '100'),
  extendRow('b', true, '110'),
  extendRow('h', true, '111'),
  reverse('rev', '01101011', '0011', rev, 'v6'),
  reverse('rev16', '01101011', '1011', rev16, 'v6'),
  reverse('revsh', '01101111', '1011', revsh, 'v6'),
  reverse('rbit', '01101111', '0011', rbit, 'v6t2'),
  define({
    name: 'clz',
    pattern: 'cond:4 00010110 1111 Rd:4 1111 0001 Rm:4',
    translate: clz,
    text: (f) => insn('clz', f.Rd, f.Rm),
  }),
  define({
    name: 'bfi',
    feature: 'v6t2',
    pattern: 'cond:4 0111110 msb:5 Rd:4 lsb:5 001 Rn:4',
    translate: bfi,
    text: (f) =>
      f.Rn === 15
        ? insn('bfc', f.Rd, imm(f.lsb), imm(f.msb - f.lsb + 1))
        : insn('bfi', f.Rd, f.Rn, imm(f.lsb), imm(f.msb - f.lsb + 1)),
  }),
  define({
    name: 'sbfx',
    feature: 'v6t2',
    pattern: 'cond:4 0111101 widthm1:5 Rd:4 lsb:5 101 Rn:4',
    translate: bitField(false),
    text: (f) => insn('sbfx', f.Rd, f.Rn, imm(f.lsb), imm(f.widthm1 + 1)),
  }),
  define({
    name: 'ubfx',
    feature: 'v6t2',
    pattern: 'cond:4 0111111 widthm1:5 Rd:4 lsb:5 101 Rn:4',
    translate: bitField(true),
    text: (f) => insn('ubfx', f.Rd, f.Rn, imm(f.lsb), imm(f.widthm1 + 1)),
  }),
];
