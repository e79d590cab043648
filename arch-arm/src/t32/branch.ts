import { systemRows as a32SystemRows } from '../a32/system';
import { Cond, conditionNames } from '../flags';
import { type ArmRow, define } from '../instruction';
import { branch, branchLink, branchLinkExchange, bx, signExtend, tableBranch } from '../semantics/branch';
import { msr } from '../semantics/system';
import { address, cps, imm, insn, plain, reg } from '../text';
import { retargeter } from './retarget';

type F = Readonly<Record<string, number>>;
const same = retargeter(a32SystemRows);

/** Offset of B (unconditional) and BL: I1 and I2 are J1 and J2 exclusive-nor S. */
function farOffset(f: F, low: number): number {
  const i1 = f.J1 ^ f.S ^ 1;
  const i2 = f.J2 ^ f.S ^ 1;
  return signExtend((f.S << 24) | (i1 << 23) | (i2 << 22) | (f.imm10 << 12) | low, 25);
}
const conditionalOffset = (f: F): number =>
  signExtend((f.S << 20) | (f.J2 << 19) | (f.J1 << 18) | (f.imm6 << 12) | (f.imm11 << 1), 21);

/** Branches, status registers, hints, barriers and CP15 of T32 (DDI 0406C A6.3.4). */
export const branchRows: readonly ArmRow[] = [
  define({
    name: 'b (conditional)',
    ownCondition: 'branch',
    pattern: '11110 S:1 cond:4 imm6:6 10 J1:1 0 J2:1 imm11:11',
    when: (f) => f.cond < 14,
    translate: (c, f) => (c.inIt ? false : branch(c, conditionalOffset(f), f.cond)),
    text: (f, pc) => plain(`b${conditionNames[f.cond]}.w`, address(pc + 4 + conditionalOffset(f))),
  }),
  define({
    name: 'b',
    pattern: '11110 S:1 imm10:10 10 J1:1 1 J2:1 imm11:11',
    translate: (c, f) => branch(c, farOffset(f, f.imm11 << 1), Cond.al),
    text: (f, pc) => insn('b{c}.w', address(pc + 4 + farOffset(f, f.imm11 << 1))),
  }),
  define({
    name: 'bl',
    pattern: '11110 S:1 imm10:10 11 J1:1 1 J2:1 imm11:11',
    translate: (c, f) => branchLink(c, farOffset(f, f.imm11 << 1)),
    text: (f, pc) => insn('bl', address(pc + 4 + farOffset(f, f.imm11 << 1))),
  }),
  define({
    name: 'blx (immediate)',
    pattern: '11110 S:1 imm10:10 11 J1:1 0 J2:1 imm10L:10 0',
    translate: (c, f) => branchLinkExchange(c, farOffset(f, f.imm10L << 2)),
    text: (f, pc) => insn('blx', address(((pc + 4) & ~3) + farOffset(f, f.imm10L << 2))),
  }),
  define({
    name: 'tbb',
    pattern: '111010001101 Rn:4 1111 0000 0000 Rm:4',
    translate: tableBranch(false),
    text: (f) => insn('tbb', `[${reg(f.Rn)}, ${reg(f.Rm)}]`),
  }),
  define({
    name: 'tbh',
    pattern: '111010001101 Rn:4 1111 0000 0001 Rm:4',
    translate: tableBranch(true),
    text: (f) => insn('tbh', `[${reg(f.Rn)}, ${reg(f.Rm)}, lsl #1]`),
  }),
  define({
    name: 'bxj',
    pattern: '1111 0011 1100 Rm:4 1000 1111 0000 0000',
    translate: bx,
    text: (f) => insn('bxj', f.Rm),
  }),
  same('mrs', '1111 0011 1110 1111 1000 Rd:4 0000 0000'),
  define({
    name: 'msr (register)',
    pattern: '1111 0011 1000 Rn:4 1000 mask:4 0000 0000',
    translate: (c, f) => msr(c, f.mask, c.reg(f.Rn)),
    text: (f) =>
      insn('msr', `CPSR_${[8, 4, 2, 1].map((bit, i) => (f.mask & bit ? 'fsxc'[i] : '')).join('')}`, f.Rn),
  }),
  same('hint', '1111 0011 1010 1111 1000 0000 hint:8'),
  define({
    name: 'cps',
    pattern: '1111 0011 1010 1111 1000 0 imod:2 M:1 AIF:3 md:5',
    when: (f) => f.imod !== 0 || f.M !== 0,
    translate: () => undefined,
    text: (f) => cps(f.imod, f.M, f.AIF, f.md),
  }),
  same('dsb', '1111 0011 1011 1111 1000 1111 0100 option:4'),
  same('dmb', '1111 0011 1011 1111 1000 1111 0101 option:4'),
  same('isb', '1111 0011 1011 1111 1000 1111 0110 option:4'),
  same('mrc p15', '1110 1110 opc1:3 1 CRn:4 Rt:4 1111 opc2:3 1 CRm:4'),
  same('mcr p15', '1110 1110 opc1:3 0 CRn:4 Rt:4 1111 opc2:3 1 CRm:4'),
  define({
    name: 'udf',
    pattern: '1111 0111 1111 imm4:4 1010 imm12:12',
    translate: () => false,
    text: (f) => plain('udf.w', imm((f.imm4 << 12) | f.imm12)),
  }),
];
