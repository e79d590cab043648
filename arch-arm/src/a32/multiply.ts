import { type ArmRow, define } from '../instruction';
import {
  divide,
  mla,
  mls,
  mul,
  multiplyDual,
  multiplyDualLong,
  multiplyLong,
  multiplyTop,
  smlalxy,
  smlawy,
  smlaxy,
  smulwy,
  smulxy,
  umaal,
  usada8,
} from '../semantics/multiply';
import { insn } from '../text';

const s = (S: number): string => (S ? 's' : '');
const half = (top: number): string => (top ? 't' : 'b');
const exchanged = (M: number): string => (M ? 'x' : '');
const rounded = (R: number): string => (R ? 'r' : '');

const long = (name: string, opcode: string, signed: boolean, accumulate: boolean): ArmRow =>
  define({
    name,
    pattern: `cond:4 0000 ${opcode} S:1 RdHi:4 RdLo:4 Rm:4 1001 Rn:4`,
    translate: (c, f) =>
      multiplyLong(signed, accumulate)(c, f as { RdHi: number; RdLo: number; Rm: number; Rn: number }),
    text: (f) => insn(`${name}${s(f.S)}`, f.RdLo, f.RdHi, f.Rn, f.Rm),
  });

/** Multiplies, divides and sums of differences (DDI 0406C A5.2.5, A5.2.7, A5.4.4). */
export const multiplyRows: readonly ArmRow[] = [
  define({
    name: 'mul',
    pattern: 'cond:4 0000000 S:1 Rd:4 0000 Rm:4 1001 Rn:4',
    translate: mul,
    text: (f) => insn(`mul${s(f.S)}`, f.Rd, f.Rn, f.Rm),
  }),
  define({
    name: 'mla',
    pattern: 'cond:4 0000001 S:1 Rd:4 Ra:4 Rm:4 1001 Rn:4',
    translate: mla,
    text: (f) => insn(`mla${s(f.S)}`, f.Rd, f.Rn, f.Rm, f.Ra),
  }),
  define({
    name: 'umaal',
    feature: 'v6',
    pattern: 'cond:4 00000100 RdHi:4 RdLo:4 Rm:4 1001 Rn:4',
    translate: umaal,
    text: (f) => insn('umaal', f.RdLo, f.RdHi, f.Rn, f.Rm),
  }),
  define({
    name: 'mls',
    feature: 'v6t2',
    pattern: 'cond:4 00000110 Rd:4 Ra:4 Rm:4 1001 Rn:4',
    translate: mls,
    text: (f) => insn('mls', f.Rd, f.Rn, f.Rm, f.Ra),
  }),
  long('umull', '100', false, false),
  long('umlal', '101', false, true),
  long('smull', '110', true, false),
  long('smlal', '111', true, true),
  define({
    name: 'smlaxy',
    pattern: 'cond:4 00010000 Rd:4 Ra:4 Rm:4 1 M:1 N:1 0 Rn:4',
    translate: smlaxy,
    text: (f) => insn(`smla${half(f.N)}${half(f.M)}`, f.Rd, f.Rn, f.Rm, f.Ra),
  }),
  define({
    name: 'smlawy',
    pattern: 'cond:4 00010010 Rd:4 Ra:4 Rm:4 1 M:1 00 Rn:4',
    translate: smlawy,
    text: (f) => insn(`smlaw${half(f.M)}`, f.Rd, f.Rn, f.Rm, f.Ra),
  }),
  define({
    name: 'smulwy',
    pattern: 'cond:4 00010010 Rd:4 0000 Rm:4 1 M:1 10 Rn:4',
    translate: smulwy,
    text: (f) => insn(`smulw${half(f.M)}`, f.Rd, f.Rn, f.Rm),
  }),
  define({
    name: 'smlalxy',
    pattern: 'cond:4 00010100 RdHi:4 RdLo:4 Rm:4 1 M:1 N:1 0 Rn:4',
    translate: smlalxy,
    text: (f) => insn(`smlal${half(f.N)}${half(f.M)}`, f.RdLo, f.RdHi, f.Rn, f.Rm),
  }),
  define({
    name: 'smulxy',
    pattern: 'cond:4 00010110 Rd:4 0000 Rm:4 1 M:1 N:1 0 Rn:4',
    translate: smulxy,
    text: (f) => insn(`smul${half(f.N)}${half(f.M)}`, f.Rd, f.Rn, f.Rm),
  }),
  define({
    name: 'smlad',
    feature: 'v6',
    pattern: 'cond:4 01110000 Rd:4 Ra:4 Rm:4 00 M:1 1 Rn:4',
    translate: multiplyDual(false),
    text: (f) =>
      f.Ra === 15
        ? insn(`smuad${exchanged(f.M)}`, f.Rd, f.Rn, f.Rm)
        : insn(`smlad${exchanged(f.M)}`, f.Rd, f.Rn, f.Rm, f.Ra),
  }),
  define({
    name: 'smlsd',
    feature: 'v6',
    pattern: 'cond:4 01110000 Rd:4 Ra:4 Rm:4 01 M:1 1 Rn:4',
    translate: multiplyDual(true),
    text: (f) =>
      f.Ra === 15
        ? insn(`smusd${exchanged(f.M)}`, f.Rd, f.Rn, f.Rm)
        : insn(`smlsd${exchanged(f.M)}`, f.Rd, f.Rn, f.Rm, f.Ra),
  }),
  define({
    name: 'smlald',
    feature: 'v6',
    pattern: 'cond:4 01110100 RdHi:4 RdLo:4 Rm:4 00 M:1 1 Rn:4',
    translate: multiplyDualLong(false),
    text: (f) => insn(`smlald${exchanged(f.M)}`, f.RdLo, f.RdHi, f.Rn, f.Rm),
  }),
  define({
    name: 'smlsld',
    feature: 'v6',
    pattern: 'cond:4 01110100 RdHi:4 RdLo:4 Rm:4 01 M:1 1 Rn:4',
    translate: multiplyDualLong(true),
    text: (f) => insn(`smlsld${exchanged(f.M)}`, f.RdLo, f.RdHi, f.Rn, f.Rm),
  }),
  define({
    name: 'smmla',
    feature: 'v6',
    pattern: 'cond:4 01110101 Rd:4 Ra:4 Rm:4 00 R:1 1 Rn:4',
    translate: multiplyTop(false),
    text: (f) =>
      f.Ra === 15
        ? insn(`smmul${rounded(f.R)}`, f.Rd, f.Rn, f.Rm)
        : insn(`smmla${rounded(f.R)}`, f.Rd, f.Rn, f.Rm, f.Ra),
  }),
  define({
    name: 'smmls',
    feature: 'v6',
    pattern: 'cond:4 01110101 Rd:4 Ra:4 Rm:4 11 R:1 1 Rn:4',
    translate: multiplyTop(true),
    text: (f) => insn(`smmls${rounded(f.R)}`, f.Rd, f.Rn, f.Rm, f.Ra),
  }),
  define({
    name: 'sdiv',
    feature: 'idiv',
    pattern: 'cond:4 01110001 Rd:4 1111 Rm:4 0001 Rn:4',
    translate: divide(true),
    text: (f) => insn('sdiv', f.Rd, f.Rn, f.Rm),
  }),
  define({
    name: 'udiv',
    feature: 'idiv',
    pattern: 'cond:4 01110011 Rd:4 1111 Rm:4 0001 Rn:4',
    translate: divide(false),
    text: (f) => insn('udiv', f.Rd, f.Rn, f.Rm),
  }),
  define({
    name: 'usada8',
    feature: 'v6',
    pattern: 'cond:4 01111000 Rd:4 Ra:4 Rm:4 0001 Rn:4',
    translate: usada8,
    text: (f) => (f.Ra === 15 ? insn('usad8', f.Rd, f.Rn, f.Rm) : insn('usada8', f.Rd, f.Rn, f.Rm, f.Ra)),
  }),
];
