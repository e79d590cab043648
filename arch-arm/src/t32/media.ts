import { mediaRows as a32MediaRows } from '../a32/media';
import { multiplyRows as a32MultiplyRows } from '../a32/multiply';
import { saturateRows as a32SaturateRows } from '../a32/saturate';
import { type ArmRow, define } from '../instruction';
import { mla, mul } from '../semantics/multiply';
import { pkh } from '../semantics/pack';
import { insn, shifted } from '../text';
import { retargeter } from './retarget';

const same = retargeter([...a32MediaRows, ...a32MultiplyRows, ...a32SaturateRows]);

const parallelRows = (
  [
    ['add8', '000'],
    ['add16', '001'],
    ['asx', '010'],
    ['sub8', '100'],
    ['sub16', '101'],
    ['sax', '110'],
  ] as const
).flatMap(([op, op1]) =>
  (
    [
      ['s', '0', '00'],
      ['q', '0', '01'],
      ['sh', '0', '10'],
      ['u', '1', '00'],
      ['uq', '1', '01'],
      ['uh', '1', '10'],
    ] as const
  ).map(([prefix, U, op2]) => same(`${prefix}${op}`, `111110101 ${op1} Rn:4 1111 Rd:4 0 ${U} ${op2} Rm:4`)),
);

const extendRows = ['xtah', 'xtab16', 'xtab'].flatMap((name, i) =>
  ['s', 'u'].map((letter, unsigned) =>
    same(
      `${letter}${name}`,
      `111110100 ${(i * 2 + unsigned).toString(2).padStart(3, '0')} Rn:4 1111 Rd:4 10 rotate:2 Rm:4`,
    ),
  ),
);

const long = (op1: string, op2: string): string => `111110111 ${op1} Rn:4 RdLo:4 RdHi:4 ${op2} Rm:4`;
const short = (op1: string, op2: string): string => `111110110 ${op1} Rn:4 Ra:4 Rd:4 ${op2} Rm:4`;
const three = (op1: string, op2: string): string => `111110110 ${op1} Rn:4 1111 Rd:4 ${op2} Rm:4`;

/** Multiplies, parallel arithmetic and packing of T32 (DDI 0406C A6.3.12–A6.3.17). */
export const mediaRows: readonly ArmRow[] = [
  ...parallelRows,
  ...extendRows,
  // Rn repeats Rm, which the hardware may demand; what counts here is Rm.
  same('rev', '111110101001 Rn:4 1111 Rd:4 1000 Rm:4'),
  same('rev16', '111110101001 Rn:4 1111 Rd:4 1001 Rm:4'),
  same('rbit', '111110101001 Rn:4 1111 Rd:4 1010 Rm:4'),
  same('revsh', '111110101001 Rn:4 1111 Rd:4 1011 Rm:4'),
  same('clz', '111110101011 Rn:4 1111 Rd:4 1000 Rm:4'),
  same('sel', '111110101010 Rn:4 1111 Rd:4 1000 Rm:4'),
  same('qadd', '111110101000 Rn:4 1111 Rd:4 1000 Rm:4'),
  same('qdadd', '111110101000 Rn:4 1111 Rd:4 1001 Rm:4'),
  same('qsub', '111110101000 Rn:4 1111 Rd:4 1010 Rm:4'),
  same('qdsub', '111110101000 Rn:4 1111 Rd:4 1011 Rm:4'),
  define({
    name: 'pkh',
    pattern: '1110101 0110 0 Rn:4 0 imm3:3 Rd:4 imm2:2 tb:1 0 Rm:4',
    translate: (c, f) => pkh(c, { ...f, imm5: (f.imm3 << 2) | f.imm2 }),
    text: (f) => insn(f.tb ? 'pkhtb' : 'pkhbt', f.Rd, f.Rn, shifted(f.Rm, f.tb * 2, (f.imm3 << 2) | f.imm2)),
  }),
  define({
    name: 'mul',
    pattern: '111110110000 Rn:4 1111 Rd:4 0000 Rm:4',
    translate: (c, f) => mul(c, f),
    text: (f) => insn('mul{c}.w', f.Rd, f.Rn, f.Rm),
  }),
  define({
    name: 'mla',
    pattern: '111110110000 Rn:4 Ra:4 Rd:4 0000 Rm:4',
    when: (f) => f.Ra !== 15,
    translate: (c, f) => mla(c, f),
    text: (f) => insn('mla', f.Rd, f.Rn, f.Rm, f.Ra),
  }),
  same('mls', short('000', '0001')),
  same('smulxy', three('001', '00 N:1 M:1')),
  { ...same('smlaxy', short('001', '00 N:1 M:1')), when: (f) => f.Ra !== 15 },
  same('smlad', short('010', '000 M:1')),
  same('smulwy', three('011', '000 M:1')),
  { ...same('smlawy', short('011', '000 M:1')), when: (f) => f.Ra !== 15 },
  same('smlsd', short('100', '000 M:1')),
  same('smmla', short('101', '000 R:1')),
  same('smmls', short('110', '000 R:1')),
  same('usada8', short('111', '0000')),
  same('smull', long('000', '0000')),
  same('umull', long('010', '0000')),
  same('smlal', long('100', '0000')),
  same('umlal', long('110', '0000')),
  same('umaal', long('110', '0110')),
  same('smlalxy', long('100', '10 N:1 M:1')),
  same('smlald', long('100', '110 M:1')),
  same('smlsld', long('101', '110 M:1')),
  same('sdiv', '111110111001 Rn:4 1111 Rd:4 1111 Rm:4'),
  same('udiv', '111110111011 Rn:4 1111 Rd:4 1111 Rm:4'),
];
