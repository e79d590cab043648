import type { I32, IrBuilder } from '@anyuser/core';
import type { MipsContext } from '../context';
import { define, type MipsRow } from '../instruction';
import { branchTarget, hex, reg } from '../text';

const RA = 31;

/**
 * Branches on a condition that is taken before the delay slot runs. A likely branch skips its slot when it is not taken; a
 * linking one sets its register in any case.
 */
function branchIf(c: MipsContext, condition: I32, target: number, likely: boolean, link: boolean): void {
  const { ir, pc } = c;
  const after = (pc + 8) >>> 0;
  const taken = (): void => {
    if (link) c.call(target, after);
    else c.jump(target);
  };
  if (link) c.setR(RA, ir.imm(after));
  if (!likely) c.slot();
  if (ir.finished) return;
  ir.if(
    condition,
    () => {
      if (likely) c.slot();
      taken();
    },
    () => {
      // The slot of a likely branch has not run here.
      if (likely) ir.jump({ pc: after, mode: c.mode });
      else c.jump(after);
    },
  );
}

const compare = (
  name: string,
  pattern: string,
  condition: (ir: IrBuilder, a: I32, b: I32) => I32,
  options: { readonly likely?: boolean; readonly link?: boolean } = {},
): MipsRow =>
  define({
    name,
    pattern: pattern as 'rs:5 rt:5 offset:16',
    branch: true,
    translate(c, { rs, rt, offset }) {
      const { ir } = c;
      const holds = condition(ir, c.r(rs), c.r(rt ?? 0));
      branchIf(c, holds, branchTarget(offset, c.pc), options.likely ?? false, options.link ?? false);
    },
    text: ({ rs, rt, offset }, pc) =>
      `${name}\t${reg(rs)},${rt === undefined ? '' : `${reg(rt)},`}${hex(branchTarget(offset, pc))}`,
  });

const zero = (
  name: string,
  head: string,
  tail: string,
  condition: (ir: IrBuilder, a: I32) => I32,
  options: { readonly likely?: boolean; readonly link?: boolean } = {},
): MipsRow => compare(name, `${head} rs:5 ${tail} offset:16`, (ir, a) => condition(ir, a), options);

const ltz = (ir: IrBuilder, a: I32): I32 => ir.ltS(a, ir.imm(0));
const gez = (ir: IrBuilder, a: I32): I32 => ir.eqz(ir.ltS(a, ir.imm(0)));
const lez = (ir: IrBuilder, a: I32): I32 => ir.i32.le_s(a, ir.imm(0));
const gtz = (ir: IrBuilder, a: I32): I32 => ir.i32.gt_s(a, ir.imm(0));

const jump = (name: string, op: string, link: boolean): MipsRow =>
  define({
    name,
    pattern: `${op} index:26` as 'index:26',
    branch: true,
    translate(c, { index }) {
      const { ir, pc } = c;
      const after = (pc + 8) >>> 0;
      const to = (((pc + 4) & 0xf000_0000) | (index << 2)) >>> 0;
      if (link) c.setR(RA, ir.imm(after));
      c.slot();
      if (ir.finished) return;
      if (link) c.call(to, after);
      else c.jump(to);
    },
    text: ({ index }, pc) => `${name}\t${hex(((pc + 4) & 0xf000_0000) | (index << 2))}`,
  });

/** Branches and jumps, each with its delay slot. */
export const branchRows: readonly MipsRow[] = [
  compare('beq', '000100 rs:5 rt:5 offset:16', (ir, a, b) => ir.eq(a, b)),
  compare('bne', '000101 rs:5 rt:5 offset:16', (ir, a, b) => ir.ne(a, b)),
  compare('beql', '010100 rs:5 rt:5 offset:16', (ir, a, b) => ir.eq(a, b), { likely: true }),
  compare('bnel', '010101 rs:5 rt:5 offset:16', (ir, a, b) => ir.ne(a, b), { likely: true }),
  zero('blez', '000110', '00000', lez),
  zero('bgtz', '000111', '00000', gtz),
  zero('blezl', '010110', '00000', lez, { likely: true }),
  zero('bgtzl', '010111', '00000', gtz, { likely: true }),
  zero('bltz', '000001', '00000', ltz),
  zero('bgez', '000001', '00001', gez),
  zero('bltzl', '000001', '00010', ltz, { likely: true }),
  zero('bgezl', '000001', '00011', gez, { likely: true }),
  zero('bltzal', '000001', '10000', ltz, { link: true }),
  zero('bgezal', '000001', '10001', gez, { link: true }),
  zero('bltzall', '000001', '10010', ltz, { likely: true, link: true }),
  zero('bgezall', '000001', '10011', gez, { likely: true, link: true }),
  jump('j', '000010', false),
  jump('jal', '000011', true),
  define({
    name: 'jr',
    pattern: '000000 rs:5 00000 00000 hint:5 001000',
    branch: true,
    translate(c, { rs }) {
      const { ir } = c;
      const to = c.r(rs);
      c.slot();
      if (ir.finished) return;
      if (rs === RA) ir.ret(to, c.modeValue);
      else ir.jumpIndirect(to, c.modeValue);
    },
    text: ({ rs }) => `jr\t${reg(rs)}`,
  }),
  define({
    name: 'jalr',
    pattern: '000000 rs:5 00000 rd:5 hint:5 001001',
    branch: true,
    translate(c, { rs, rd }) {
      const { ir, mode, pc } = c;
      const to = c.r(rs);
      const after = { pc: (pc + 8) >>> 0, mode };
      c.setR(rd, ir.imm(after.pc));
      c.slot();
      if (ir.finished) return;
      ir.callIndirect(to, c.modeValue, after);
    },
    text: ({ rs, rd }) => (rd === RA ? `jalr\t${reg(rs)}` : `jalr\t${reg(rd)},${reg(rs)}`),
  }),
  ...(['bc1f', 'bc1t', 'bc1fl', 'bc1tl'] as const).map((name, n) =>
    define({
      name,
      pattern: `010001 01000 cc:3 ${n & 2 ? '1' : '0'} ${n & 1 ? '1' : '0'} offset:16` as 'cc:3 offset:16',
      branch: true,
      feature: 'fpu',
      translate(c, { cc, offset }) {
        const code = c.fcc(cc);
        branchIf(c, n & 1 ? code : c.ir.eqz(code), branchTarget(offset, c.pc), (n & 2) !== 0, false);
      },
      text: ({ cc, offset }, pc) =>
        `${name}\t${cc === 0 ? '' : `$fcc${cc},`}${hex(branchTarget(offset, pc))}`,
    }),
  ),
];
