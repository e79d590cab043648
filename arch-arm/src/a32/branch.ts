import { type ArmRow, define } from '../instruction';
import { blx, branch, branchLink, branchLinkExchange, bx, signExtend } from '../semantics/branch';
import { address, insn, plain } from '../text';

const offset = (imm24: number): number => signExtend(imm24, 24) * 4;
/** BLX reaches half-words: H is bit 1 of the offset. */
const exchangeOffset = (imm24: number, H: number): number => offset(imm24) + H * 2;

/** Branches, calls and interworking (DDI 0406C A5.5, A5.2.12, A5.7). */
export const branchRows: readonly ArmRow[] = [
  define({
    name: 'b',
    ownCondition: 'branch',
    pattern: 'cond:4 1010 imm24:24',
    translate: (c, f) => branch(c, offset(f.imm24)),
    text: (f, pc) => insn('b', address(pc + 8 + offset(f.imm24))),
  }),
  define({
    name: 'bl',
    pattern: 'cond:4 1011 imm24:24',
    translate: (c, f) => branchLink(c, offset(f.imm24)),
    text: (f, pc) => insn('bl', address(pc + 8 + offset(f.imm24))),
  }),
  define({
    name: 'blx (immediate)',
    pattern: '1111 101 H:1 imm24:24',
    translate: (c, f) => branchLinkExchange(c, exchangeOffset(f.imm24, f.H)),
    text: (f, pc) => plain('blx', address(pc + 8 + exchangeOffset(f.imm24, f.H))),
  }),
  define({
    name: 'bx',
    pattern: 'cond:4 0001 0010 1111 1111 1111 0001 Rm:4',
    translate: bx,
    text: (f) => insn('bx', f.Rm),
  }),
  define({
    name: 'bxj',
    feature: 'v5j',
    pattern: 'cond:4 0001 0010 1111 1111 1111 0010 Rm:4',
    translate: bx,
    text: (f) => insn('bxj', f.Rm),
  }),
  define({
    name: 'blx (register)',
    pattern: 'cond:4 0001 0010 1111 1111 1111 0011 Rm:4',
    translate: blx,
    text: (f) => insn('blx', f.Rm),
  }),
];
