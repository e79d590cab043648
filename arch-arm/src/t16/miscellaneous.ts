import { Cond, conditionNames } from '../flags';
import { type ArmRow, define } from '../instruction';
import { blx, branch, branchLinkThrough, bx, compareBranch, signExtend } from '../semantics/branch';
import { extend, rev, rev16, revsh } from '../semantics/pack';
import { bkpt, nop, setend, svc } from '../semantics/system';
import { address, imm, insn, plain } from '../text';

const hints = ['nop', 'yield', 'wfe', 'wfi', 'sev'] as const;

/** `itte` and its like: T or E for each further instruction, from the mask and the low bit of the condition. */
function itSuffix(firstcond: number, mask: number): string {
  let out = '';
  for (let m = mask; (m & 7) !== 0; m = (m << 1) & 15) out += m >>> 3 === (firstcond & 1) ? 't' : 'e';
  return out;
}

const extendRow = (name: string, opcode: string, kind: 'b' | 'h', unsigned: boolean): ArmRow =>
  define({
    name,
    feature: 'v6',
    pattern: `10110010 ${opcode} Rm:3 Rd:3`,
    translate: (c, f) => extend(kind, unsigned)(c, f as unknown as { Rd: number; Rm: number }),
    text: (f: Readonly<Record<string, number>>) => insn(name, f.Rd, f.Rm),
  });
const reverseRow = (name: string, opcode: string, translate: typeof rev): ArmRow =>
  define({
    name,
    feature: 'v6',
    pattern: `10111010 ${opcode} Rm:3 Rd:3`,
    translate: (c, f) => translate(c, f as unknown as { Rd: number; Rm: number }),
    text: (f: Readonly<Record<string, number>>) => insn(name, f.Rd, f.Rm),
  });

/** Extension, IT, hints, exceptions and branches of 16 bits (DDI 0406C A6.2.5, A6.2.6). */
export const miscellaneousRows: readonly ArmRow[] = [
  extendRow('sxth', '00', 'h', false),
  extendRow('sxtb', '01', 'b', false),
  extendRow('uxth', '10', 'h', true),
  extendRow('uxtb', '11', 'b', true),
  reverseRow('rev', '00', rev),
  reverseRow('rev16', '01', rev16),
  reverseRow('revsh', '11', revsh),
  define({
    name: 'cbz',
    feature: 'v6t2',
    ownCondition: 'branch',
    pattern: '1011 op:1 0 i:1 1 imm5:5 Rn:3',
    translate: (c, f) => compareBranch(c, f.Rn, f.op, (f.i << 6) | (f.imm5 << 1)),
    text: (f, pc) => plain(f.op ? 'cbnz' : 'cbz', f.Rn, address(pc + 4 + ((f.i << 6) | (f.imm5 << 1)))),
  }),
  define({
    name: 'setend',
    feature: 'v6',
    pattern: '10110110 010 1 E:1 000',
    translate: setend,
    text: (f) => plain('setend', f.E ? 'be' : 'le'),
  }),
  define({
    name: 'cps',
    feature: 'v6',
    pattern: '10110110 011 im:1 0 AIF:3',
    translate: nop,
    text: (f) =>
      plain(
        f.im ? 'cpsid' : 'cpsie',
        `${f.AIF & 4 ? 'a' : ''}${f.AIF & 2 ? 'i' : ''}${f.AIF & 1 ? 'f' : ''}`,
      ),
  }),
  define({
    name: 'bkpt',
    ownCondition: 'always',
    pattern: '10111110 imm8:8',
    translate: (c, f) => bkpt(c, f.imm8),
    text: (f) => plain('bkpt', `0x${f.imm8.toString(16).padStart(4, '0')}`),
  }),
  define({
    name: 'hint',
    feature: 'v6t2',
    pattern: '10111111 hint:4 0000',
    translate: nop,
    text: (f) => (f.hint < 5 ? insn(hints[f.hint]!) : insn('nop', `{${f.hint}}`)),
  }),
  define({
    name: 'it',
    feature: 'v6t2',
    ownCondition: 'always',
    pattern: '10111111 firstcond:4 mask:4',
    when: (f) => f.mask !== 0,
    translate: (c, f) => c.beginIt((f.firstcond << 4) | f.mask),
    text: (f) => plain(`it${itSuffix(f.firstcond, f.mask)}`, conditionNames[f.firstcond] || 'al'),
  }),
  define({
    name: 'bx',
    pattern: '010001110 Rm:4 000',
    translate: bx,
    text: (f) => insn('bx', f.Rm),
  }),
  define({
    name: 'blx (register)',
    pattern: '010001111 Rm:4 000',
    translate: blx,
    text: (f) => insn('blx', f.Rm),
  }),
  define({
    name: 'b (conditional)',
    ownCondition: 'branch',
    pattern: '1101 cond:4 imm8:8',
    when: (f) => f.cond < 14,
    translate: (c, f) => (c.inIt ? false : branch(c, signExtend(f.imm8, 8) * 2, f.cond)),
    text: (f, pc) => plain(`b${conditionNames[f.cond]}.n`, address(pc + 4 + signExtend(f.imm8, 8) * 2)),
  }),
  define({
    name: 'udf',
    pattern: '11011110 imm8:8',
    translate: () => false,
    text: (f) => plain('udf', imm(f.imm8)),
  }),
  define({
    name: 'svc',
    pattern: '11011111 imm8:8',
    translate: (c, f) => svc(c, f.imm8),
    text: (f) => insn('svc', f.imm8.toString()),
  }),
  define({
    name: 'b',
    pattern: '11100 imm11:11',
    translate: (c, f) => branch(c, signExtend(f.imm11, 11) * 2, Cond.al),
    text: (f, pc) => insn('b.n', address(pc + 4 + signExtend(f.imm11, 11) * 2)),
  }),
  // The halves of BL and BLX before Thumb-2, when each was an instruction: the upper part of the offset goes through lr.
  define({
    name: 'bl (first half)',
    pattern: '11110 imm11:11',
    translate: (c, f) => c.setReg(14, c.ir.imm(c.pcValue + signExtend(f.imm11, 11) * 0x1000)),
    text: (f) => plain('.hword', `0x${(0xf000 + f.imm11).toString(16)}`),
  }),
  define({
    name: 'bl (second half)',
    pattern: '11111 imm11:11',
    translate: (c, f) => branchLinkThrough(c, f.imm11 * 2, false),
    text: (f) => plain('.hword', `0x${(0xf800 + f.imm11).toString(16)}`),
  }),
  define({
    name: 'blx (second half)',
    pattern: '11101 imm11:11',
    translate: (c, f) => (f.imm11 & 1 ? false : branchLinkThrough(c, f.imm11 * 2, true)),
    text: (f) => plain('.hword', `0x${(0xe800 + f.imm11).toString(16)}`),
  }),
];
