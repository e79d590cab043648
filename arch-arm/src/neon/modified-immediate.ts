import { type ArmRow, define } from '../instruction';
import { expandSingle } from '../vfp/precision';
import { asm, hex8 } from '../vfp/text';
import { dReg, name, read, write } from './registers';

/** AdvSIMDExpandImm (DDI 0406C A7.4.6): the low and high word of the 64-bit constant, without VMVN's inversion. */
export function expandImmediate(op: number, cmode: number, imm8: number): readonly [number, number] {
  const both = (word: number): readonly [number, number] => [word, word];
  if (cmode < 8) return both(imm8 << ((cmode >> 1) * 8));
  if (cmode < 12) return both(Math.imul(imm8 << (((cmode >> 1) & 1) * 8), 0x1_0001));
  if (cmode === 12) return both((imm8 << 8) | 0xff);
  if (cmode === 13) return both((imm8 << 16) | 0xffff);
  if (cmode === 15) return both(expandSingle(imm8));
  if (op === 0) return both(Math.imul(imm8, 0x0101_0101));
  const spread = (bits: number): number =>
    (bits & 1 ? 0xff : 0) |
    (bits & 2 ? 0xff00 : 0) |
    (bits & 4 ? 0xff_0000 : 0) |
    (bits & 8 ? 0xff00_0000 : 0);
  return [spread(imm8), spread(imm8 >> 4)];
}

type Operation = 'vmov' | 'vmvn' | 'vorr' | 'vbic';

function operation(op: number, cmode: number): Operation {
  if (cmode < 12 && cmode & 1) return op ? 'vbic' : 'vorr';
  return op && cmode !== 14 ? 'vmvn' : 'vmov';
}

function immediateText(op: number, cmode: number, imm8: number): { type: string; value: string } {
  const [low, high] = expandImmediate(op, cmode, imm8);
  if (cmode === 14 && op) {
    const digits = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');
    return { type: 'i64', value: `#0x${digits(high)}${digits(low)}` };
  }
  if (cmode === 15) {
    const value = new Float32Array(Int32Array.of(low).buffer)[0]!;
    return { type: 'f32', value: `#${Number(value.toPrecision(6))}\t@ ${hex8(low)}` };
  }
  const bits = cmode === 14 ? 8 : cmode >= 8 && cmode < 12 ? 16 : 32;
  const element = bits === 32 ? low >>> 0 : low & (2 ** bits - 1);
  const hex = `0x${element.toString(16).padStart(bits / 4, '0')}`;
  return { type: `i${bits}`, value: `#${element | 0}\t@ ${hex}` };
}

/** One register and a modified immediate: VMOV, VMVN, VORR and VBIC. */
export const modifiedImmediateRows: readonly ArmRow[] = [
  define({
    name: 'vmov, vmvn, vorr, vbic (immediate)',
    pattern: '1111 001 U:1 1 D:1 000 imm3:3 Vd:4 cmode:4 0 Q:1 op:1 1 imm4:4',
    feature: 'neon',
    translate(c, f): void | false {
      const d = dReg(f.Vd, f.D);
      if ((f.Q && d & 1) || (f.cmode === 15 && f.op)) return false;
      const [low, high] = expandImmediate(f.op, f.cmode, (f.U << 7) | (f.imm3 << 4) | f.imm4);
      const { ir } = c;
      const kind = operation(f.op, f.cmode);
      const invert = kind === 'vmvn' ? -1 : 0;
      const constant = ir.imm128([low ^ invert, high ^ invert, low ^ invert, high ^ invert]);
      if (kind === 'vorr') write(c, f.Q, d, ir.v128.or(read(c, f.Q, d), constant));
      else if (kind === 'vbic') write(c, f.Q, d, ir.v128.andnot(read(c, f.Q, d), constant));
      else if (f.Q) c.setQ(d >> 1, constant);
      else c.setX(d, ir.emit('i64.const', low ^ invert, high ^ invert));
    },
    text(f) {
      const { type, value } = immediateText(f.op, f.cmode, (f.U << 7) | (f.imm3 << 4) | f.imm4);
      return asm(`${operation(f.op, f.cmode)}{c}.${type}`, name(f.Q, dReg(f.Vd, f.D)), value);
    },
  }),
];
