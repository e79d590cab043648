import { type ArmRow, define } from '../instruction';
import { saturate, saturateHalves, saturatingAdd } from '../semantics/saturate';
import { imm, insn, shifted } from '../text';

const additive = (name: string, opcode: string, subtract: boolean, double: boolean): ArmRow =>
  define({
    name,
    pattern: `cond:4 00010 ${opcode} 0 Rn:4 Rd:4 0000 0101 Rm:4`,
    translate: (c, f) => saturatingAdd(subtract, double)(c, f as { Rd: number; Rn: number; Rm: number }),
    text: (f) => insn(name, f.Rd, f.Rm, f.Rn),
  });

/** Saturating arithmetic (DDI 0406C A5.2.6, A5.4.3). */
export const saturateRows: readonly ArmRow[] = [
  additive('qadd', '00', false, false),
  additive('qsub', '01', true, false),
  additive('qdadd', '10', false, true),
  additive('qdsub', '11', true, true),
  define({
    name: 'ssat',
    feature: 'v6',
    pattern: 'cond:4 0110101 sat_imm:5 Rd:4 imm5:5 sh:1 01 Rn:4',
    translate: saturate(false),
    text: (f) => insn('ssat', f.Rd, imm(f.sat_imm + 1), shifted(f.Rn, f.sh * 2, f.imm5)),
  }),
  define({
    name: 'usat',
    feature: 'v6',
    pattern: 'cond:4 0110111 sat_imm:5 Rd:4 imm5:5 sh:1 01 Rn:4',
    translate: saturate(true),
    text: (f) => insn('usat', f.Rd, imm(f.sat_imm), shifted(f.Rn, f.sh * 2, f.imm5)),
  }),
  define({
    name: 'ssat16',
    feature: 'v6',
    pattern: 'cond:4 01101010 sat_imm:4 Rd:4 1111 0011 Rn:4',
    translate: saturateHalves(false),
    text: (f) => insn('ssat16', f.Rd, imm(f.sat_imm + 1), f.Rn),
  }),
  define({
    name: 'usat16',
    feature: 'v6',
    pattern: 'cond:4 01101110 sat_imm:4 Rd:4 1111 0011 Rn:4',
    translate: saturateHalves(true),
    text: (f) => insn('usat16', f.Rd, imm(f.sat_imm), f.Rn),
  }),
];
