import { type ArmRow, define } from '../instruction';
import { a32Immediate } from '../semantics/shift';
import { bkpt, isb, mcr15, mrc15, mrs, msr, nop, setend, svc } from '../semantics/system';
import { a32ImmediateText, barrier, cps, imm, indexed, insn, offset, plain, reg, shifted } from '../text';

const hints = ['nop', 'yield', 'wfe', 'wfi', 'sev'] as const;
/** CPSR fields of MSR by mask bit: c, x, s, f. */
const fieldsOf = (mask: number): string =>
  `CPSR_${[8, 4, 2, 1].map((bit, i) => (mask & bit ? 'fsxc'[i] : '')).join('')}`;
const coprocessor = (f: Readonly<Record<string, number>>): string[] => [
  '15',
  String(f.opc1),
  reg(f.Rt),
  `cr${f.CRn}`,
  `cr${f.CRm}`,
  `{${f.opc2}}`,
];
/** Status registers, exceptions, hints, barriers, preloads and CP15 (DDI 0406C A5.2.11, A5.2.12, A5.7). */
export const systemRows: readonly ArmRow[] = [
  define({
    name: 'mrs',
    pattern: 'cond:4 0001 0000 1111 Rd:4 0000 0000 0000',
    translate: mrs,
    text: (f) => insn('mrs', f.Rd, 'CPSR'),
  }),
  define({
    name: 'msr (register)',
    pattern: 'cond:4 0001 0010 mask:4 1111 0000 0000 Rn:4',
    translate: (c, f) => msr(c, f.mask, c.reg(f.Rn)),
    text: (f) => insn('msr', fieldsOf(f.mask), f.Rn),
  }),
  define({
    name: 'msr (immediate)',
    pattern: 'cond:4 0011 0010 mask:4 1111 imm12:12',
    when: (f) => f.mask !== 0,
    translate: (c, f) => msr(c, f.mask, c.ir.imm(a32Immediate(f.imm12))),
    text: (f) => insn('msr', fieldsOf(f.mask), a32ImmediateText(f.imm12)),
  }),
  define({
    name: 'hint',
    pattern: 'cond:4 0011 0010 0000 1111 xxxx hint:8',
    translate: nop,
    text: (f) => (f.hint < 5 ? insn(hints[f.hint]!) : insn('nop', `{${f.hint}}`)),
  }),
  define({
    name: 'svc',
    pattern: 'cond:4 1111 imm24:24',
    translate: (c, f) => svc(c, f.imm24),
    text: (f) => insn('svc', `0x${f.imm24.toString(16).padStart(8, '0')}`),
  }),
  define({
    name: 'bkpt',
    pattern: 'cond:4 0001 0010 imm12:12 0111 imm4:4',
    translate: (c, f) => bkpt(c, (f.imm12 << 4) | f.imm4),
    text: (f) => plain('bkpt', `0x${((f.imm12 << 4) | f.imm4).toString(16).padStart(4, '0')}`),
  }),
  define({
    name: 'udf',
    pattern: 'cond:4 0111 1111 imm12:12 1111 imm4:4',
    translate: () => false,
    text: (f) => plain('udf', imm((f.imm12 << 4) | f.imm4)),
  }),
  define({
    name: 'mrc p15',
    pattern: 'cond:4 1110 opc1:3 1 CRn:4 Rt:4 1111 opc2:3 1 CRm:4',
    translate: mrc15,
    text: (f) => insn('mrc', ...coprocessor(f)),
  }),
  define({
    name: 'mcr p15',
    pattern: 'cond:4 1110 opc1:3 0 CRn:4 Rt:4 1111 opc2:3 1 CRm:4',
    translate: mcr15,
    text: (f) => insn('mcr', ...coprocessor(f)),
  }),
  define({
    name: 'setend',
    feature: 'v6',
    pattern: '1111 0001 0000 0001 0000 00 E:1 0 0000 0000',
    translate: setend,
    text: (f) => plain('setend', f.E ? 'be' : 'le'),
  }),
  define({
    name: 'cps',
    feature: 'v6',
    pattern: '1111 0001 0000 imod:2 M:1 0 0000 000 AIF:3 0 md:5',
    translate: nop,
    text: (f) => cps(f.imod, f.M, f.AIF, f.md),
  }),
  define({
    name: 'dsb',
    feature: 'v7',
    pattern: '1111 0101 0111 1111 1111 0000 0100 option:4',
    translate: nop,
    text: (f) => plain('dsb', barrier(f.option)),
  }),
  define({
    name: 'dmb',
    feature: 'v7',
    pattern: '1111 0101 0111 1111 1111 0000 0101 option:4',
    translate: nop,
    text: (f) => plain('dmb', barrier(f.option)),
  }),
  define({
    name: 'isb',
    feature: 'v7',
    pattern: '1111 0101 0111 1111 1111 0000 0110 option:4',
    translate: isb,
    text: (f) => plain('isb', f.option === 15 ? 'sy' : imm(f.option)),
  }),
  define({
    name: 'pld (immediate)',
    pattern: '1111 0101 U:1 1 01 Rn:4 1111 imm12:12',
    translate: nop,
    text: (f) => plain('pld', indexed(f.Rn, offset(f.imm12, f.U), 1, 0)),
  }),
  define({
    name: 'pldw (immediate)',
    feature: 'mp',
    pattern: '1111 0101 U:1 0 01 Rn:4 1111 imm12:12',
    translate: nop,
    text: (f) => plain('pldw', indexed(f.Rn, offset(f.imm12, f.U), 1, 0)),
  }),
  define({
    name: 'pli (immediate)',
    feature: 'v7',
    pattern: '1111 0100 U:1 101 Rn:4 1111 imm12:12',
    translate: nop,
    text: (f) => plain('pli', indexed(f.Rn, offset(f.imm12, f.U), 1, 0)),
  }),
  define({
    name: 'pld (register)',
    pattern: '1111 0111 U:1 1 01 Rn:4 1111 imm5:5 type:2 0 Rm:4',
    translate: nop,
    text: (f) => plain('pld', indexed(f.Rn, (f.U ? '' : '-') + shifted(f.Rm, f.type, f.imm5), 1, 0)),
  }),
  define({
    name: 'pldw (register)',
    feature: 'mp',
    pattern: '1111 0111 U:1 0 01 Rn:4 1111 imm5:5 type:2 0 Rm:4',
    translate: nop,
    text: (f) => plain('pldw', indexed(f.Rn, (f.U ? '' : '-') + shifted(f.Rm, f.type, f.imm5), 1, 0)),
  }),
  define({
    name: 'pli (register)',
    feature: 'v7',
    pattern: '1111 0110 U:1 101 Rn:4 1111 imm5:5 type:2 0 Rm:4',
    translate: nop,
    text: (f) => plain('pli', indexed(f.Rn, (f.U ? '' : '-') + shifted(f.Rm, f.type, f.imm5), 1, 0)),
  }),
  define({
    name: 'nop (memory hint)',
    feature: 'mp',
    pattern: '1111 0100 x001 xxxx xxxx xxxx xxxx xxxx',
    translate: nop,
    text: () => plain('nop'),
  }),
  define({
    name: 'nop (memory hint, register)',
    feature: 'mp',
    pattern: '1111 0110 x001 xxxx xxxx xxxx xxx0 xxxx',
    translate: nop,
    text: () => plain('nop'),
  }),
];
